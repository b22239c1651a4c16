"""Several processes, turns, merged messages, late copies and faults in a renderer. On both databases."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from app.core.carrier import Absent, Later, Sent, Unknown
from app.database.session import instant
from app.delivery.deciding import begin
from app.delivery.looking import held_back
from app.delivery.pace import let_go_on
from app.delivery.planning import refresh
from app.delivery.records import Notice, Pace
from tests.kit.office import SETTLING, Office, Postman
from tests.kit.rooms import TEAM, Rooms

DAY = timedelta(days=1)


@pytest.fixture
def office(rooms: Rooms) -> Office:
    return Office(rooms, Postman(), {})


# -- several processes -----------------------------------------------------------------------------


def test_what_somebody_else_holds_is_left_alone_until_the_lease_runs_out(office: Office) -> None:
    office.wants("a")
    with office.rooms.tx() as tx:
        at = instant(tx)
        tx.execute(update(Notice).values(claimed_by="other", lease_until=at + timedelta(seconds=60)))
    assert office.sender().tick() == 0
    # The app's clock says nothing about leases: one that is a day ahead steals from nobody.
    office.rooms.clock.advance(DAY)
    assert office.sender().tick() == 0
    office.leases_run_out()
    assert office.sender().tick() == 1
    assert office.postman.carried == ["U1: hello"]


def test_a_late_copy_is_taken_back_when_another_process_has_sent_it_meanwhile(office: Office) -> None:
    office.wants("a", kind="match")
    slow, quick = office.sender(), office.sender()
    office.postman.history = Absent()

    def sleeps() -> None:
        office.postman.before = lambda: None
        office.leases_run_out()
        quick.tick()

    office.postman.before = sleeps
    slow.tick()
    assert office.row().outcome == "sent"
    # Both were carried; the one that the table knows stays, the other one was deleted.
    assert len(office.postman.carried) == 2
    assert len(office.postman.taken_back) == 1
    assert office.postman.taken_back != [office.row().ts]


def test_a_late_answer_is_believed_while_the_other_process_only_looks_for_the_message(office: Office) -> None:
    office.wants("a", kind="nudge")
    slow, quick = office.sender(), office.sender()

    def sleeps() -> None:
        office.postman.before = lambda: None
        office.leases_run_out()
        quick.tick()  # cannot tell, does not repeat a nudge: uncertain

    office.postman.before = sleeps
    slow.tick()
    assert (office.row().outcome, office.row().ts) == ("sent", "1.0")
    assert office.postman.taken_back == []


def test_a_process_that_slept_past_its_fence_sends_nothing_of_that_attempt(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.wants("a")
    time = [0.0]

    def begins(row: Notice, *more: Any) -> None:
        begin(row, *more)
        time[0] = 16.0  # the process sleeps right after it decided to send

    for page in ("sending", "rounds"):
        monkeypatch.setattr(f"app.delivery.{page}.steady", lambda: time[0])
    monkeypatch.setattr("app.delivery.rounds.begin", begins)
    office.sender().tick()
    monkeypatch.undo()
    assert office.postman.carried == []
    assert (office.row().attempts, office.row().outcome, office.row().reason) == (1, None, "held up")
    assert office.sender().tick() == 1
    assert office.postman.carried == ["U1: hello"]


def test_a_stopped_sender_gives_back_what_it_has_not_begun(office: Office) -> None:
    for number in range(5):
        office.plans(f"n{number}", "reply", to=f"U{number}")
    sender = office.sender()
    office.postman.before = sender.stop
    sender.tick()
    assert len(office.postman.carried) == 1
    assert [one.claimed_by for one in office.rooms.notices()] == [None] * 5
    assert office.sender().tick() == 4


def test_several_carriers_never_carry_two_to_one_address_at_once(office: Office) -> None:
    for number in range(12):
        office.plans(f"n{number}", "reply", to=f"U{number % 3}")
    lock, on_way, most = threading.Lock(), list[str](), list[int]()

    class Watched(Postman):
        def carry(self, team_id: str, to: str, *more: Any) -> Any:
            with lock:
                assert to not in on_way
                on_way.append(to)
                most.append(len(on_way))
            threading.Event().wait(0.01)
            with lock:
                on_way.remove(to)
            return super().carry(team_id, to, *more)

    office.postman = Watched()
    office.sender(carriers=4).tick()
    assert len(office.postman.carried) == 12
    assert max(most) == 3


# -- in doubt --------------------------------------------------------------------------------------


def test_what_must_neither_be_lost_nor_doubled_waits_for_somebody_who_looks(office: Office) -> None:
    office.postman.outcomes = [Unknown("TimeoutError")]
    office.wants("a", kind="find")
    sender = office.sender()
    sender.tick()
    office.rooms.clock.advance(SETTLING)
    sender.tick()
    assert (office.row().outcome, len(office.postman.carried)) == ("uncertain", 1)


def test_a_fault_while_looking_says_nothing_about_the_history(office: Office) -> None:
    office.postman.outcomes = [Unknown("TimeoutError")]
    office.postman.history = Later(30, "no connection")
    office.wants("a")
    sender = office.sender()
    sender.tick()
    office.rooms.clock.advance(SETTLING)
    sender.tick()
    assert office.row().outcome is None
    office.postman.history = Sent("D9", "9.9")
    office.rooms.clock.advance(timedelta(seconds=30))
    sender.tick()
    assert (office.row().outcome, office.row().ts) == ("sent", "9.9")


# -- turns -----------------------------------------------------------------------------------------


def test_what_would_have_to_wait_long_for_its_turn_waits_in_the_table(office: Office) -> None:
    office.postman.rest = 30.0
    for number in range(3):
        office.plans(f"n{number}", "reply")
    office.sender().tick()
    assert len(office.postman.carried) == 1
    waits = [one for one in office.rooms.notices() if one.outcome is None]
    assert {one.reason for one in waits} == {"its turn comes"}
    assert all(one.due_at > office.rooms.now for one in waits)


def test_slack_says_not_now_to_one_process_and_all_wait(office: Office) -> None:
    office.postman.outcomes = [Later(30, "ratelimited", "carry")]
    office.plans("a", "reply")
    office.plans("b", "reply", to="U2")
    office.sender().tick()
    assert office.postman.carried == ["U1: hello"]
    office.sender().tick()
    assert len(office.postman.carried) == 1
    with office.rooms.tx() as tx:
        (held,) = held_back(tx)
    assert (held.team_id, held.what, round(held.seconds, -1)) == (TEAM, "carry", 30)


def test_a_workspace_that_locks_us_out_is_left_alone_ever_longer_and_one_message_asks_again(office: Office) -> None:
    for number in range(4):
        office.plans(f"n{number}", "reply", to=f"U{number}")
    locked = Later(300, "token_revoked", "*")
    office.postman.outcomes = [locked, locked]
    sender = office.sender()
    sender.tick()
    sender.tick()
    assert len(office.postman.carried) == 1

    def an_hour_passes() -> list[float]:
        with office.rooms.tx() as tx:
            left = [held.seconds for held in held_back(tx)]
            tx.execute(update(Pace).values(free_at=instant(tx)))
        return left

    assert 290 < an_hour_passes()[0] <= 300
    sender.tick()
    assert len(office.postman.carried) == 2
    assert 590 < an_hour_passes()[0] <= 600
    while sender.tick():
        pass
    assert set(office.outcomes().values()) == {"sent"}
    with office.rooms.tx() as tx:
        assert tx.query(Pace).filter_by(what="*").count() == 0


def test_a_workspace_that_let_us_in_again_is_written_to_at_once(office: Office) -> None:
    office.plans("a", "reply")
    office.postman.outcomes = [Later(300, "token_revoked", "*")]
    office.sender().tick()
    with office.rooms.tx() as tx:
        let_go_on(tx, team_id=TEAM)
    office.sender().tick()
    assert office.row().outcome == "sent"


def test_after_a_standstill_the_most_urgent_goes_first(office: Office) -> None:
    office.plans("hint", "hint", to="U1")
    office.plans("news", "news", to="U2")
    office.rooms.clock.advance(timedelta(hours=2))
    office.plans("reply", "reply", to="U3")
    office.sender().tick()
    assert office.postman.carried == ["U3: hello", "U2: hello", "U1: hello"]


# -- several in one message ------------------------------------------------------------------------


def test_what_is_due_together_comes_as_one_message_and_counts_once(office: Office) -> None:
    for key in ("a", "b"):
        office.facts[key] = f"task {key}"
        office.plans(key, "task")
    office.sender().tick()
    assert office.postman.carried == ["U1: task a\n\ntask b"]
    assert office.outcomes() == {"a": "sent", "b": "sent"}
    assert office.row("b").carried_by == office.row("a").id
    assert office.row("b").ts == office.row("a").ts
    for key in ("c", "d", "e"):
        office.rooms.clock.advance(timedelta(minutes=5))
        office.plans(key, "task", expires=office.rooms.now + 20 * DAY)
        office.sender().tick()
    # Two and one and one: the third message of the week was the last.
    assert office.outcomes() == {"a": "sent", "b": "sent", "c": "sent", "d": "sent", "e": None}


def test_what_the_budget_held_back_comes_together_when_there_is_room_again(office: Office) -> None:
    for number in range(3):
        office.plans(f"n{number}", "hint")
        office.sender().tick()
    for key in ("a", "b", "c"):
        office.plans(key, "task", expires=office.rooms.now + 20 * DAY)
        office.facts[key] = f"task {key}"
    office.sender().tick()
    assert len(office.postman.carried) == 3
    office.rooms.clock.advance(timedelta(days=7))
    office.sender().tick()
    assert office.postman.carried[3:] == ["U1: task a\n\ntask b\n\ntask c"]


def test_a_thing_done_or_stale_does_not_come_along(office: Office) -> None:
    for key in ("a", "b", "c"):
        office.plans(key, "task", expires=office.rooms.now + (timedelta(minutes=1) if key == "c" else DAY))
        office.facts[key] = key
    office.facts["b"] = "done"
    office.rooms.clock.advance(timedelta(minutes=2))
    while office.sender().tick():
        pass
    assert office.postman.carried == ["U1: a"]
    assert office.outcomes() == {"a": "sent", "b": "skipped", "c": "skipped"}


def test_a_merged_message_follows_each_of_its_subjects(office: Office) -> None:
    for key in ("a", "b"):
        office.facts[key] = f"task {key}"
        office.plans(key, "task")
    sender = office.sender()
    sender.tick()
    office.facts["b"] = "task b is done"
    with office.rooms.tx() as tx:
        refresh(tx, team_id=TEAM, subject="thing:b", now=office.rooms.now)
    sender.tick()
    assert office.postman.shown == ["task a\n\ntask b is done"]


def test_a_merged_message_in_doubt_is_looked_for_by_each_of_its_marks(office: Office) -> None:
    office.postman.outcomes = [Unknown("TimeoutError")]
    for key in ("a", "b"):
        office.plans(key, "task")
    sender = office.sender()
    sender.tick()
    office.postman.history = Sent("D1", "7.7")
    office.rooms.clock.advance(SETTLING)
    sender.tick()
    assert office.outcomes() == {"a": "sent", "b": "sent"}
    assert {one.ts for one in office.rooms.notices()} == {"7.7"}
    assert len(office.postman.carried) == 1


def test_a_shelf_life_ends_where_a_notice_does_not_say_its_own(office: Office) -> None:
    office.plans("a", "task")
    office.rooms.clock.advance(timedelta(days=3))
    office.sender().tick()
    assert (office.row().outcome, office.row().reason) == ("skipped", "too late to be of use")


# -- faults ----------------------------------------------------------------------------------------


def test_a_fault_in_one_renderer_holds_up_nobody_else_and_ends_where_a_coordinator_sees_it(office: Office) -> None:
    office.facts["a"] = "broken"
    office.plans("a", "reply")
    office.plans("b", "reply", to="U2")
    office.plans("c", "reply", to="U3")
    sender = office.sender(carriers=3)
    sender.tick()
    assert office.outcomes() == {"a": None, "b": "sent", "c": "sent"}
    for _ in range(6):
        office.rooms.clock.advance(timedelta(minutes=5))
        sender.tick()
    assert office.row().outcome == "failed"
    assert len(office.postman.carried) == 2


def test_a_fault_in_the_carrier_holds_up_none_of_those_on_their_way_with_it(office: Office) -> None:
    for number in range(3):
        office.plans(f"n{number}", "reply", to=f"U{number}")

    class Faulty(Postman):
        def carry(self, team_id: str, to: str, *more: Any) -> Any:
            if to == "U1":
                raise TypeError("this message cannot be written as JSON")
            return super().carry(team_id, to, *more)

    office.postman = Faulty(history=Absent())
    sender = office.sender(carriers=3)
    sender.tick()
    assert office.outcomes() == {"n0": "sent", "n1": None, "n2": "sent"}
    for _ in range(20):
        office.rooms.clock.advance(SETTLING)
        sender.tick()
    # Every time it was looked for, and was not there; somebody ought to look at it.
    assert (office.row("n1").outcome, office.row("n1").reason) == ("failed", "Slack never took it")


def test_what_slack_answered_is_written_down_when_the_database_comes_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.plans("a", "nudge")
    sender = office.sender()
    database = office.rooms.database
    real = database.transaction
    away: list[int] = []

    def fails() -> Any:
        if len(away) < 3:
            away.append(1)
            raise OperationalError("select", {}, Exception("the database is away"))
        return real()

    def goes_away() -> None:
        monkeypatch.setattr(database, "transaction", fails)

    office.postman.before = goes_away
    sender.tick()
    monkeypatch.undo()
    assert len(away) == 3
    assert (office.row().outcome, office.postman.carried) == ("sent", ["U1: hello"])


# -- several begun at once, carried one after the other --------------------------------------------


def test_one_carrier_that_begins_several_at_once_carries_them_in_order(office: Office) -> None:
    for number in range(6):
        office.plans(f"n{number}", "nudge", to=f"U{number}")
    begun: list[int] = []

    def looks() -> None:
        begun.append(sum(one.sending_at is not None and one.settled_at is None for one in office.rooms.notices()))

    office.postman.before = looks
    assert office.sender(abreast=4).tick() == 6
    assert office.postman.carried == [f"U{number}: hello" for number in range(6)]
    assert begun[:4] == [4, 4, 4, 4]  # all four are known to be on their way before the first one leaves
    assert max(begun) == 4


def test_of_several_to_one_person_only_one_is_begun_at_once(office: Office) -> None:
    for number in range(3):
        office.plans(f"n{number}", "nudge")
    begun: list[int] = []
    office.postman.before = lambda: begun.append(
        sum(one.sending_at is not None and one.settled_at is None for one in office.rooms.notices())
    )
    office.sender(abreast=4).tick()
    assert begun == [1, 1, 1]


def test_a_subject_of_which_nobody_sees_anything_yet_is_not_shown_anew(office: Office) -> None:
    office.wants("a", after=DAY)
    office.wants("a", after=2 * DAY)
    assert office.row().refresh_at is None
    office.rooms.clock.advance(2 * DAY)
    office.sender().tick()
    office.wants("a", after=timedelta(0))
    assert office.row().refresh_at is not None
