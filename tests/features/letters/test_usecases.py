"""Asking back, as one's own message allows. On both databases."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from app.core.calendar import Hours
from app.core.notice import Doubt, Manner, NoticeKind, NotNeeded, Wanted
from app.core.refusal import Refusal
from app.delivery.planning import reconcile
from app.delivery.records import Notice
from app.features.letters import usecases
from app.features.people import usecases as people
from tests.kit.rooms import TEAM, Rooms

CAME = datetime(2027, 1, 12, 8, 10, tzinfo=UTC)  # a Tuesday, 09:10 in Madrid


def kind(name: str, manner: Manner = Manner.NUDGE, **more: Any) -> NoticeKind:
    return NoticeKind(
        **{
            "name": name,
            "render": lambda *_: NotNeeded(reason="never"),
            "manner": manner,
            "doubt": Doubt.FIND,
            "keeps": None,
            "why": f"{name}!",
            **more,
        }
    )


KINDS = {
    one.name: one
    for one in (
        kind("ask"),
        kind("chase", nags="question"),
        kind("brief", keeps=timedelta(hours=12)),
        kind("news", Manner.NEWS),
        kind("reply", Manner.REPLY),
    )
}


@pytest.fixture
def got(rooms: Rooms) -> Callable[..., int]:
    """Let a message of a kind have come to Ada, or to others; return its id."""
    rooms.meets("UADA")
    rooms.meets("UMIRA")

    def send(name: str, to: str = "UADA", **changes: Any) -> int:
        key = f"{name}:{to}"
        want = Wanted(key=key, kind=name, to=to, due=CAME, expires=changes.pop("expires", None))
        with rooms.tx() as tx:
            reconcile(tx, team_id=TEAM, subject=key, wanted=[want], now=CAME - timedelta(days=1))
            sent = {"outcome": "sent", "settled_at": CAME, **changes}
            tx.execute(update(Notice).where(Notice.key == key).values(**sent))
        rooms.clock.move_to(max(CAME, rooms.now))
        return next(row.id for row in rooms.notices() if row.key == key)

    return send


def refused(rooms: Rooms, deed: Callable[..., Any], notice_id: int, by: str = "UADA", **more: Any) -> str:
    with pytest.raises(Refusal) as found, rooms.tx() as tx:
        deed(tx, team_id=TEAM, by=by, notice_id=notice_id, kinds=KINDS, **more)
    return found.value.code


def test_the_row_says_why_since_when_with_whom_and_how_many_this_week(rooms: Rooms, got: Callable[..., int]) -> None:
    for name in ("ask", "chase", "reply"):
        got(name)
    together = got("news", "UADA+UMIRA")
    with rooms.tx() as tx:
        rest: dict[str, Any] = {"team_id": TEAM, "by": "UADA", "kinds": KINDS, "now": rooms.now}
        alone = usecases.why(tx, notice_id=next(r.id for r in tx.query(Notice) if r.kind == "ask"), **rest)
        group = usecases.why(tx, notice_id=together, **rest)
        answer = usecases.why(tx, notice_id=next(r.id for r in tx.query(Notice) if r.kind == "reply"), **rest)
    assert (alone.reasons, alone.others, alone.zone) == (("ask!",), (), "Europe/Madrid")
    assert (alone.planned_at, alone.wanted_at, alone.came_at) == (CAME - timedelta(days=1), CAME, CAME)
    assert (alone.counted, alone.this_week, alone.most, alone.is_stopped) == (True, 2, 3, None)
    assert (group.counted, group.others) == (False, ("UMIRA",))
    assert not answer.counted


def test_several_that_came_as_one_give_all_their_reasons_and_count_once(rooms: Rooms, got: Callable[..., int]) -> None:
    lead = got("ask")
    part = got("news", carried_by=lead)
    with rooms.tx() as tx:
        said = usecases.why(tx, team_id=TEAM, by="UADA", notice_id=part, kinds=KINDS, now=rooms.now)
    assert (said.reasons, said.this_week) == (("news!", "ask!"), 1)


def test_it_comes_again_at_its_hour_in_the_hours_of_its_reader(rooms: Rooms, got: Callable[..., int]) -> None:
    notice_id = got("ask")
    with rooms.tx() as tx:
        people.keep_hours(tx, team_id=TEAM, user_id="UADA", hours=Hours(12 * 60, 20 * 60, (4,)))
        at = usecases.bring_again(tx, team_id=TEAM, by="UADA", notice_id=notice_id, kinds=KINDS, now=rooms.now)
    assert at == datetime(2027, 1, 15, 11, tzinfo=UTC)
    assert [row.due_at for row in rooms.notices() if row.repeats is not None] == [at]


def test_what_would_be_stale_by_then_does_not_come_again(rooms: Rooms, got: Callable[..., int]) -> None:
    brief, over = got("brief"), got("ask", expires=CAME + timedelta(days=1))
    for notice_id in (brief, over):
        assert refused(rooms, usecases.bring_again, notice_id, now=rooms.now) == "letters.too-late"


def test_only_a_question_or_a_hint_to_one_person_comes_again_and_only_a_reminder_stops(
    rooms: Rooms, got: Callable[..., int]
) -> None:
    group = got("chase", "UADA+UMIRA")
    for notice_id in (got("news"), got("reply"), group):
        assert refused(rooms, usecases.bring_again, notice_id, now=rooms.now) == "core.stale-button"
    for notice_id in (got("ask"), group):
        assert refused(rooms, usecases.stop, notice_id, now=rooms.now) == "core.stale-button"
        assert refused(rooms, usecases.resume, notice_id) == "core.stale-button"


def test_a_message_is_nobody_elses_business_not_even_in_another_workspace(
    rooms: Rooms, got: Callable[..., int]
) -> None:
    notice_id = got("chase")
    deeds: list[tuple[Callable[..., Any], dict[str, Any]]] = [
        (usecases.why, {"now": rooms.now}),
        (usecases.bring_again, {"now": rooms.now}),
        (usecases.stop, {"now": rooms.now}),
        (usecases.resume, {}),
    ]
    for deed, more in deeds:
        assert refused(rooms, deed, notice_id, by="UMIRA", **more) == "letters.not-yours"
        with pytest.raises(Refusal, match="not-yours"), rooms.tx() as tx:
            deed(tx, team_id="T2", by="UADA", notice_id=notice_id, kinds=KINDS, **more)
    assert refused(rooms, usecases.why, 10**9, now=rooms.now) == "letters.not-yours"


def test_stopping_and_resuming_shows_where_one_asks_why(rooms: Rooms, got: Callable[..., int]) -> None:
    rest: dict[str, Any] = {"team_id": TEAM, "by": "UADA", "notice_id": got("chase"), "kinds": KINDS}
    said = []
    with rooms.tx() as tx:
        said.append(usecases.why(tx, **rest, now=rooms.now).is_stopped)
        usecases.stop(tx, **rest, now=rooms.now)
        said.append(usecases.why(tx, **rest, now=rooms.now).is_stopped)
        usecases.resume(tx, **rest)
        said.append(usecases.why(tx, **rest, now=rooms.now).is_stopped)
    assert said == [False, True, False]


def test_a_message_of_a_kind_that_is_no_more_cannot_be_explained(rooms: Rooms, got: Callable[..., int]) -> None:
    assert refused(rooms, usecases.why, got("former"), now=rooms.now) == "core.stale-button"
