"""A run that the clock works on: one at a time, without a lock while it computes, and safe from a crash."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.core.refusal import Refusal
from app.features.joining import usecases as joining
from app.features.matching import records, usecases
from app.features.matching.rules import whole
from app.features.matching.rules.pairs import Cancelled
from app.features.matching.rules.whole import Found, Task, Working, look
from app.features.matching.usecases import long_runs
from app.features.people import usecases as people
from app.features.programmes.rules import Cohort
from tests.features.matching.test_usecases import approved, together
from tests.kit.rooms import BOSS, TEAM, Rooms

Goes = Callable[[str, float], bool]


@pytest.fixture(autouse=True)
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "AT_ONCE", 0)
    monkeypatch.setattr(long_runs, "EVERY", 0.0)


def begun(rooms: Rooms) -> Cohort:
    """A cohort of two mentees and two mentors whose run waits for the clock."""
    cohort = rooms.cohort()
    for user, role in (("UA", "mentee"), ("UB", "mentee"), ("UM", "mentor"), ("UN", "mentor")):
        approved(rooms, cohort, user, role)
    assert isinstance(start(rooms, cohort), Working)
    return cohort


def start(rooms: Rooms, cohort: Cohort) -> object:
    with rooms.tx() as tx:
        return usecases.start(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, now=rooms.now)


def works(rooms: Rooms, look: Callable[[Task, Goes], Found] = look) -> bool:
    return long_runs.work(rooms.database, rooms.clock, lambda: False, look)


def undecided(rooms: Rooms, cohort: Cohort) -> int:
    with rooms.tx() as tx:
        return usecases.undecided(tx, cohort=cohort)


def outcomes(rooms: Rooms) -> list[str | None]:
    with rooms.tx() as tx:
        return [row.outcome for row in tx.query(records.WorkRow).order_by(records.WorkRow.id)]


def test_it_is_done_once_and_whoever_asked_hears_so(rooms: Rooms) -> None:
    cohort = begun(rooms)
    assert works(rooms)
    assert not works(rooms)
    assert undecided(rooms, cohort) == 2
    assert [(one.to, one.about) for one in rooms.notices("matching.done")] == [(BOSS, {"work": 1})]


def test_several_who_ask_at_once_start_one_run(rooms: Rooms) -> None:
    cohort = begun(rooms)
    together(*(lambda: start(rooms, cohort) for _ in range(3)))
    assert outcomes(rooms) == [None]


def test_several_workers_share_one_run_without_doing_it_twice(rooms: Rooms) -> None:
    cohort = begun(rooms)
    looked: list[int] = []

    def slowly(task: Task, goes_on: Goes) -> Found:
        looked.append(1)
        time.sleep(0.05)
        return look(task, goes_on)

    together(*(lambda: works(rooms, slowly) for _ in range(3)))
    assert len(looked) == 1
    assert undecided(rooms, cohort) == 2


def test_others_write_while_it_computes(rooms: Rooms) -> None:
    cohort = begun(rooms)

    def meanwhile(task: Task, goes_on: Goes) -> Found:
        done = threading.Event()

        def write() -> None:
            with rooms.tx() as tx:
                people.audit(tx, team_id=TEAM, by=BOSS, deed="wrote", subject="x", now=rooms.now)
            done.set()

        threading.Thread(target=write, daemon=True).start()
        assert done.wait(5)
        return look(task, goes_on)

    assert works(rooms, meanwhile)
    assert undecided(rooms, cohort) == 2


def test_how_far_it_is_can_be_read_meanwhile(rooms: Rooms) -> None:
    cohort = begun(rooms)
    seen: list[tuple[str | None, int]] = []

    def telling(task: Task, goes_on: Goes) -> Found:
        for step, share in (("score", 0.5), ("solve", 0.2), ("explain", 1.0)):
            assert goes_on(step, share)
            with rooms.tx() as tx:
                at = usecases.working(tx, cohort=cohort)
            assert at is not None
            seen.append((at.step, at.percent))
        return look(task, goes_on)

    works(rooms, telling)
    assert seen == [("score", 30), ("solve", 65), ("explain", 100)]


def test_what_was_cancelled_is_not_written_down(rooms: Rooms) -> None:
    cohort = begun(rooms)

    def cancelled(task: Task, goes_on: Goes) -> Found:
        with rooms.tx() as tx:
            long_runs.cancel(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, now=rooms.now)
        return look(task, goes_on)

    works(rooms, cancelled)
    assert undecided(rooms, cohort) == 0
    assert outcomes(rooms) == ["cancelled"]
    assert not works(rooms)
    assert isinstance(start(rooms, cohort), Working)


def test_a_worker_that_fell_silent_is_relieved_and_writes_nothing_any_more(rooms: Rooms) -> None:
    cohort = begun(rooms)

    def silent(task: Task, goes_on: Goes) -> Found:
        found = look(task, lambda _step, _share: True)
        rooms.clock.advance(long_runs.LEASE + timedelta(seconds=1))
        assert works(rooms)  # somebody else takes it up and finishes it
        assert not goes_on("explain", 1.0)
        return found

    works(rooms, silent)
    assert outcomes(rooms) == ["done"]
    assert undecided(rooms, cohort) == 2
    with rooms.tx() as tx:
        assert usecases.to_read(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id).number == 1


def test_after_a_crash_it_is_tried_again_but_not_for_ever(rooms: Rooms) -> None:
    cohort = begun(rooms)

    def crash(task: Task, goes_on: Goes) -> Found:
        del task, goes_on
        raise MemoryError

    for _ in range(long_runs.MOST_ATTEMPTS):
        with pytest.raises(MemoryError):
            works(rooms, crash)
        assert not works(rooms, crash)  # nobody else while the lease lasts
        rooms.clock.advance(long_runs.LEASE + timedelta(seconds=1))
    assert not works(rooms, crash)
    assert outcomes(rooms) == ["failed"]
    assert len(rooms.notices("matching.done")) == 1
    assert undecided(rooms, cohort) == 0


def test_a_process_that_stops_leaves_it_to_the_next_at_once(rooms: Rooms) -> None:
    cohort = begun(rooms)
    for _ in range(long_runs.MOST_ATTEMPTS + 1):
        assert long_runs.work(rooms.database, rooms.clock, lambda: True)
    assert works(rooms)
    assert undecided(rooms, cohort) == 2


def test_a_newer_run_is_not_replaced_by_an_older_one(rooms: Rooms) -> None:
    cohort = begun(rooms)

    def overtaken(task: Task, goes_on: Goes) -> Found:
        with rooms.tx() as tx:
            usecases.run(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, now=rooms.now)
        return look(task, goes_on)

    works(rooms, overtaken)
    assert outcomes(rooms) == ["overtaken"]
    with rooms.tx() as tx:
        assert usecases.to_read(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id).number == 1


def test_what_is_not_true_any_more_falls_away_and_is_said(rooms: Rooms) -> None:
    cohort = begun(rooms)

    def meanwhile(task: Task, goes_on: Goes) -> Found:
        with rooms.tx() as tx:
            one = joining.application_as(tx, team_id=TEAM, cohort_id=cohort.id, user_id="UA", role="mentee")
            assert one is not None
            joining.withdraw(tx, team_id=TEAM, by="UA", application_id=one.id, now=rooms.now)
        return look(task, goes_on)

    works(rooms, meanwhile)
    with rooms.tx() as tx:
        found = usecases.to_read(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id)
        summary, _ = usecases.last(tx, cohort=cohort)
    assert [one.mentee.user_id for one in found.undecided] == ["UB"]
    assert summary is not None
    assert (summary.placed, summary.stale, summary.gap) == (1, 1, None)


def test_a_run_that_is_not_wanted_says_so_to_the_engine(rooms: Rooms) -> None:
    cohort = begun(rooms)

    def asks(task: Task, goes_on: Goes) -> Found:
        del task
        with rooms.tx() as tx:
            long_runs.cancel(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, now=rooms.now)
        if goes_on("solve", 0.1):
            raise AssertionError
        raise Cancelled

    assert works(rooms, asks)
    assert outcomes(rooms) == ["cancelled"]


def test_the_clock_gives_long_work_a_thread_of_its_own(rooms: Rooms) -> None:
    from app.clockwork import Clockwork  # noqa: PLC0415 - only this test ticks
    from app.tools import Board  # noqa: PLC0415 - the same

    begins, ends, ticked = threading.Event(), threading.Event(), threading.Event()

    def labour(_database: object, _clock: object, is_over: Callable[[], bool]) -> bool:
        begins.set()
        while not is_over() and not ends.is_set():
            time.sleep(0.01)
        return True

    class Ticks:
        def tick(self) -> int:
            if begins.is_set():
                ticked.set()
            return 0

        def go_on(self) -> None:
            """It never stopped."""

        def stop(self) -> None:
            """Nothing is on its way."""

    clockwork = Clockwork(
        database=rooms.database,
        sender=Ticks(),  # type: ignore[arg-type]  # all that is asked of it
        board=Board(labours=(labour,)),
        clock=rooms.clock,
        every=0.1,
    )
    clockwork.start()
    assert begins.wait(10)
    assert ticked.wait(10)
    clockwork.stop()  # does not wait for the labour to come to its own end


def test_only_a_coordinator_of_the_cohort_stops_or_starts(rooms: Rooms) -> None:
    cohort, other = begun(rooms), rooms.cohort("Other")
    rooms.meets("UOTTO")
    with rooms.tx() as tx:
        people.appoint(tx, team_id=TEAM, by=BOSS, user_id="UOTTO", cohort_id=other.id, now=rooms.now)
    for who in ("UOTTO", "UA", "USTRANGER"):
        for deed in (usecases.start, long_runs.cancel):
            with pytest.raises(Refusal, match=r"people\.not-a-coordinator"), rooms.tx() as tx:
                deed(tx, team_id=TEAM, by=who, cohort_id=cohort.id, now=rooms.now)
