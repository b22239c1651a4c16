"""Every sentence of this room."""

REFUSALS = {
    "keepsakes.none": "You have not been in a pairing yet. Once you have, your summary is yours at any time.",
}
HELP = "get everything you did with your partner, as a file of your own"

COMING = "Here it comes, in our conversation: what you did, as a file that nobody else gets."

OVER = "Your time with {partners} in *{cohort}*, {since} to {until}: {did}."
SO_FAR = "Your time with {partners} in *{cohort}* since {since}: {did}."
KEEP = "The file has all of it, with your own notes. It is yours to keep; nobody else gets it."
NOTHING = "nothing on record yet"

MET_ONE = "1 meeting, {time}"
MET = "{count} meetings, {time}"
MET_OF = "{count} of {held} meetings, {time}"
HOURS = "{hours} h"
MINUTES = "{minutes} min"
GOALS = "{done} of {all} goals reached"
TASKS = "{done} of {all} tasks done"
TASK_SET = "1 task for the time between"
TASKS_SET = "{all} tasks for the time between"
EVENTS = "{names}"
CERTIFICATE = "certificate {number}"

FILENAME = "my-mentoring-{pairing}.md"
FILE_TITLE = "# {programme}: {cohort}"
FILE_ROLE = {"mentor": "As a mentor of {partners}", "mentee": "As a mentee of {partners}"}
FILE_TIME = "{role}, from {since} to {until}."
FILE_TIME_OPEN = "{role}, since {since}."
FILE_MEETINGS = "## Meetings"
FILE_MEETING = "- {day}, {minutes} minutes"
FILE_MISSED = "- {day} (without me)"
FILE_GOALS = "## Goals"
FILE_GOAL = {"done": "- [x] {text}", "open": "- [ ] {text}", "dropped": "- {text} (let go)"}
FILE_TASKS = "## Tasks"
FILE_TASK = {
    "yes": "- [x] {text}",
    "partly": "- [ ] {text} (partly done)",
    "no": "- [ ] {text} (not done)",
    "": "- [ ] {text}",
}
FILE_DID = "## Also"
FILE_ITEM = "- {text}"
FILE_CERTIFICATE = "- Certificate number {number}"
FILE_NOTES = "## My own notes"
FILE_NOTE = "### {day}"

HOME = "*What you did is yours*: meetings, goals, tasks and your own notes, as a file."
HOME_BUTTON = "Send me my summary"

PREVIEW_NAME = "(their partner)"

WHY_SUMMARY = "Your time with a partner is over, and what you did in it is yours to keep."
WHY_AGAIN = "You asked for your summary."
