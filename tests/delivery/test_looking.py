"""What those see who look after delivery: states, what is late, what Slack holds back, and at what cost."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from app.core.notice import Wanted
from app.database.session import Transaction, insert_or_ignore, instant
from app.delivery import batches, looking
from app.delivery.belonging import Belongs, Owner, below, owner_of
from app.delivery.planning import plan
from app.delivery.records import Notice, Pace
from app.delivery.states import State
from app.features.meetings.records import MeetingRow
from app.features.pairings import usecases as pairings
from app.features.undelivered import usecases as undelivered
from app.subjects import SUBJECTS
from tests.kit.rooms import BOSS, TEAM, Rooms

HOUR = timedelta(hours=1)


def planned(
    tx: Transaction, rooms: Rooms, key: str, subject: str = "pairing:1", to: str = "UA", **is_: object
) -> Notice:
    due = rooms.now + HOUR
    wanted = Wanted(key=key, kind="meetings.card", to=to, due=due)
    plan(tx, team_id=TEAM, subject=subject, wanted=wanted, now=rooms.now)
    row = tx.query(Notice).filter_by(key=key).one()
    for name, value in is_.items():
        setattr(row, name, value)
    tx.flush()
    return row


def every_state(tx: Transaction, rooms: Rooms) -> dict[State, Notice]:
    at = instant(tx)
    held = {"claimed_by": "me", "lease_until": at + HOUR}
    over = {"claimed_by": "me", "lease_until": at - HOUR}
    rows: dict[State, dict[str, Any]] = {
        State.PLANNED: {"reason": ""},
        State.PUT_OFF: {"due_at": rooms.now + 2 * HOUR, "reason": "not at this hour"},
        State.CLAIMED: held,
        State.ON_ITS_WAY: {**held, "sending_at": rooms.now},
        State.IN_DOUBT: {**over, "sending_at": rooms.now},
        **{
            State(one): {"outcome": one, "settled_at": rooms.now, "reason": "why"}
            for one in ("sent", "skipped", "failed", "cancelled", "uncertain")
        },
    }
    return {state: planned(tx, rooms, state.value, **said) for state, said in rows.items()}


def test_every_state_is_counted_once_and_named_in_a_timeline(rooms: Rooms) -> None:
    with rooms.tx() as tx:
        rows = every_state(tx, rooms)
        assert looking.counts(tx) == dict.fromkeys(State, 1)
        assert set(looking.open_counts(tx)) == {one for one in State if one.is_open}
        shown = looking.timeline_of(tx, team_id=TEAM, subjects=["pairing:1"], most=50)
        assert {one.state: one.id for one in shown} == {state: row.id for state, row in rows.items()}
        assert {one.state for one in shown if one.reason} == {
            State.PUT_OFF, State.SKIPPED, State.FAILED, State.CANCELLED, State.UNCERTAIN,
        }  # fmt: skip


def test_a_timeline_is_in_the_order_of_time_and_keeps_the_newest(rooms: Rooms) -> None:
    with rooms.tx() as tx:
        for key, hours in (("b", 2), ("a", 1), ("c", 3)):
            planned(tx, rooms, key, due_at=rooms.now + hours * HOUR)
        planned(tx, rooms, "past", outcome="sent", settled_at=rooms.now - HOUR)
        whole = looking.timeline_of(tx, team_id=TEAM, subjects=["pairing:1"], most=9)
        assert [one.at for one in whole] == [rooms.now + hours * HOUR for hours in (-1, 1, 2, 3)]
        assert looking.timeline_of(tx, team_id=TEAM, subjects=["pairing:1"], most=2) == whole[2:]
        assert looking.timeline_of(tx, team_id="T2", subjects=["pairing:1"], most=9) == []


def test_a_subject_stands_for_what_begins_with_it_and_not_for_its_neighbours(rooms: Rooms) -> None:
    with rooms.tx() as tx:
        for subject in ("pairing:1", "pairing:1:ladder", "pairing:1:left:UA", "pairing:10", "pairing:10:ladder"):
            planned(tx, rooms, subject, subject=subject)
        found = looking.timeline_of(tx, team_id=TEAM, subjects=["pairing:1"], most=9)
        assert {one.subject for one in found} == {"pairing:1", "pairing:1:ladder", "pairing:1:left:UA"}


def test_late_is_what_is_due_and_open_but_not_what_was_put_off(rooms: Rooms) -> None:
    with rooms.tx() as tx:
        assert looking.late(tx, now=rooms.now).seconds(rooms.now) == 0
        planned(tx, rooms, "put off", wanted_at=rooms.now - 9 * HOUR, due_at=rooms.now + HOUR, reason="night")
        planned(tx, rooms, "done", due_at=rooms.now - 5 * HOUR, outcome="sent", settled_at=rooms.now)
        assert looking.late(tx, now=rooms.now).due == 0
        planned(tx, rooms, "one", due_at=rooms.now - HOUR)
        planned(tx, rooms, "two", due_at=rooms.now - 2 * HOUR)
        found = looking.late(tx, now=rooms.now)
        assert (found.due, found.seconds(rooms.now)) == (2, 7200)


def test_trouble_is_counted_since_an_instant_newest_first(rooms: Rooms) -> None:
    with rooms.tx() as tx:
        for number, (outcome, hours) in enumerate([("failed", 1), ("uncertain", 2), ("failed", 3), ("failed", 30)]):
            planned(tx, rooms, f"k{number}", outcome=outcome, settled_at=rooms.now - hours * HOUR, reason="is_archived")
        since = rooms.now - 24 * HOUR
        assert looking.troubled_counts(tx, since=since) == {State.FAILED: 2, State.UNCERTAIN: 1}
        found = looking.troubled(tx, since=since, most=2)
        assert [one.state for one in found] == [State.FAILED, State.UNCERTAIN]
        assert found[0].reason == "is_archived"


def test_what_slack_holds_back_is_told_and_what_only_keeps_its_pace_is_not(rooms: Rooms) -> None:
    with rooms.tx() as tx:
        now = instant(tx)
        for what, free_at, strikes, why in (
            ("post:C1", now + HOUR, 0, None),
            ("chat.postMessage", now + HOUR, 1, "ratelimited"),
            ("*", now + 2 * HOUR, 3, "account_inactive"),
            ("views.publish", now - HOUR, 2, "ratelimited"),
            ("post:C2", now + timedelta(seconds=2), 0, "ratelimited"),
        ):
            tx.add(Pace(team_id=TEAM, what=what, free_at=free_at, strikes=strikes, why=why))
        tx.flush()
        held = looking.held_back(tx)
        assert [(one.what, one.why) for one in held] == [("*", "account_inactive"), ("chat.postMessage", "ratelimited")]
        assert 7000 < held[0].seconds <= 7200


# -- whose a subject is ----------------------------------------------------------------------------


def a_pairing(tx: Transaction, rooms: Rooms, cohort_id: int) -> int:
    return pairings.begin(tx, team_id=TEAM, cohort_id=cohort_id, mentor="UA", mentees=("UB",), now=rooms.now).id


def test_a_subject_is_followed_up_to_its_pairing_and_cohort(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    with rooms.tx() as tx:
        pairing = a_pairing(tx, rooms, cohort.id)

        def whose(subject: str, team_id: str = TEAM) -> Owner:
            return owner_of(tx, SUBJECTS, team_id=team_id, subject=subject)

        both = Owner(pairing_id=pairing, cohort_id=cohort.id)
        assert whose(f"pairing:{pairing}:left:UA") == both
        assert whose(f"agreement:{pairing}") == both
        assert whose(f"cohort:{cohort.id}:digests") == Owner(cohort_id=cohort.id)
        assert whose("home:UA") == Owner(person="UA")
        assert whose("meeting:999") == Owner()
        assert whose("nonsense") == Owner()
        assert whose(f"pairing:{pairing}", "T2").cohort_id is None


def test_what_belongs_to_a_pairing_is_found_from_above(rooms: Rooms) -> None:
    tree = {"meeting": Belongs("pairing", MeetingRow.pairing_id), "reflection": Belongs("meeting")}
    with rooms.tx() as tx:
        found = below(tx, tree, team_id=TEAM, family="pairing", number="1")
        assert found == ["pairing:1"]
        found = below(tx, tree, team_id=TEAM, family="meeting", number="7")
        assert found == ["meeting:7", "reflection:7"]


# -- at what cost ----------------------------------------------------------------------------------


def plans_of(tx: Transaction, ask: object) -> str:
    """Return how the database would answer the questions that a function puts."""
    asked: list[tuple[str, object]] = []

    def listen(_c: object, _k: object, statement: str, said: object, *_: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append((statement, said))

    engine = tx.get_bind()
    event.listen(engine, "before_cursor_execute", listen)
    assert callable(ask)
    ask()
    event.remove(engine, "before_cursor_execute", listen)
    how = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    connection = tx.connection()
    return "\n".join(
        str(row)
        for statement, said in asked
        for row in connection.exec_driver_sql(how + statement, said)  # type: ignore[arg-type]  # as the driver got it
    )


def a_history(tx: Transaction, now: datetime) -> None:
    rows: list[dict[str, object]] = [
        {
            "team_id": TEAM,
            "key": f"k{i}",
            "mark": "m",
            "kind": "a.b",
            "subject": f"pairing:{i // 10}:x",
            "to": f"U{i // 10}",
            "about": {},
            "attempts": 1,
            "outcome": "sent",
            **dict.fromkeys(("planned_at", "wanted_at", "due_at", "settled_at"), now),
        }
        for i in range(5000)
    ]
    insert_or_ignore(tx, Notice, rows)
    tx.execute(text("ANALYZE notices"))


@pytest.mark.parametrize(
    ("what", "index"),
    [
        ("timeline", "ix_notices_of"),
        ("person", "ix_notices_recipient"),
        ("late", "ix_notices_due"),
        ("open", "ix_notices_due"),
        ("troubled", "ix_notices_trouble"),
        ("bulk", "ix_notices_batch"),
        ("desk", "ix_notices_trouble"),
        ("new", "ix_notices_unseen"),
    ],
)
def test_no_question_reads_the_whole_history(rooms: Rooms, what: str, index: str) -> None:
    rooms.cohort()
    with rooms.tx() as tx:
        a_history(tx, rooms.now)
        ask = {
            "timeline": lambda: looking.timeline_of(
                tx, team_id=TEAM, subjects=[f"pairing:{one}" for one in range(60)], most=50
            ),
            "person": lambda: looking.timeline_to(tx, team_id=TEAM, to=["U7"], most=50),
            "late": lambda: looking.late(tx, now=rooms.now),
            "open": lambda: looking.open_counts(tx),
            "desk": lambda: undelivered.how_many(tx, team_id=TEAM, user_id=BOSS, now=rooms.now),
            "new": lambda: undelivered.put_on_desks(tx, SUBJECTS, rooms.now),
            "troubled": lambda: looking.troubled_counts(tx, since=rooms.now - HOUR),
            "bulk": lambda: batches.progress(tx, batch_id=7, now=rooms.now, most=9),
        }[what]
        answered = plans_of(tx, ask)
    assert "Seq Scan on notices" not in answered
    assert "SCAN notices" not in answered.replace("SCAN notices USING INDEX", "")
    assert index in answered or "ix_notices_unseen" in answered
