"""Slack to use cases and back, for goals, activities and lookouts."""

from app.core.refusal import Refusal
from app.features.goals import notices, usecases, words
from app.features.goals.rules.forms import read_drafts, read_past
from app.features.goals.usecases import activities, lookouts, reviewing, writing
from app.features.goals.views import findings, forms, overview
from app.tools import Answer, Board, Command, Done, Open, Replace, Visit, as_id


def goals_command(visit: Visit) -> Answer:
    """`/mentoring goals`: everything that this person works towards."""
    standings = usecases.standings_of(visit.tx, team_id=visit.team_id, user_id=visit.user_id, now=visit.now)
    if not standings:
        raise Refusal("goals.none")
    return Open(overview.overview_form(standings, visit.user_id, visit.zone))


def _shown(visit: Visit) -> Answer:
    """Show the overview anew where it was pressed; elsewhere the message changes by itself."""
    if not visit.payload.in_modal:
        return Done()
    standings = usecases.standings_of(visit.tx, team_id=visit.team_id, user_id=visit.user_id, now=visit.now)
    return Replace(overview.overview_form(standings, visit.user_id, visit.zone))


def _form(visit: Visit, *, refining: bool) -> Answer:
    opened = writing.open_form(
        visit.tx, team_id=visit.team_id, user_id=visit.user_id, set_id=visit.number, refining=refining
    )
    pairing = opened.around.pairing
    return Open(forms.form(opened.goal_set, opened.kind, pairing, opened.places, opened.past, refining=refining))


def begin_writing(visit: Visit) -> Answer:
    """The buttons "Set goals", "Change" and "Write the next ones"."""
    return _form(visit, refining=False)


def begin_refining(visit: Visit) -> Answer:
    """The button "Sharpen them"."""
    return _form(visit, refining=True)


def _write(visit: Visit, *, refining: bool) -> Answer:
    set_id = visit.about("set")
    opened = writing.open_form(visit.tx, team_id=visit.team_id, user_id=visit.user_id, set_id=set_id, refining=refining)
    writing.write(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        set_id=set_id,
        drafts=read_drafts(opened.kind, visit.values),
        past=read_past(visit.values),
        now=visit.now,
        refining=refining,
    )
    return Done(close_all=True)


def write(visit: Visit) -> Answer:
    """The form of goals."""
    return _write(visit, refining=False)


def refine(visit: Visit) -> Answer:
    """The form of goals, sharpened by the other side."""
    return _write(visit, refining=True)


def good(visit: Visit) -> Answer:
    """The button "Good as they are"."""
    writing.find_good(visit.tx, team_id=visit.team_id, by=visit.user_id, set_id=visit.number, now=visit.now)
    return _shown(visit)


def _stand(visit: Visit, how: str) -> Answer:
    reviewing.stand(visit.tx, team_id=visit.team_id, by=visit.user_id, goal_id=visit.number, how=how, now=visit.now)
    return _shown(visit)


def done(visit: Visit) -> Answer:
    """The button "Done" of a goal."""
    return _stand(visit, "done")


def on_the_way(visit: Visit) -> Answer:
    """The button "On the way" of a goal."""
    return _stand(visit, "on_the_way")


def let_go(visit: Visit) -> Answer:
    """The button "Let it go" of a goal."""
    return _stand(visit, "dropped")


def begin_review(visit: Visit) -> Answer:
    """The button "How do they stand?"."""
    opened = reviewing.open_review(visit.tx, team_id=visit.team_id, user_id=visit.user_id, set_id=visit.number)
    return Open(forms.review_form(opened.goal_set, opened.kind))


def review(visit: Visit) -> Answer:
    """The form that says how each goal stands."""
    said = {
        as_id(name.removeprefix("goal")): str(value)
        for name, value in visit.values.items()
        if name.startswith("goal") and value
    }
    reviewing.review(
        visit.tx, team_id=visit.team_id, by=visit.user_id, set_id=visit.about("set"), said=said, now=visit.now
    )
    return Done(close_all=True)


def _tick(visit: Visit, *, is_done: bool) -> Answer:
    activities.tick(
        visit.tx, team_id=visit.team_id, by=visit.user_id, tick_id=visit.number, is_done=is_done, now=visit.now
    )
    return _shown(visit)


def tick(visit: Visit) -> Answer:
    """The button "Tick off" of an activity."""
    return _tick(visit, is_done=True)


def untick(visit: Visit) -> Answer:
    """The button "Take back" of an activity."""
    return _tick(visit, is_done=False)


def begin_noting(visit: Visit) -> Answer:
    """The button "Note one"; it carries the pairing's id and the handbook's key."""
    pairing_id, _, kind = visit.value.partition(":")
    pairing, found = lookouts.to_note(
        visit.tx, team_id=visit.team_id, user_id=visit.user_id, pairing_id=as_id(pairing_id), kind=kind
    )
    return Open(findings.note_form(found, pairing))


def note(visit: Visit) -> Answer:
    """The form for an opportunity or a pull request."""
    lookouts.note(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        pairing_id=visit.about("pairing"),
        kind=str(visit.payload.about.get("kind")),
        text=visit.text("text"),
        link=visit.text("link"),
        now=visit.now,
    )
    return Done(close_all=True)


def take_on(visit: Visit) -> Answer:
    """The button "I take it on"."""
    lookouts.take_on(visit.tx, team_id=visit.team_id, by=visit.user_id, lookout_id=visit.number, now=visit.now)
    return _shown(visit)


def _came(visit: Visit, how: str) -> Answer:
    lookouts.say_what_came(
        visit.tx, team_id=visit.team_id, by=visit.user_id, lookout_id=visit.number, how=how, now=visit.now
    )
    return _shown(visit)


def worked_out(visit: Visit) -> Answer:
    """The button "It worked out"."""
    return _came(visit, "done")


def looking(visit: Visit) -> Answer:
    """The button "Still looking"."""
    return _came(visit, "looking")


def pass_on(visit: Visit) -> Answer:
    """The button "Let it go" of something noted."""
    return _came(visit, "dropped")


BOARD = Board(
    commands={"goals": Command(listener=goals_command, help=words.HELP_GOALS)},
    buttons={
        "goals.write": begin_writing,
        "goals.refine": begin_refining,
        "goals.good": good,
        "goals.done": done,
        "goals.on_the_way": on_the_way,
        "goals.let_go": let_go,
        "goals.review": begin_review,
        "goals.tick": tick,
        "goals.untick": untick,
        "goals.note": begin_noting,
        "goals.take_on": take_on,
        "goals.worked_out": worked_out,
        "goals.looking": looking,
        "goals.pass": pass_on,
    },
    forms={"goals.write": write, "goals.refine": refine, "goals.review": review, "goals.note": note},
    notices=notices.KINDS,
    cards=(notices.home_card,),
    refusals=words.REFUSALS,
)
