"""Slack to use cases and back, for pairings that do not meet."""

from datetime import UTC, datetime

from app.core.refusal import Refusal
from app.features.meetings import usecases as meetings
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.trouble import notices, usecases, views, words
from app.tools import Answer, Board, Done, Open, Visit

LATEST = 4102444800  # the year 2100; nothing that was shown lies behind it


def _mine(visit: Visit) -> Pairing:
    return pairings.require_member(visit.tx, team_id=visit.team_id, user_id=visit.user_id, pairing_id=visit.number)


def propose(visit: Visit) -> Answer:
    """The button "Propose that time": the pairing's id and the instant that was shown."""
    pairing, seconds = visit.ids(2)
    if seconds > LATEST:
        raise Refusal("core.stale-button")
    usecases.propose_shared(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        pairing_id=pairing,
        at=datetime.fromtimestamp(seconds, UTC),
        now=visit.now,
    )
    return Done()


def begin_pace(visit: Visit) -> Answer:
    """The button "Meet less often"."""
    pairing = _mine(visit)
    here = meetings.ladder_standing(visit.tx, pairing=pairing)
    return Open(views.pace_form(pairing, visit.user_id, here.every_days))


def pace(visit: Visit) -> Answer:
    """The form of another pace."""
    usecases.answer(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        pairing_id=visit.about("pairing"),
        said=visit.text("pace"),
        now=visit.now,
    )
    return Done()


def begin_fine(visit: Visit) -> Answer:
    """The buttons "We are fine" and "We go on"."""
    return Open(views.fine_form(_mine(visit)))


def fine(visit: Visit) -> Answer:
    """The form that asks when they last met."""
    usecases.met_without(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        pairing_id=visit.about("pairing"),
        day=visit.text("day"),
        now=visit.now,
    )
    return Done()


def stop(visit: Visit) -> Answer:
    """The button "Don't ask again": the pairing's id and the topic."""
    pairing, topic = visit.number_and_word
    usecases.stop(visit.tx, team_id=visit.team_id, by=visit.user_id, pairing_id=pairing, topic=topic, now=visit.now)
    return Done()


def begin_writing(visit: Visit) -> Answer:
    """The coordinator's button "Write to them"."""
    return Open(views.writing_form(_to_help(visit)))


def _to_help(visit: Visit) -> Pairing:
    return usecases.to_help(visit.tx, team_id=visit.team_id, by=visit.user_id, pairing_id=visit.number)


def write(visit: Visit) -> Answer:
    """The coordinator's message."""
    usecases.write(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        pairing_id=visit.about("pairing"),
        text=visit.text("text"),
        now=visit.now,
    )
    return Done()


def begin_calling(visit: Visit) -> Answer:
    """The coordinator's button "Ask a co-mentor"."""
    return Open(views.calling_form(_to_help(visit)))


def ask(visit: Visit) -> Answer:
    """The form that names a further mentor."""
    usecases.ask_co_mentor(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        pairing_id=visit.about("pairing"),
        user_id=visit.text("person"),
        now=visit.now,
    )
    return Done()


def join(visit: Visit) -> Answer:
    """The button "Yes, gladly"."""
    return _answer(visit, accepted=True)


def not_join(visit: Visit) -> Answer:
    """The button "Not now"."""
    return _answer(visit, accepted=False)


def _answer(visit: Visit, *, accepted: bool) -> Answer:
    usecases.answer_call(
        visit.tx, team_id=visit.team_id, by=visit.user_id, call_id=visit.number, accepted=accepted, now=visit.now
    )
    return Done()


def wait(visit: Visit) -> Answer:
    """The coordinator's button "Give them time"."""
    return _decide(visit, "wait")


def goodbye(visit: Visit) -> Answer:
    """The coordinator's button "Propose a goodbye"."""
    return _decide(visit, "goodbye")


def _decide(visit: Visit, said: str) -> Answer:
    usecases.decide(
        visit.tx, team_id=visit.team_id, by=visit.user_id, pairing_id=visit.number, said=said, now=visit.now
    )
    return Done()


BOARD = Board(
    buttons={
        "trouble.propose": propose,
        "trouble.pace": begin_pace,
        "trouble.fine": begin_fine,
        "trouble.stop": stop,
        "trouble.write": begin_writing,
        "trouble.co_mentor": begin_calling,
        "trouble.goodbye": goodbye,
        "trouble.wait": wait,
        "trouble.join": join,
        "trouble.not_join": not_join,
    },
    forms={
        "trouble.pace": pace,
        "trouble.fine": fine,
        "trouble.write": write,
        "trouble.co_mentor": ask,
    },
    notices=notices.KINDS,
    refusals=words.REFUSALS,
)
