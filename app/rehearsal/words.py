"""Every sentence of a rehearsal's report."""

from app.handbook.model import Handbook
from app.handbook.recognition import Rule

NAGS = "{hit} of {of} people were reminded of one topic ({topic}) more than twice within four weeks, one of them {most} times. Ask less often or chase less: `{key}`."
ASKS_TOO_MUCH = "Of {of} messages of the kind {kind}, {late} waited three days or more (at most {longest}) and {lost} were dropped, because their readers had had {budget} unasked messages that week. Ask this at another time or less often: `{key}`."
OUT_OF_REACH = "None of {of} people who could earn the certificate for a {role} fulfilled one of its rules: {rule}{most}. Ask for less, or make room for it: `{key}`."
MOST_MET = " (the most that anybody attended was {most})"
AT_NIGHT = "{hit} of {of} reminders of meetings came between 22:00 and 07:00 of their reader's own clock. Remind at another distance: `{key}`."
EVENT_AT_NIGHT = "“{name}” ({sessions}) is between 22:00 and 07:00 for {hit} of {of} people who were invited. Another session would let them come: `{key}`."


TITLE = "{name}, rehearsed"
SETTING = "{people} imagined people of {community} (seed {seed}) lived through {weeks} weeks, from {opens_on}, when sign-up opened. The first day was {first_day}{last_day}. Clocks of the cohort: {zone}."
LAST_DAY = ", the last day {last_day}"
SAME = "They are made up, the bot was the real one. The same seed and the same files give the same report."
GROUPS = {
    "people": "People",
    "meetings": "Meetings",
    "answers": "Answers",
    "messages": "Messages",
}
FINDINGS = "What the handbook should say differently"
NO_FINDINGS = (
    "Nothing, as far as this rehearsal shows: it neither nags nor asks too much, and it does not ask at night."
)
NOT_REACHED = "The rehearsal ended before the cohort did, so nobody knows yet whether its certificates can be earned."
KINDS = {
    "nags": "It nags",
    "asks too much": "It asks too much",
    "out of reach": "Out of reach",
    "at night": "At night",
}
FAULTS = "Where Trellis failed"
FAULTS_INTRO = "Please report these: nothing that a handbook says should make Trellis fail."
REFUSED = "What Trellis did not take"
REFUSED_INTRO = "People press late, twice, or what is over. This is what they read then."
LEFT_OVER = "Who was left over"
TROUBLES = "Pairs in trouble, and how it ended"
AWARDS = "Certificates"
PEOPLE = "Everybody, and every message they got"
PEOPLE_HINT = "Open a line to read what this person got, on their own clock."
CHANNELS = "What was posted in channels"
MIX = "The mix of people"
ODD = "{times}: “{sentence}” ({action}, {who} for one)"
ONCE, TIMES = "Once", "{times} times"
NOBODY = "Nobody."
NONE = "None."
MORE_MESSAGES = "Every message is in the page (`--page`) and in the JSON (`--json`)."
LOAD = "Unasked messages a person and week ({budget} are allowed in any seven days)"
MEETINGS = "Meetings a week: expected by the rhythm, and held"
FIRST_MEETINGS = "Days from the match to the first meeting"
ANSWERS = "Questions a week, and answers"
HOURS = "At which hour of their own clock people are asked"
COMPARED = "Compared with {name}"
COMPARED_SAME = "Nothing differs."
DIFFERS = "Besides the handbook, {what} differ; so not every difference comes from the handbook."
GONE, NEW = "No longer", "New"
WROTE = "Written: {files}."
REHEARSING = "Rehearsing"
CANCELLED = "Stopped; nothing was written."


def rule(one: Rule, handbook: Handbook) -> str:
    """Return what a rule of a certificate asks for."""
    if one.event is not None:
        found = handbook.event(one.event)
        return f"taking part in “{found.name if found else one.event}”"
    if one.form is not None:
        form = handbook.form(one.form)
        return f"answering “{form.name if form else one.form}”"
    if one.meetings is not None:
        return f"at least {one.meetings} meetings"
    if one.meetings_share is not None:
        return f"{one.meetings_share:.0%} of the meetings that were held"
    if one.graduated is not None:
        return "being found ready for the role" if one.graduated else "not being found ready for the role"
    return "all activities"
