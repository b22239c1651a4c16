"""What a reader may ask of one message. On both databases."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.core.carrier import Need, Sent
from app.core.notice import Doubt, Due, Errand, Manner, NoticeKind, Post, Together, Wanted
from app.delivery import hushing
from app.delivery.deciding import Manners
from app.delivery.planning import bring_again, plan, reconcile
from app.delivery.records import Notice
from app.delivery.rules import Recipient
from app.delivery.sending import Sender
from app.slack.blocks import together
from tests.kit.rooms import TEAM, Rooms

HOUR = timedelta(hours=1)
ANY_HOUR = datetime(2027, 1, 11, 10, tzinfo=UTC)


class Postman:
    """A carrier that always arrives."""

    def __init__(self) -> None:
        self.carried = 0

    def needs(self, *_: object) -> list[Need]:
        return []

    def carry(self, *_: object) -> Sent:
        self.carried += 1
        return Sent("D1", f"{self.carried}.0")

    def take_back(self, *_: object) -> None:
        raise AssertionError("there was no second copy")

    def show_anew(self, *_: object) -> Sent:
        return Sent()

    def find(self, *_: object) -> Any:
        raise AssertionError("there was no doubt")


class Desk:
    """A house with one question and its reminders."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms = rooms
        self.keys: list[str] = []
        self.postman = Postman()
        self.kinds = {
            "ask": self._kind("ask", None),
            "chase": self._kind("chase", "question"),
            "last": self._kind("last", "question"),
        }
        self.sender = Sender(
            database=rooms.database,
            carrier=self.postman,
            manners=Manners(
                kinds=self.kinds,
                recipient_of=lambda *_: Recipient(zone="UTC", budget=2),
                may_nag=lambda tx, kind, row, now: hushing.too_much(tx, row, kind.nags or "", self.kinds, now),
                together=together,
            ),
            clock=rooms.clock,
        )

    def _kind(self, name: str, nags: str | None) -> NoticeKind:
        def render(_tx: object, due: Due, _now: datetime) -> Errand:
            self.keys.append(due.key)
            return Post(text=name, blocks=[])

        return NoticeKind(
            name=name,
            render=render,
            manner=Manner.NUDGE,
            doubt=Doubt.AT_MOST_ONCE,
            keeps=None,
            live=True,
            why=f"{name}!",
            merge=Together.TO_DO,
            nags=nags,
        )

    def wants(self, *wanted: tuple[str, str], about: Mapping[str, int] | None = None, **more: Any) -> None:
        said = [
            Wanted(**{"key": key, "kind": kind, "to": "U1", "due": self.rooms.now, "about": about or {"q": 1}, **more})
            for key, kind in wanted
        ]
        with self.rooms.tx() as tx:
            reconcile(tx, team_id=TEAM, subject="q:1", wanted=said, now=self.rooms.now)

    def sends(self) -> None:
        while self.sender.tick():
            pass

    def later(self, by: timedelta = timedelta(days=7)) -> None:
        self.rooms.clock.move_to(self.rooms.now + by)

    def row(self, key: str) -> Notice:
        return next(one for one in self.rooms.notices() if one.key == key)

    def fate(self, key: str) -> tuple[str | None, str | None]:
        row = self.row(key)
        return row.outcome, row.reason

    def again(self, key: str, after: timedelta = timedelta(days=1)) -> datetime:
        with self.rooms.tx() as tx:
            due = self.rooms.now + after
            return bring_again(tx, notice_id=self.row_id(key), due=due, expires=None, now=self.rooms.now)

    def row_id(self, key: str) -> int:
        return self._ids[key]

    def knows(self) -> None:
        self._ids = {row.key: row.id for row in self.rooms.notices()}


@pytest.fixture
def desk(rooms: Rooms) -> Desk:
    return Desk(rooms)


# -- two, then quiet -------------------------------------------------------------------------------


def test_two_reminders_of_one_thing_then_quiet_and_another_thing_has_its_own(desk: Desk) -> None:
    desk.wants(("ask", "ask"))
    desk.sends()
    desk.later()
    desk.wants(("ask", "ask"), ("a", "chase"))
    desk.sends()
    desk.later()
    desk.wants(("ask", "ask"), ("a", "chase"), ("b", "last"))
    desk.sends()
    desk.later()
    desk.wants(("ask", "ask"), ("a", "chase"), ("b", "last"), ("c", "chase"))
    desk.sends()
    assert [desk.fate(key)[0] for key in "ab"] == ["sent", "sent"]
    assert desk.fate("c") == ("skipped", hushing.ENOUGH)
    desk.later()
    desk.wants(("d", "chase"), about={"q": 2})
    desk.sends()
    assert desk.fate("d")[0] == "sent"


def test_whoever_stopped_the_reminders_gets_none_but_is_still_asked(desk: Desk) -> None:
    said = {"team_id": TEAM, "user_id": "U1", "subject": "q:1", "topic": "question"}
    with desk.rooms.tx() as tx:
        for _ in range(2):
            hushing.hush(tx, **said, now=desk.rooms.now)
        assert hushing.is_hushed(tx, **said)
        assert not hushing.is_hushed(tx, **{**said, "user_id": "U2"})
        assert not hushing.is_hushed(tx, **{**said, "team_id": "T2"})
    desk.wants(("ask", "ask"), ("a", "chase"))
    desk.sends()
    assert desk.fate("ask")[0] == "sent"
    assert desk.fate("a") == ("skipped", hushing.HUSHED)
    with desk.rooms.tx() as tx:
        for _ in range(2):
            hushing.unhush(tx, **said)
    desk.later(timedelta(days=1))
    desk.wants(("ask", "ask"), ("a", "chase"), ("b", "chase"))
    desk.sends()
    assert desk.fate("b")[0] == "sent"


