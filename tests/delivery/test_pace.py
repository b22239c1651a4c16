"""Bulk work at a pace that all processes share: no burst, no more than the budget, and urgent messages overtake it.

The pace is counted in real seconds, by the database's clock, so these tests take some; their budgets are a hundred
times larger than Slack's.
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from app.core.carrier import Job, Later, Need, Outcome, Sent
from app.core.notice import Errand, Wanted
from app.delivery import batches
from app.delivery.sending import Sender
from app.demo.stage import MANIFESTS
from app.sandbox.server import Sandbox
from app.slack.gateway import Gateway
from app.slack.limits import A_MINUTE
from tests.kit.office import Office, Postman
from tests.kit.rooms import TEAM, Rooms

POSTING = "chat.postMessage"


@dataclass
class Watch(Postman):
    """A carrier that remembers when each message left, and says no once if it is told to."""

    left: list[tuple[float, str]] = field(default_factory=list)
    nos: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def needs(self, job: Job, team_id: str, to: str, errand: Errand) -> list[Need]:
        del job, team_id, to, errand
        return [Need(POSTING, self.rest)]

    def carry(self, team_id: str, to: str, errand: Errand, marks: Sequence[str], until: float) -> Outcome:
        del team_id, errand, marks, until
        with self.lock:
            if self.nos:
                self.before()
                return Later(self.nos.pop(), "ratelimited", POSTING)
            self.left.append((time.monotonic(), to))
            return Sent("D1", f"{len(self.left)}.0")

    def most_within(self, seconds: float) -> int:
        """Return how many left at most within a window of so many seconds, wherever it begins."""
        times = [at for at, _ in self.left]
        return max(sum(at <= one < at + seconds for one in times) for at in times)


@dataclass
class Pressed(Office):
    """An office where many messages are due at nine o'clock, and Slack has its pace."""

    postman: Watch

    def many(self, number: int) -> int:
        """Start bulk work for so many people whose day begins now."""
        with self.rooms.tx() as tx:
            now = self.rooms.now
            batch = batches.begin(tx, team_id=TEAM, by="UBOSS", what="a.b", about={}, told_by="fixed", now=now)
            wanted = [
                (Wanted(key=f"batch:{batch}:U{one}", kind="hint", to=f"U{one}", due=now), now) for one in range(number)
            ]
            batches.add(tx, team_id=TEAM, batch_id=batch, subject="circular:1", wanted=wanted, now=now)
        return batch

    def works(self, sender: Sender, until: int, patience: float = 20.0) -> None:
        """Let a process send until so many messages are out; the app's clock goes as the machine's does."""
        before = time.monotonic()
        while len(self.postman.left) < until:
            assert time.monotonic() - before < patience, f"only {len(self.postman.left)} of {until}"
            at = time.monotonic()
            sender.tick()
            with self.postman.lock:
                self.rooms.clock.advance(timedelta(seconds=max(time.monotonic() - at, 0.01)))


@pytest.fixture
def pressed(rooms: Rooms) -> Pressed:
    return Pressed(rooms, Watch(rest=0.01), {})


def test_five_hundred_at_nine_go_out_evenly_and_use_the_whole_budget(pressed: Pressed) -> None:
    pressed.many(500)
    began = time.monotonic()
    pressed.works(pressed.sender(carriers=4), 501)
    took = time.monotonic() - began
    assert len({to for _, to in pressed.postman.left}) == 501
    # A turn may be taken late, never early: a window has the turns of its length, and those that were late, which
    # are many on a busy machine. Without turns it would have all five hundred.
    assert pressed.postman.most_within(0.5) <= 2 * 50
    assert took >= 500 * 0.01


def test_two_processes_share_one_budget(pressed: Pressed) -> None:
    pressed.many(200)
    began = time.monotonic()
    both = [threading.Thread(target=pressed.works, args=(pressed.sender(carriers=2), 201)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(pressed.postman.left) == len({to for _, to in pressed.postman.left}) == 201
    assert pressed.postman.most_within(0.5) <= 2 * 50
    assert time.monotonic() - began >= 200 * 0.01


def test_a_restart_in_the_middle_begins_with_no_burst(pressed: Pressed) -> None:
    pressed.postman.rest = 0.02
    pressed.many(60)
    first = pressed.sender(carriers=4)
    threading.Timer(0.4, first.stop).start()
    first.tick()
    before = len(pressed.postman.left)
    assert 5 < before < 40
    pressed.works(pressed.sender(carriers=4), 61)
    assert pressed.postman.most_within(0.2) <= 3 * 10


def test_a_not_now_that_one_process_hears_is_obeyed_by_the_other(pressed: Pressed) -> None:
    pressed.many(30)
    pressed.postman.nos = [1.0]
    one, other = pressed.sender(), pressed.sender()
    pressed.postman.before = one.stop
    one.tick()
    heard = time.monotonic()
    assert pressed.postman.left == []
    pressed.works(other, 31)
    assert pressed.postman.left[0][0] - heard >= 0.9


def test_a_reply_overtakes_five_hundred_that_wait(pressed: Pressed) -> None:
    pressed.postman.rest = 0.05
    pressed.many(500)
    worker = threading.Thread(target=pressed.works, args=(pressed.sender(carriers=2), 40))
    worker.start()
    while len(pressed.postman.left) < 10:
        time.sleep(0.01)
    pressed.plans("answer", "reply", to="UASKS")
    ahead = len(pressed.postman.left)
    worker.join()
    order = [to for _, to in pressed.postman.left]
    assert "UASKS" in order
    assert order.index("UASKS") - ahead <= 24  # half a second, what has its turn already, and a busy machine


def test_slack_never_has_to_say_not_now(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    # Ten a second, counted in windows of three seconds that slide: a minute of Slack's, twenty times as fast.
    monkeypatch.setattr("app.sandbox.limits.MINUTE", 3.0)
    monkeypatch.setattr("app.sandbox.limits.POSTS_A_MINUTE", 30)
    monkeypatch.setattr("app.slack.limits.A_MINUTE", {**A_MINUTE, POSTING: 600})
    sandbox = Sandbox(clock=rooms.clock, manifest=MANIFESTS / "production.yaml", rates="slack", port=0)
    try:
        people = [sandbox.person(f"p{one}", tz="UTC", real_name=f"P {one}").id for one in range(45)]
        # A short window forgives less lateness than a minute does, so some room is left for a busy machine.
        gateway = Gateway(lambda _team: sandbox.bot_token, sandbox.api_url, pace=0.85)
        office = Office(rooms, gateway, {})  # type: ignore[arg-type]  # any carrier does
        for one in people:
            office.plans(f"to {one}", "reply", to=one)
        sender = office.sender(carriers=4)
        while None in office.outcomes().values():
            at = time.monotonic()
            sender.tick()
            rooms.clock.advance(timedelta(seconds=max(time.monotonic() - at, 0.05)))
        assert set(office.outcomes().values()) == {"sent"}
        assert sum(sandbox.limits.throttled.values()) == 0
    finally:
        sandbox.stop()
