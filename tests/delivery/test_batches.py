"""Bulk work: started once, gone on with by whoever sends next, stopped once. On both databases."""

import threading
from collections import Counter
from datetime import timedelta

import pytest

from app.core.carrier import Absent, Refused, Sent
from app.core.notice import Wanted
from app.database.session import Transaction
from app.delivery import batches
from app.delivery.records import Notice
from app.delivery.rules import NOT_NOW
from tests.kit.office import Office, Postman
from tests.kit.rooms import TEAM, Rooms

HOUR = timedelta(hours=1)


@pytest.fixture
def office(rooms: Rooms) -> Office:
    return Office(rooms, Postman(), {})


def starts(office: Office, number: int, *, kind: str = "fixed", later: int = 0) -> int:
    """Start bulk work for so many, and for some more whose hours begin in an hour; it has one live message."""
    with office.rooms.tx() as tx:
        now = office.rooms.now
        batch = batches.begin(tx, team_id=TEAM, by="UBOSS", what="a.b", about={}, told_by="nudge", now=now)
        adds(office, tx, batch, number, kind, later)
        return batch


def adds(office: Office, tx: Transaction, batch: int, number: int, kind: str = "fixed", later: int = 0) -> int:
    now = office.rooms.now
    wanted = [
        (
            Wanted(key=f"batch:{batch}:U{one}", kind=kind, to=f"U{one}", due=now),
            now + (HOUR if one >= number else 0 * HOUR),
        )
        for one in range(number + later)
    ]
    return batches.add(tx, team_id=TEAM, batch_id=batch, subject="circular:1", wanted=wanted, now=now)


def far(office: Office, batch: int) -> batches.Progress:
    with office.rooms.tx() as tx:
        return batches.progress(tx, batch_id=batch, now=office.rooms.now, most=3)


def facts(office: Office, batch: int) -> batches.Bulk:
    with office.rooms.tx() as tx:
        found = batches.bulk(tx, team_id=TEAM, batch_id=batch)
        assert found is not None
        return found


def of_batch(office: Office, batch: int) -> list[Notice]:
    return [one for one in office.rooms.notices() if one.batch_id == batch]


def test_what_is_started_for_five_hundred_is_planned_at_once_and_never_twice(office: Office) -> None:
    batch = starts(office, 500)
    with office.rooms.tx() as tx:
        assert adds(office, tx, batch, 510) == 10
    assert far(office, batch).open == {"fixed": 510}
    assert len({one.mark for one in of_batch(office, batch)}) == 510


def test_whose_hours_have_not_begun_waits_for_them_and_is_counted_apart(office: Office) -> None:
    batch = starts(office, 2, later=3)
    office.sender().tick()
    found = far(office, batch)
    assert (found.outcomes, found.open, found.later, found.last_at) == ({"sent": 2}, {}, 3, office.rooms.now + HOUR)
    assert {one.reason for one in of_batch(office, batch) if one.outcome is None} == {NOT_NOW}
    office.rooms.clock.advance(HOUR)
    office.sender().tick()
    assert far(office, batch).outcomes == {"sent": 5}


class Killed(BaseException):
    """The process dies here."""


@pytest.mark.parametrize("dies_at", [1, 2, 20, 21, 40])
def test_whoever_sends_next_goes_on_where_a_killed_process_was(office: Office, dies_at: int) -> None:
    batch = starts(office, 40, kind="match")
    calls = 0

    def dies() -> None:
        nonlocal calls
        calls += 1
        if calls == dies_at + 1:  # the first call is the message of whoever follows it
            raise Killed

    office.postman.before = dies
    with pytest.raises(Killed):
        office.sender().tick()
    office.postman.before = lambda: None
    office.postman.history = Absent()  # it died before the bytes left
    office.leases_run_out()
    office.sender().tick()
    sent = Counter(one for one in office.postman.carried if one != "UBOSS: hello")
    assert sent == Counter(f"U{one}: hello" for one in range(40))
    with office.rooms.tx() as tx:
        batches.finish(tx, office.rooms.now)
    assert facts(office, batch).done_at == office.rooms.now


