"""Whose a message is that did not arrive, who may decide about it, and what sending it again does."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from app.core.notice import Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post, Wanted
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import plan
from app.delivery.reading import troubles
from app.delivery.records import Notice
from app.features.pairings import usecases as pairings
from app.features.people import usecases as people
from app.features.people.records import Deed
from app.features.programmes.rules import Cohort
from app.features.undelivered import usecases
from app.features.undelivered.rules import PER_PAGE
from app.subjects import SUBJECTS
from tests.kit.rooms import BOSS, MONDAY, TEAM, Rooms

OTTO = "UOTTO"


def kinds(errand: Errand | None = None, keeps: timedelta | None = None) -> Mapping[str, NoticeKind]:
    def render(_tx: Any, _due: Due, _now: Any) -> Errand:
        return errand or Post(text="hello", blocks=[])

    made = NoticeKind(
        name="care.goodbye",
        render=render,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=keeps,
        why="Your pairing ended.",
    )
    return {made.name: made}


def spoilt(rooms: Rooms, subject: str, to: str = "UA", outcome: str = "failed", **is_: Any) -> int:
    """Plan a notice that did not arrive, and return its id."""
    with rooms.tx() as tx:
        key = f"{subject}:{to}:{tx.query(Notice).count()}"
        wanted = Wanted(key=key, kind="care.goodbye", to=to, due=rooms.now)
        plan(tx, team_id=TEAM, subject=subject, wanted=wanted, now=rooms.now)
        row = tx.query(Notice).filter_by(key=key).one()
        row.outcome, row.settled_at, row.reason = outcome, rooms.now, "user_disabled"
        row.sending_at, row.attempts = rooms.now, 3
        for name, value in is_.items():
            setattr(row, name, value)
        return row.id


def looked_at(rooms: Rooms) -> None:
    with rooms.tx() as tx:
        usecases.put_on_desks(tx, SUBJECTS, rooms.now)


def paired(rooms: Rooms, cohort: Cohort, mentor: str = "UM") -> int:
    with rooms.tx() as tx:
        found = pairings.begin(tx, team_id=TEAM, cohort_id=cohort.id, mentor=mentor, mentees=("UA",), now=rooms.now)
        return found.id


def ids(rooms: Rooms, cohort: Cohort, by: str = BOSS, number: int = 1) -> list[int]:
    with rooms.tx() as tx:
        _, found, *_ = usecases.missing(
            tx, SUBJECTS, team_id=TEAM, by=by, cohort_id=cohort.id, number=number, now=rooms.now
        )
    return [one.id for one in found]


def again(tx: Transaction, rooms: Rooms, notice_id: int, by: str = BOSS, **said: Any) -> tuple[int, bool]:
    return usecases.send_again(
        tx, SUBJECTS, team_id=TEAM, by=by, notice_id=notice_id, kinds=kinds(**said), now=rooms.now
    )


def refused(rooms: Rooms, ask: Callable[[Transaction], object]) -> str:
    """Return why something is refused, empty if it is not."""
    try:
        with rooms.tx() as tx:
            ask(tx)
    except Refusal as refusal:
        return refusal.code
    return ""


def test_what_did_not_arrive_is_brought_to_its_own_cohort_only(rooms: Rooms) -> None:
    winter = rooms.cohort()
    spring = rooms.cohort("Spring")
    mine = spoilt(rooms, f"pairing:{paired(rooms, winter)}:end")
    other = spoilt(rooms, f"cohort:{spring.id}:digests", to="CDESK", outcome="uncertain")
    home = spoilt(rooms, "home:UA", kind="home.home")
    looked_at(rooms)
    assert ids(rooms, winter) == [mine]
    assert ids(rooms, spring) == [other]
    with rooms.tx() as tx:
        row = tx.get_one(Notice, home)
        assert (row.cohort_id, row.attention) == (None, "none")
        counted = usecases.how_many(tx, team_id=TEAM, user_id=BOSS, now=rooms.now)
    assert {cohort.name: number for cohort, number in counted} == {"Winter": 1, "Spring": 1}


def test_what_belongs_to_nobody_any_more_keeps_nothing_back(rooms: Rooms) -> None:
    winter = rooms.cohort()
    spoilt(rooms, "cohort:999:digests")
    spoilt(rooms, "meeting:999")
    spoilt(rooms, "nonsense")
    mine = spoilt(rooms, f"cohort:{winter.id}")
    looked_at(rooms)
    assert ids(rooms, winter) == [mine]


def test_what_was_looked_at_is_not_looked_at_again(rooms: Rooms) -> None:
    winter = rooms.cohort()
    mine = spoilt(rooms, f"cohort:{winter.id}")
    looked_at(rooms)
    with rooms.tx() as tx:
        assert usecases.leave(tx, SUBJECTS, team_id=TEAM, by=BOSS, notice_id=mine, now=rooms.now) == (winter.id, True)
        assert usecases.leave(tx, SUBJECTS, team_id=TEAM, by=BOSS, notice_id=mine, now=rooms.now) == (winter.id, False)
    looked_at(rooms)
    assert ids(rooms, winter) == []
    with rooms.tx() as tx:
        assert troubles(tx, team_id=TEAM, to=["UA"], since=MONDAY) == []


def test_sending_again_opens_the_row_anew_and_once(rooms: Rooms) -> None:
    winter = rooms.cohort()
    mine = spoilt(rooms, f"cohort:{winter.id}")
    looked_at(rooms)
    rooms.clock.advance(timedelta(hours=1))
    with rooms.tx() as tx:
        mark = tx.get_one(Notice, mine).mark
        assert again(tx, rooms, mine) == (winter.id, True)
        row = tx.get_one(Notice, mine)
        empty = (row.settled_at, row.outcome, row.reason, row.sending_at, row.claimed_by, row.attention)
        assert empty == (None,) * 6
        assert (row.due_at, row.attempts) == (rooms.now, 3)
        assert row.mark != mark
        assert again(tx, rooms, mine) == (winter.id, False)
    with rooms.tx() as tx:
        row = tx.get_one(Notice, mine)
        row.outcome, row.settled_at = "failed", rooms.now
    looked_at(rooms)
    assert ids(rooms, winter) == [mine]


def test_only_coordinators_of_the_cohort_who_are_not_in_the_pairing_decide(rooms: Rooms) -> None:
    winter = rooms.cohort()
    spring = rooms.cohort("Spring")
    pairing = paired(rooms, winter, mentor="UCO")
    mine = spoilt(rooms, f"pairing:{pairing}:end")
    looked_at(rooms)
    with rooms.tx() as tx:
        people.appoint(tx, team_id=TEAM, by=BOSS, user_id=OTTO, cohort_id=spring.id, now=rooms.now)
        people.appoint(tx, team_id=TEAM, by=BOSS, user_id="UCO", cohort_id=winter.id, now=rooms.now)

    def decide(by: str) -> list[str]:
        who = {"team_id": TEAM, "by": by}
        tries: list[Callable[[Transaction], object]] = [
            lambda tx: again(tx, rooms, mine, by=by),
            lambda tx: usecases.leave(tx, SUBJECTS, notice_id=mine, now=rooms.now, **who),
            lambda tx: usecases.timeline(tx, SUBJECTS, pairing_id=pairing, **who),
            lambda tx: usecases.missing(tx, SUBJECTS, cohort_id=winter.id, number=1, now=rooms.now, **who),
        ]
        return [refused(rooms, one) for one in tries]

    assert decide(OTTO) == ["people.not-a-coordinator"] * 4
    assert decide("USAM") == ["people.not-a-coordinator"] * 4
    assert decide("UCO") == [*["undelivered.own"] * 3, ""]
    assert ids(rooms, winter, by="UCO") == []
    with rooms.tx() as tx:
        found = usecases.missing(tx, SUBJECTS, team_id=TEAM, by="UCO", cohort_id=winter.id, number=1, now=rooms.now)
        assert found[-1] == 1  # said to be there, and not shown
    elsewhere: dict[str, Any] = {"team_id": "T2", "by": BOSS, "notice_id": mine, "kinds": kinds(), "now": rooms.now}
    assert refused(rooms, lambda tx: usecases.send_again(tx, SUBJECTS, **elsewhere)) == "undelivered.gone"


@pytest.mark.parametrize(
    ("said", "is_", "code"),
    [
        ({"errand": NotNeeded(reason="over")}, {}, "undelivered.not-needed"),
        ({}, {"expires_at": MONDAY}, "undelivered.stale"),
        ({"keeps": timedelta(0)}, {}, "undelivered.stale"),
        ({}, {"kind": "of.old"}, "undelivered.not-needed"),
    ],
)
def test_what_is_stale_or_not_needed_is_not_sent_again(
    rooms: Rooms, said: dict[str, Any], is_: dict[str, Any], code: str
) -> None:
    winter = rooms.cohort()
    mine = spoilt(rooms, f"cohort:{winter.id}", **is_)
    looked_at(rooms)
    assert refused(rooms, lambda tx: again(tx, rooms, mine, **said)) == code
    assert ids(rooms, winter) == [mine]


def test_a_long_list_has_pages_and_ends_after_a_month(rooms: Rooms) -> None:
    winter = rooms.cohort()
    made = [spoilt(rooms, f"cohort:{winter.id}") for _ in range(PER_PAGE + 2)]
    looked_at(rooms)
    assert ids(rooms, winter) == made[:1:-1]
    assert ids(rooms, winter, number=2) == made[1::-1]
    assert ids(rooms, winter, number=99) == made[1::-1]
    rooms.clock.advance(timedelta(days=30))
    assert ids(rooms, winter) == []


def test_coordinators_are_told_once_of_each_time_their_channel_takes_no_messages(rooms: Rooms) -> None:
    winter = rooms.cohort()
    digests = f"cohort:{winter.id}:digests"
    spoilt(rooms, digests, to=winter.coordinators_channel, reason="is_archived")
    spoilt(rooms, digests, to=winter.announce_channel, reason="is_archived")
    spoilt(rooms, digests, to=winter.coordinators_channel, outcome="uncertain")
    looked_at(rooms)
    spoilt(rooms, digests, to=winter.coordinators_channel, reason="is_archived")
    looked_at(rooms)
    assert [(one.to, one.about["reason"]) for one in rooms.notices("undelivered.told")] == [(BOSS, "is_archived")]
    spoilt(rooms, digests, to=winter.coordinators_channel, outcome="sent")
    looked_at(rooms)
    spoilt(rooms, digests, to=winter.coordinators_channel)
    looked_at(rooms)
    assert len(rooms.notices("undelivered.told")) == 2


def test_several_coordinators_who_press_at_once_send_it_once(rooms: Rooms) -> None:
    winter = rooms.cohort()
    mine = spoilt(rooms, f"cohort:{winter.id}")
    looked_at(rooms)

    def press(_number: int) -> bool:
        with rooms.tx() as tx:
            return again(tx, rooms, mine)[1]

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(press, range(4))) == [False, False, False, True]
    with rooms.tx() as tx:
        assert tx.query(Deed).filter_by(deed="sent again").count() == 1
