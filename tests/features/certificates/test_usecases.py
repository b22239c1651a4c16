"""Certificates are issued once, and exceptions are for coordinators only, never their own."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.care import usecases as care
from app.features.certificates import usecases
from app.features.events import usecases as events
from app.features.events.records import SeatRow
from app.features.events.usecases import answering, coordinating, inviting, laying_out
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from tests.kit.books import on_the_shelf
from tests.kit.rooms import BOSS, TEAM, Rooms

TEXT = "{name} took part."


@pytest.fixture(autouse=True)
def _book() -> Iterator[None]:
    mentor = {"role": "mentor", "title": "M", "text": TEXT, "rules": [{"graduated": True}]}
    mentee = {"role": "mentee", "title": "P", "text": TEXT, "rules": [{"meetings": 2}]}
    with on_the_shelf(certificates=(mentor, mentee)):
        yield


def begins(rooms: Rooms) -> Pairing:
    cohort = rooms.cohort()
    for user in ("UMENTOR", "UMENTEE", "UOTTO"):
        rooms.meets(user)
    with rooms.tx() as tx:
        one = pairings.begin(
            tx, team_id=TEAM, cohort_id=cohort.id, mentor="UMENTOR", mentees=("UMENTEE",), now=rooms.now
        )
        care.accompany(tx, pairing=one, now=rooms.now)
    return one


def award_of(rooms: Rooms, user: str) -> int:
    with rooms.tx() as tx:
        ((award, *_),) = usecases.awards_of(tx, team_id=TEAM, user_id=user)
    return award.id


def grants(rooms: Rooms, by: str, award_id: int, why: str = "was ill", team: str = TEAM) -> None:
    with rooms.tx() as tx:
        usecases.grant(tx, team_id=team, by=by, award_id=award_id, why=why, now=rooms.now)


def test_an_exception_is_for_coordinators_of_that_cohort_and_not_for_oneself(rooms: Rooms) -> None:
    begins(rooms)
    other = rooms.cohort("Other")
    with rooms.tx() as tx:
        people.appoint(tx, team_id=TEAM, by=BOSS, user_id="UOTTO", cohort_id=other.id, now=rooms.now)
    mentee = award_of(rooms, "UMENTEE")
    for who in ("USTRANGER", "UMENTOR", "UMENTEE", "UOTTO"):
        with pytest.raises(Refusal, match=r"people\.not-a-coordinator"):
            grants(rooms, who, mentee)
    with pytest.raises(Refusal, match=r"certificates\.gone"):
        grants(rooms, BOSS, mentee, team="T2")
    with rooms.tx() as tx:
        people.seat_first_coordinators(tx, team_id=TEAM, users=["UMENTEE"], now=rooms.now)
    with pytest.raises(Refusal, match=r"certificates\.own"):
        grants(rooms, "UMENTEE", mentee)
    with pytest.raises(Refusal, match=r"certificates\.no-reason"):
        grants(rooms, BOSS, mentee, why="")
    grants(rooms, BOSS, mentee)
    grants(rooms, BOSS, mentee, why="again")
    with rooms.tx() as tx:
        award = usecases.award(tx, team_id=TEAM, award_id=mentee)[0]
    assert (award.excused_by, award.excused_why, award.name) == (BOSS, "was ill", "Umentee")
    assert len(rooms.notices("certificates.issued")) == 1


def test_a_certificate_is_issued_once_however_often_anybody_looks(rooms: Rooms) -> None:
    one = begins(rooms)
    with rooms.tx() as tx:
        pairings.graduate(tx, team_id=TEAM, pairing_id=one.id, now=rooms.now)
        usecases.look_around(tx, rooms.now)
    assert rooms.notices("certificates.issued") == []
    rooms.clock.advance(timedelta(days=121))
    for _ in range(3):
        with rooms.tx() as tx:
            usecases.look_around(tx, rooms.now)
            usecases.look_at_own(tx, team_id=TEAM, user_id="UMENTOR", now=rooms.now)
            care.accompany(tx, pairing=one, now=rooms.now)
        rooms.clock.advance(timedelta(days=2))
    assert [(row.kind, row.to) for row in rooms.notices() if row.kind.startswith("certificates.")] == [
        ("certificates.issued", "UMENTOR"),
        ("certificates.missing", "UMENTEE"),
    ]


def test_what_is_earned_after_the_time_is_over_needs_an_exception(rooms: Rooms) -> None:
    one = begins(rooms)
    rooms.clock.advance(timedelta(days=140))
    with rooms.tx() as tx:
        usecases.look_around(tx, rooms.now)
        pairings.graduate(tx, team_id=TEAM, pairing_id=one.id, now=rooms.now)
        usecases.look_around(tx, rooms.now + timedelta(days=1))
        usecases.look_at_own(tx, team_id=TEAM, user_id="UMENTOR", now=rooms.now)
    assert rooms.notices("certificates.issued") == []
    with rooms.tx() as tx, pytest.raises(Refusal, match=r"certificates\.not-issued"):
        usecases.send_again(tx, team_id=TEAM, by="UMENTOR", award_id=award_of_tx(tx), now=rooms.now)


def award_of_tx(tx: Transaction) -> int:
    ((award, *_),) = usecases.awards_of(tx, team_id=TEAM, user_id="UMENTOR")
    return award.id


SHARED = {
    "key": "checkin",
    "name": "Check-in",
    "about": "How is it going?",
    "who": "one_per_group",
    "when": {"at": "start", "days": 14},
    "sessions": ["15:00 UTC"],
}


def test_whoever_goes_to_an_event_of_one_per_group_is_there_for_their_whole_group_and_no_other(rooms: Rooms) -> None:
    rules = {"title": "P", "text": TEXT, "rules": [{"event": "checkin"}]}
    with on_the_shelf(events=(SHARED,), certificates=({**rules, "role": "mentee"}, {**rules, "role": "mentor"})):
        cohort = rooms.cohort()
        groups = [("UM", "UA", "UB"), ("UN", "UC", "UD")]
        for people_ in groups:
            for user in people_:
                rooms.meets(user)
            with rooms.tx() as tx:
                one = pairings.begin(
                    tx, team_id=TEAM, cohort_id=cohort.id, mentor=people_[0], mentees=people_[1:], now=rooms.now
                )
                care.accompany(tx, pairing=one, now=rooms.now)
        with rooms.tx() as tx:
            laying_out.lay_out_new(tx, rooms.now)
        rooms.clock.move_to(rooms.now + timedelta(days=25))
        with rooms.tx() as tx:
            inviting.look(tx, rooms.now)
            ((event, _),) = events.cycle(tx, cohort=cohort)
            first, second = tx.query(SeatRow).order_by(SeatRow.pairing_id).all()
            for by, seat in (("UA", first.id), ("UC", second.id)):
                answering.represent(tx, team_id=TEAM, by=by, seat_id=seat, session=0, version=1, now=rooms.now)
        rooms.clock.move_to(event.ends + timedelta(hours=1))
        with rooms.tx() as tx:
            coordinating.record(tx, team_id=TEAM, by=BOSS, event_id=event.id, there=["UA"], now=rooms.now)
        rooms.clock.move_to(cohort.ends + timedelta(hours=1))
        with rooms.tx() as tx:
            usecases.look_around(tx, rooms.now)
    assert sorted(row.to for row in rooms.notices("certificates.issued")) == ["UA", "UB", "UM"]
