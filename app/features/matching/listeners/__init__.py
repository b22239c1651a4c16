"""Slack to use cases and back, for matching."""

from app.core.refusal import Refusal
from app.features.matching import notices, usecases, views, words
from app.features.matching.listeners import desk, ranking, recruiting
from app.features.matching.usecases import co_mentors, long_runs, places, waves
from app.features.matching.usecases.ranking import let_rankings_pass
from app.features.people import usecases as people
from app.slack.text import Mrkdwn, listed
from app.tools import Answer, Board, Command, Done, Open, Reply, Visit, as_id


def match_command(visit: Visit) -> Answer:
    """`/mentoring match`: how matching stands in the coordinator's cohorts, with the buttons."""
    shown = notices.desk_card(visit.tx, visit.team_id, visit.user_id, visit.now)
    if not shown:
        raise Refusal("programmes.coordinates-nothing")
    return Reply(Mrkdwn(words.DESK_HEADER), blocks=shown)


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


def begin_adding(visit: Visit) -> Answer:
    """The button "Add a second mentor"."""
    _, pairs, mentors = co_mentors.to_strengthen(
        visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=visit.number
    )

    def name(user: str) -> str:
        return people.person(visit.tx, team_id=visit.team_id, user_id=user).name

    where = [(one.id, f"{name(one.mentor)}: {listed([name(user) for user in one.mentees])}") for one in pairs]
    return Open(views.second_form(where, [(one.user_id, name(one.user_id)) for one in mentors]))


def add_mentor(visit: Visit) -> Answer:
    """The form of a second mentor."""
    co_mentors.ask(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        pairing_id=as_id(visit.text("pairing")),
        user_id=visit.text("mentor"),
        now=visit.now,
    )
    return Done()


def second_yes(visit: Visit) -> Answer:
    """The yes of a second mentor."""
    return _second(visit, yes=True)


def second_no(visit: Visit) -> Answer:
    """The no of a second mentor."""
    return _second(visit, yes=False)


def _second(visit: Visit, *, yes: bool) -> Answer:
    co_mentors.answer(visit.tx, team_id=visit.team_id, by=visit.user_id, second_id=visit.number, yes=yes, now=visit.now)
    return Done()


def give_place(visit: Visit) -> Answer:
    """The button "Give the place to somebody else": the pairing's id and the person's."""
    pairing, _, user = visit.value.partition("-")
    co_mentors.give_place(
        visit.tx, team_id=visit.team_id, by=visit.user_id, pairing_id=as_id(pairing), user_id=user, now=visit.now
    )
    return Done()


def place_yes(visit: Visit) -> Answer:
    """A mentor has one more place."""
    return _say_place(visit, yes=True)


def place_no(visit: Visit) -> Answer:
    """A mentor has none."""
    return _say_place(visit, yes=False)


def _say_place(visit: Visit, *, yes: bool) -> Answer:
    places.answer(visit.tx, team_id=visit.team_id, by=visit.user_id, place_id=visit.number, yes=yes, now=visit.now)
    return Done()


def not_now(visit: Visit) -> Answer:
    """The offer's no."""
    return _answer(visit, "not_now")


def no_more(visit: Visit) -> Answer:
    """The offer's no, and to further ones too."""
    return _answer(visit, "no_more")


waits = notices.waits
"""What this room says of somebody who waits, in their status."""

BOARD = Board(
    commands={
        "match": Command(listener=match_command, help=words.HELP_MATCH, coordinators=True),
    },
    buttons={
        **desk.BUTTONS,
        **ranking.BUTTONS,
        **recruiting.BUTTONS,
        "matching.place_yes": place_yes,
        "matching.place_no": place_no,
        "matching.yes": yes,
        "matching.talk": talk,
        "matching.add_mentor": begin_adding,
        "matching.second_yes": second_yes,
        "matching.second_no": second_no,
        "matching.give_place": give_place,
        "matching.not_now": not_now,
        "matching.no_more": no_more,
    },
    forms={**desk.FORMS, **ranking.FORMS, **recruiting.FORMS, "matching.add_mentor": add_mentor},
    notices=notices.KINDS,
    cards=(notices.home_desk_card,),
    refusals=words.REFUSALS,
    chores=(usecases.lapse, waves.send_waves, let_rankings_pass),
    labours=(long_runs.work,),
)
