"""Slack to use cases and back, for matching."""

from app.core.refusal import Refusal
from app.features.matching import notices, usecases, views, words
from app.features.matching.rules import Proposals
from app.features.programmes import usecases as programmes
from app.slack.text import Mrkdwn
from app.tools import Answer, Board, Command, Done, Open, Replace, Reply, Visit, as_id


def match_command(visit: Visit) -> Answer:
    """`/mentoring match`: how matching stands in the coordinator's cohorts, with the buttons."""
    shown = notices.desk_card(visit.tx, visit.team_id, visit.user_id, visit.now)
    if not shown:
        raise Refusal("programmes.coordinates-nothing")
    return Reply(Mrkdwn(words.DESK_HEADER), blocks=shown)


def _list(visit: Visit, found: Proposals) -> Answer:
    consent = bool(programmes.handbook_of(visit.tx, found.cohort).matching.consent)
    view = views.proposals(found, consent=consent)
    return Replace(view) if visit.payload.in_modal else Open(view)


def run(visit: Visit) -> Answer:
    """The button "Find matches"."""
    return _list(
        visit,
        usecases.run(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=visit.number, now=visit.now),
    )


def read(visit: Visit) -> Answer:
    """The button "Read proposals"."""
    return _list(visit, usecases.to_read(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=visit.number))


def accept(visit: Visit) -> Answer:
    """A proposal's yes."""
    return _list(
        visit,
        usecases.accept(visit.tx, team_id=visit.team_id, by=visit.user_id, proposal_id=visit.number, now=visit.now),
    )


def accept_all(visit: Visit) -> Answer:
    """The yes to all proposals of one run: the cohort's id and the run's number."""
    cohort, _, number = visit.value.partition("-")
    return _list(
        visit,
        usecases.accept_all(
            visit.tx,
            team_id=visit.team_id,
            by=visit.user_id,
            cohort_id=as_id(cohort),
            number=as_id(number),
            now=visit.now,
        ),
    )


def forbid(visit: Visit) -> Answer:
    """A proposal's never."""
    return _list(
        visit,
        usecases.forbid(visit.tx, team_id=visit.team_id, by=visit.user_id, proposal_id=visit.number, now=visit.now),
    )


def _answer(visit: Visit, said: str) -> Answer:
    usecases.answer(visit.tx, team_id=visit.team_id, by=visit.user_id, offer_id=visit.number, said=said, now=visit.now)
    return Done()


def yes(visit: Visit) -> Answer:
    """The offer's yes; the message changes by itself."""
    return _answer(visit, "yes")


def talk(visit: Visit) -> Answer:
    """The button "Talk first"."""
    usecases.talk_first(visit.tx, team_id=visit.team_id, by=visit.user_id, offer_id=visit.number, now=visit.now)
    return Done()


def not_now(visit: Visit) -> Answer:
    """The offer's no."""
    return _answer(visit, "not_now")


def no_more(visit: Visit) -> Answer:
    """The offer's no, and to further ones too."""
    return _answer(visit, "no_more")


BOARD = Board(
    commands={
        "match": Command(listener=match_command, help=words.HELP_MATCH, coordinators=True),
    },
    buttons={
        "matching.run": run,
        "matching.read": read,
        "matching.accept": accept,
        "matching.accept_all": accept_all,
        "matching.forbid": forbid,
        "matching.yes": yes,
        "matching.talk": talk,
        "matching.not_now": not_now,
        "matching.no_more": no_more,
    },
    notices=notices.KINDS,
    cards=(notices.own_card, notices.desk_card),
    refusals=words.REFUSALS,
    chores=(usecases.lapse,),
)