def test_a_reminder_never_comes_with_its_question_nor_on_its_heels(desk: Desk) -> None:
    desk.wants(("ask", "ask"), ("a", "chase"))
    with desk.rooms.tx() as tx:
        want = Wanted(key="else", kind="ask", to="U1", due=desk.rooms.now, about={"q": 2})
        plan(tx, team_id=TEAM, subject="q:2", wanted=want, now=desk.rooms.now)
    came = desk.rooms.now
    desk.sends()
    assert desk.postman.carried == 1  # the two questions, in one message
    assert [desk.fate(key)[0] for key in ("ask", "else")] == ["sent", "sent"]
    assert desk.fate("a") == (None, hushing.JUST_ASKED)
    assert desk.row("a").due_at == came + hushing.APART
    desk.later(timedelta(days=1))
    desk.sends()
    assert desk.fate("a")[0] == "sent"


def test_a_reminder_that_would_be_stale_by_then_does_not_come(desk: Desk) -> None:
    desk.wants(("ask", "ask"), ("a", "chase"), expires=desk.rooms.now + 3 * HOUR)
    desk.sends()
    assert desk.fate("a") == ("skipped", f"{hushing.JUST_ASKED}, and later it would be stale")


# -- once more -------------------------------------------------------------------------------------


def test_what_is_asked_for_again_comes_once_and_counts_for_nothing(desk: Desk) -> None:
    desk.wants(("a", "chase"))
    desk.sends()
    desk.later(timedelta(days=1))
    desk.wants(("a", "chase"), ("b", "chase"))
    desk.sends()  # the budget of the week is used up, and both reminders are
    desk.knows()
    assert desk.again("a") == desk.again("a") == desk.rooms.now + timedelta(days=1)
    assert len(desk.rooms.notices()) == 3
    desk.later(timedelta(days=1))
    desk.sends()
    assert desk.fate("a:again:1")[0] == "sent"
    assert desk.keys[-1] == "a"  # its renderer hears the same as the first time
    with desk.rooms.tx() as tx:
        kinds = list(desk.kinds)
        assert hushing.unasked_this_week(tx, team_id=TEAM, user_id="U1", kinds=kinds, now=desk.rooms.now) == 2


def test_what_came_again_may_be_asked_for_again(desk: Desk) -> None:
    desk.wants(("ask", "ask"))
    desk.sends()
    desk.knows()
    desk.again("ask")
    desk.later(timedelta(days=1))
    desk.sends()
    desk.knows()
    desk.again("ask:again:1")
    desk.again("ask")
    assert [(row.key, row.repeats) for row in desk.rooms.notices()] == [
        ("ask", None),
        ("ask:again:1", "ask"),
        ("ask:again:2", "ask"),
    ]


def test_it_stays_while_its_original_is_wanted_and_goes_with_it(desk: Desk) -> None:
    desk.wants(("ask", "ask"))
    desk.sends()
    desk.knows()
    at = desk.again("ask")
    desk.wants(("ask", "ask"), about={"q": 9}, expires=at + HOUR)
    row = desk.row("ask:again:1")
    assert (row.outcome, row.due_at, row.about, row.expires_at) == (None, at, {"q": 9}, at + HOUR)
    desk.wants(("ask", "ask"))
    assert desk.row("ask:again:1").expires_at == at + HOUR  # a shelf life does not begin anew
    desk.wants(("other", "ask"))
    assert desk.fate("ask:again:1") == ("cancelled", "no longer wanted")


def test_it_is_not_sent_to_whoever_stopped_the_reminders_meanwhile(desk: Desk) -> None:
    desk.wants(("a", "chase"))
    desk.sends()
    desk.knows()
    desk.again("a")
    with desk.rooms.tx() as tx:
        hushing.hush(tx, team_id=TEAM, user_id="U1", subject="q:1", topic="question", now=desk.rooms.now)
    desk.later(timedelta(days=1))
    desk.sends()
    assert desk.fate("a:again:1") == ("skipped", hushing.HUSHED)


# -- why -------------------------------------------------------------------------------------------


def test_only_whoever_got_a_message_learns_anything_of_it(desk: Desk) -> None:
    desk.wants(("ask", "ask"), to="U1+U2")
    desk.sends()
    desk.knows()
    with desk.rooms.tx() as tx:
        for user in ("U1", "U2"):
            found = hushing.letter_to(tx, team_id=TEAM, user_id=user, notice_id=desk.row_id("ask"))
            assert found is not None
            assert (found.to, found.beside, found.came_at) == (("U1", "U2"), ("ask",), desk.rooms.now)
        for team, user, notice in ((TEAM, "U3", 0), ("T2", "U1", 0), (TEAM, "U1", 99)):
            notice_id = notice or desk.row_id("ask")
            assert hushing.letter_to(tx, team_id=team, user_id=user, notice_id=notice_id) is None


def test_a_message_remembers_why_it_waited(desk: Desk) -> None:
    desk.rooms.clock.move_to(ANY_HOUR + timedelta(hours=12))
    desk.wants(("ask", "ask"))
    desk.sends()
    assert desk.fate("ask") == (None, "not at this hour")
    desk.later(timedelta(hours=12))
    desk.sends()
    desk.knows()
    with desk.rooms.tx() as tx:
        found = hushing.letter_to(tx, team_id=TEAM, user_id="U1", notice_id=desk.row_id("ask"))
    assert found is not None
    assert (found.put_off, found.wanted_at) == ("not at this hour", ANY_HOUR + timedelta(hours=12))
