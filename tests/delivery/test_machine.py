"""Whatever happens, in whatever order: one message for each key, none lost, none at night, stale, done or too many.

`TRELLIS_MACHINE_EXAMPLES=2000 pytest tests/delivery/test_machine.py` looks for longer, and elsewhere each time.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import delete

from app.core.calendar import Hours
from app.core.notice import Doubt, Wanted
from app.database.session import Database, Transaction
from app.delivery import rounds, sending
from app.delivery.deciding import Manners, stale_at
from app.delivery.planning import bring_again, plan
from app.delivery.records import Notice, Pace, ahead
from app.delivery.sending import Sender
from app.delivery.states import WAYS, State, state_of
from app.slack.blocks import together
from tests.delivery.world import (
    DAY,
    FATES,
    HOUR,
    PEOPLE,
    Clocks,
    Crash,
    Fragile,
    House,
    Slack,
    Thing,
    true_reason,
)
from tests.kit.rooms import TEAM

WEEKS = ((0, 1, 2, 3, 4), (1, 3), (5, 6), (0, 1, 2, 3, 4, 5, 6))
EXAMPLES = int(os.environ.get("TRELLIS_MACHINE_EXAMPLES", "0"))
ENOUGH = 400
"""So many times everything that is due may be looked at until all is settled."""


PICK, WHO, BOT = st.integers(0, 2), st.sampled_from(PEOPLE), st.sampled_from([0, 1])
TIMES = st.sampled_from([timedelta(minutes=1), timedelta(minutes=2), HOUR, 10 * HOUR, DAY, 2 * DAY, 7 * DAY])
DEEDS = ("agrees on a meeting, or moves it", "meets", "answers", "is put off", "ends")
CHANGES = st.one_of(
    st.tuples(st.just("paused_until"), st.integers(0, 20).map(lambda days: days * DAY)),
    st.tuples(st.just("zone"), st.sampled_from(["Asia/Kolkata", "Pacific/Apia", "Europe/London"])),
    st.tuples(st.just("hours"), st.builds(Hours, st.just(600), st.integers(630, 1440), st.sampled_from(WEEKS))),
    st.tuples(st.just("gone"), st.booleans()),
)


class Delivery(RuleBasedStateMachine):
    """Two bots and one outbox in a small world."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        with self.database.transaction() as tx:
            for table in (Notice, Pace):
                tx.execute(delete(table))
        self.clocks = Clocks()
        self.house = House(self.clocks)
        self.slack = Slack(self.house, self.clocks, self.database)
        self.stood: dict[str, State] = {}
        self.bots = [self.bot(), self.bot()]
        self.at_work = 0
        self.slack.while_asleep = self.other_works
        self.restored: list[Callable[[], None]] = []
        self._put(sending, "instant", lambda _tx: self.clocks.true)
        self._put(sending, "steady", self.clocks.steady)
        self._put(rounds, "steady", self.clocks.steady)

    def _put(self, where: object, name: str, value: object) -> None:
        before = getattr(where, name)
        setattr(where, name, value)
        self.restored.append(lambda: setattr(where, name, before))

    def bot(self) -> tuple[Fragile, Sender]:
        fragile = Fragile(self.database)
        manners = Manners(kinds=self.house.kinds, recipient_of=self.house.recipient, together=together)
        return fragile, Sender(
            database=fragile,  # type: ignore[arg-type]  # all that a sender asks of a database
            carrier=self.slack,
            manners=manners,
            clock=self.clocks,
        )

    # -- what people do ------------------------------------------------------------------------

    @precondition(lambda self: len(self.house.things) < 3)
    @rule()
    def a_pairing_begins(self) -> None:
        number = len(self.house.things) + 1
        self.house.things[number] = Thing(number, self.clocks.now())
        self.house.follows(self.database, self.house.things[number])

    def some(self, pick: int) -> Thing:
        return self.house.things[pick % len(self.house.things) + 1]

    @precondition(lambda self: self.house.things)
    @rule(pick=PICK, deed=st.sampled_from(DEEDS), who=WHO, days=st.integers(0, 8), hours=st.integers(0, 23))
    def a_pairing_goes_on(self, pick: int, deed: str, who: str, days: int, hours: int) -> None:
        self.happens(self.some(pick), deed, who, timedelta(days=days, hours=hours + 2))

    def happens(self, thing: Thing, deed: str, who: str, ahead: timedelta) -> None:
        match deed:
            case "agrees on a meeting, or moves it":
                thing.version += 1
                thing.starts, thing.held = self.clocks.now() + ahead, False
            case "meets":
                thing.held = thing.starts is not None
            case "answers":
                thing.answered.add(who)
            case "is put off":
                thing.began = max(thing.began, self.clocks.now()) + ahead
            case _:
                thing.live, thing.began = False, self.clocks.now()
        self.slack.log.append(f"{self.clocks.now()} thing {thing.number} {deed} {who}")
        self.house.follows(self.database, thing)

    @precondition(lambda self: self.house.things)
    @rule(pick=PICK, who=WHO, kind=st.sampled_from(["news", "told"]))
    def there_is_news(self, pick: int, who: str, kind: str) -> None:
        thing = self.some(pick)
        key = f"thing:{thing.number}:{kind}:{sum(f':{kind}:' in one for one in self.house.wanted)}"
        about: dict[str, int | str] = {"thing": thing.number}
        one = Wanted(key=key, kind=kind, to=who, due=self.clocks.now(), about=about)
        # News has a subject of its own: it stays true whatever becomes of the pairing.
        self.house.wanted[f"news:{key}"] = one
        with self.database.transaction() as tx:
            plan(tx, team_id=TEAM, subject=f"news:{key}", wanted=one, now=self.clocks.now())

    @rule(pick=st.integers(0, 9))
    def somebody_wants_to_have_it_again_tomorrow(self, pick: int) -> None:
        came = [one for one in self.rows() if one.outcome == "sent" and self.house.kinds[one.kind].unasked]
        if came:
            row, now = came[pick % len(came)], self.clocks.now()
            expires = stale_at(self.house.kinds[row.kind], row)
            with self.database.transaction() as tx:
                bring_again(tx, notice_id=row.id, due=now + DAY, expires=expires, now=now)

    @rule(who=WHO, change=CHANGES)
    def somebody_lives_on(self, who: str, change: tuple[str, Any]) -> None:
        what, value = change
        if what == "paused_until":
            value = self.clocks.now() + value
        self.house.people[who] = replace(self.house.people[who], **{what: value})

    # -- what time does ------------------------------------------------------------------------

    @rule(by=TIMES)
    def time_passes(self, by: timedelta) -> None:
        self.clocks.true += by

    @rule(wrong_by=st.sampled_from([-HOUR, timedelta(0), HOUR]))
    def somebody_sets_the_clock(self, wrong_by: timedelta) -> None:
        self.clocks.wrong_by = wrong_by

    # -- what Slack and the bots do ------------------------------------------------------------

    @rule(readable=st.booleans())
    def the_history_may_be_read_or_not(self, *, readable: bool) -> None:
        self.slack.readable = readable

    @rule(which=BOT, by=TIMES)
    def a_bot_works_after_a_while(self, which: int, by: timedelta) -> None:
        self.clocks.true += by
        self.works(which)

    @rule(which=BOT, fates=st.lists(st.sampled_from(FATES), min_size=1, max_size=4))
    def a_bot_works_and_slack_has_moods(self, which: int, fates: list[str]) -> None:
        self.slack.fates = fates
        self.works(which)

    @rule(which=BOT, transaction=st.integers(0, 5), where=st.sampled_from(["before", "after"]))
    def a_bot_dies_at_work(self, which: int, transaction: int, where: str) -> None:
        self.bots[which][0].crash_in = (transaction, where)
        self.works(which)

    @precondition(lambda self: self.house.things)
    @rule(which=BOT, pick=PICK, deed=st.sampled_from(DEEDS), who=WHO)
    def something_happens_while_a_bot_works(self, which: int, pick: int, deed: str, who: str) -> None:
        thing = self.some(pick)
        self.slack.meanwhile = lambda: self.happens(thing, deed, who, 2 * DAY)
        self.works(which)

    def works(self, which: int) -> None:
        self.at_work = which
        try:
            self.bots[which][1].tick()
        except Crash:
            self.bots[which] = self.bot()

    def other_works(self) -> None:
        """While one bot sleeps in the middle of a message, the other does what it finds."""
        sleeping = self.at_work
        self.slack.while_asleep = lambda: None
        self.works(1 - sleeping)
        self.at_work, self.slack.while_asleep = sleeping, self.other_works

    # -- what must never be --------------------------------------------------------------------

    @invariant()
    def nothing_came_that_should_not(self) -> None:
        assert self.slack.faults == [], "\n".join(self.slack.log)

    def rows(self) -> list[Notice]:
        with self.database.transaction() as tx:
            return tx.query(Notice).order_by(Notice.id).all()

    @invariant()
    def nothing_stands_twice(self) -> None:
        for row in self.rows():
            seen = sum(row.mark in one.marks for one in self.slack.visible)
            may_be_twice = self.house.kinds[row.kind].doubt is Doubt.AT_LEAST_ONCE and row.mark in self.slack.blind
            assert seen <= 1 or may_be_twice, f"{row.key} stands {seen} times"

    @invariant()
    def each_row_went_a_way_that_the_table_shows(self) -> None:
        stands = {row.key: state_of(row, self.clocks.true) for row in self.rows()}
        for key, state in stands.items():
            before = self.stood.get(key)
            assert state in _reachable(before), f"{key} was {before} and is {state}"
        self.stood = stands

    def teardown(self) -> None:
        try:
            self.everything_ends_well()
        finally:
            for restore in self.restored:
                restore()

    def everything_ends_well(self) -> None:
        """Slack is well again and the bots are not disturbed: whatever was wanted is sent, or says why not."""
        if self.slack.faults:
            return  # it has been said already
        self.slack.fates, self.slack.meanwhile = [], None
        self.bots = [self.bot(), self.bot()]
        self.clocks.true += timedelta(minutes=2)  # every lease runs out
        for _ in range(ENOUGH):
            self.works(0)
            with self.database.transaction() as tx:
                if not _is_left(tx):
                    break
                due = [at for at in ahead(tx) if at > self.clocks.now()]
            self.clocks.true += max([timedelta(seconds=61), *([min(due) - self.clocks.now()] if due else [])])
        else:
            left = [
                (one.key, one.due_at, one.reason, one.sending_at, one.lease_until, one.refresh_at)
                for one in self.rows()
                if one.settled_at is None or one.refresh_at is not None
            ]
            raise AssertionError(f"at {self.clocks.now()} there is still something to do: {left}")
        self.nothing_came_that_should_not()
        self.nothing_stands_twice()
        rows = {row.key: row for row in self.rows()}
        assert {one.key for one in self.house.wanted.values()} <= set(rows)
        for row in rows.values():
            wrong = self.wrong_end(row)
            assert wrong is None, f"{row.key}: {wrong} (outcome {row.outcome}: {row.reason})"

    def wrong_end(self, row: Notice) -> str | None:
        """Return what is wrong with how a notice ended, or None."""
        kind = self.house.kinds[row.kind]
        standing = [one for one in self.slack.visible if row.mark in one.marks]
        is_wanted = self.house.wants(row)
        blind = row.mark in self.slack.blind
        match row.outcome:
            case None:
                return "it never came to an end"
            case "sent":
                if not standing:
                    return "it says that it was sent, and nothing stands there"
                if kind.live and not any(self.house.state(row.key) in one.text for one in standing):
                    return f"it shows what was: {standing[0].text}; now it is {self.house.state(row.key)}"
                return None if row.ts in [one.ts for one in standing] else "it is said to stand elsewhere"
            case "uncertain":
                return None if blind else "everybody could have looked"
            case "failed":
                return None if row.mark in self.slack.refused else "nobody refused it"
            case "cancelled":
                return "it stands there" if standing else "it is wanted" if is_wanted else None
            case _:
                if standing:
                    return "it is called skipped, and stands there"
                return None if true_reason(row, self.house, self.house.kinds) else "its reason is not true"


@cache
def _reachable(start: State | None) -> frozenset[State | None]:
    """Return where a row can come to, over any number of ways."""
    found: set[State | None] = {start}
    while more := {way.end for way in WAYS if way.start in found} - found:
        found |= more
    return frozenset(found)


def _is_left(tx: Transaction) -> bool:
    return bool(ahead(tx))


@pytest.fixture
def machine(database: Database) -> type[Delivery]:
    Delivery.database = database
    return Delivery


def test_no_order_of_events_breaks_a_promise(machine: type[Delivery]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES or 20,
            stateful_step_count=50 if EXAMPLES else 30,
            derandomize=not EXAMPLES,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