def test_what_has_not_begun_is_stopped_and_what_is_on_its_way_still_goes(office: Office) -> None:
    batch = starts(office, 30, later=5)
    stopped: list[bool] = []

    def stops() -> None:
        if len(office.postman.carried) == 11:
            for by in ("UCORA", "UOTTO"):
                with office.rooms.tx() as tx:
                    stopped.append(batches.stop(tx, team_id=TEAM, batch_id=batch, by=by, now=office.rooms.now))

    office.postman.before = stops
    office.sender().tick()
    assert stopped == [True, False]
    assert far(office, batch).outcomes == {"sent": 11, "cancelled": 24}
    cancelled = [one for one in of_batch(office, batch) if one.outcome == "cancelled"]
    assert {(one.reason, one.claimed_by, one.sending_at) for one in cancelled} == {("stopped", None, None)}
    assert facts(office, batch).stopped_by == "UCORA"
    office.rooms.clock.advance(HOUR)
    office.postman.before = lambda: None
    office.sender().tick()
    assert far(office, batch).outcomes == {"sent": 11, "cancelled": 24}
    with office.rooms.tx() as tx:
        batches.finish(tx, office.rooms.now)
        # Nothing is left to stop.
        assert not batches.stop(tx, team_id=TEAM, batch_id=batch, by="UCORA", now=office.rooms.now)


def test_two_who_stop_it_in_the_same_moment_stop_it_once(office: Office) -> None:
    batch = starts(office, 50)
    said: list[bool] = []
    ready = threading.Barrier(2)

    def stops(by: str) -> None:
        ready.wait()
        with office.rooms.tx() as tx:
            said.append(batches.stop(tx, team_id=TEAM, batch_id=batch, by=by, now=office.rooms.now))

    both = [threading.Thread(target=stops, args=(by,)) for by in ("UCORA", "UBOSS")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(said) == [False, True]
    assert far(office, batch).outcomes == {"cancelled": 50}


def test_it_is_stopped_in_its_own_workspace_only_and_some_kinds_may_go_on(office: Office) -> None:
    batch = starts(office, 3)
    with office.rooms.tx() as tx:
        now = office.rooms.now
        adds(office, tx, batch, 5, "match")
        assert not batches.stop(tx, team_id="T2", batch_id=batch, by="UCORA", now=now)
        assert batches.bulk(tx, team_id="T2", batch_id=batch) is None
        assert batches.stop(tx, team_id=TEAM, batch_id=batch, by="UCORA", now=now, kinds=["match"])
    office.sender().tick()
    assert far(office, batch).outcomes == {"sent": 3, "cancelled": 2}


def test_whoever_started_it_sees_it_move_and_end(office: Office) -> None:
    batch = starts(office, 3)
    sender = office.sender()
    sender.tick()
    row = office.row(f"batch:{batch}")
    assert (row.to, row.outcome, row.refresh_at) == ("UBOSS", "sent", office.rooms.now + timedelta(seconds=5))
    office.facts["text"] = "3 sent"
    office.rooms.clock.advance(timedelta(seconds=5))
    sender.tick()
    assert office.postman.shown == ["3 sent"]
    with office.rooms.tx() as tx:
        batches.finish(tx, office.rooms.now)
    office.facts["text"] = "done, I believe"
    sender.tick()
    assert office.postman.shown == ["3 sent", "done, I believe"]


def test_what_was_left_out_last_ends_it_too(office: Office) -> None:
    batch = starts(office, 2)
    office.facts |= {f"batch:{batch}:U0": "done", f"batch:{batch}:U1": "done"}
    office.sender().tick()
    with office.rooms.tx() as tx:
        batches.finish(tx, office.rooms.now)
    assert far(office, batch).outcomes == {"skipped": 2}
    assert facts(office, batch).done_at is not None
    assert office.row(f"batch:{batch}").refresh_at is not None


def test_who_could_not_be_reached_is_named(office: Office) -> None:
    batch = starts(office, 6)
    office.sender().tick()
    assert far(office, batch).unreached == ()
    batch = starts(office, 6)
    office.postman.outcomes = [Sent("D1", "7.0"), *[Refused("user_disabled")] * 5]
    office.sender().tick()
    found = far(office, batch)
    assert found.outcomes == {"failed": 5, "sent": 1}
    assert [(one.to, one.reason) for one in found.unreached] == [(f"U{one}", "user_disabled") for one in range(3)]


def test_what_was_planned_one_by_one_may_be_gathered_and_opens_the_work_again(office: Office) -> None:
    batch = starts(office, 1)
    office.sender().tick()
    with office.rooms.tx() as tx:
        batches.finish(tx, office.rooms.now)
    office.plans("x", "match", after=HOUR)
    office.plans("y", "fixed", after=HOUR)
    with office.rooms.tx() as tx:
        batches.gather(
            tx, team_id=TEAM, batch_id=batch, subjects=["thing:x", "thing:y"], kinds=["match"], now=office.rooms.now
        )
    assert {one.key for one in of_batch(office, batch)} == {f"batch:{batch}:U0", "x"}
    assert facts(office, batch).done_at is None
    with office.rooms.tx() as tx:
        batches.finish(tx, office.rooms.now)
    assert facts(office, batch).done_at is None
