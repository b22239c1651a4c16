"""A small world for the state machine: what people do, a Slack with moods, and what must never happen in it.

There are three clocks, as in life: Slack's and the database's, which are right, and the bot's, which somebody may set.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.core.carrier import EVERYTHING, Absent, CannotTell, Found, Job, Later, Need, Outcome, Refused, Sent, Unknown
from app.core.notice import Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post, Together, Wanted
from app.database.session import Database, Transaction
from app.delivery.deciding import stale_at
from app.delivery.planning import reconcile
from app.delivery.records import Notice
from app.delivery.rules import HUMANE, WEEK, WEEKLY_BUDGET, Recipient, address
from tests.kit.rooms import TEAM

START = datetime(2026, 10, 22, 8, tzinfo=UTC)  # a Thursday before the clocks change
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PEOPLE = ("U1", "U2")
PAIR, CHANNEL = "U1+U2", "C1"


class Crash(BaseException):
    """The process is gone from one instruction to the next."""


@dataclass
class Clocks:
    """The true time, and how wrong the bot's clock is."""

    true: datetime = START
    wrong_by: timedelta = timedelta(0)

    def now(self) -> datetime:
        return self.true + self.wrong_by

    def steady(self) -> float:
        return (self.true - START).total_seconds()


# -- what the house wants ------------------------------------------------------------------------------


@dataclass
class Thing:
    """A pairing with a meeting: what it is now decides what it wants."""

    number: int
    began: datetime
    live: bool = True
    answered: set[str] = field(default_factory=set)
    version: int = 1
    starts: datetime | None = None
    held: bool = False

    def wanted(self) -> list[Wanted]:
        base, about = f"thing:{self.number}", {"thing": self.number}

        def want(what: str, kind: str, to: str, due: datetime, expires: datetime | None = None) -> Wanted:
            return Wanted(key=f"{base}:{what}", kind=kind, to=to, due=due, expires=expires, about=about)

        if not self.live:
            return [want(f"goodbye:{one}", "goodbye", one, self.began) for one in PEOPLE]
        found = [
            want("match", "match", PAIR, self.began),
            want("line", "line", CHANNEL, self.began),
            want("post", "post", CHANNEL, self.began),
        ]
        for one in PEOPLE:
            found += [
                want(f"hello:{one}", "hello", one, self.began),
                want(f"ask:{one}", "ask", one, self.began + DAY),
                want(f"stage:{one}", "stage", one, self.began + 2 * DAY),
            ]
            if one not in self.answered:
                due = self.began + 4 * DAY
                found.append(want(f"chase:{one}", "chase", one, due, self.began + 14 * DAY))
        if self.starts is not None:
            own, ends = f"{self.version}", self.starts + HOUR
            found.append(want(f"{own}:card", "card", PAIR, self.starts - 5 * DAY, self.starts))
            for one in PEOPLE:
                found += [
                    want(f"{own}:soon:{one}", "soon", one, self.starts - HOUR, self.starts),
                    want(f"{own}:met:{one}", "met", one, ends + 3 * HOUR, ends + 5 * DAY),
                ]
        return found


KINDS = (
    ("hello", Manner.REPLY, Doubt.AT_LEAST_ONCE, 7 * DAY, None, False),
    ("soon", Manner.REMINDER, Doubt.AT_MOST_ONCE, HOUR, None, False),
    ("goodbye", Manner.REMINDER, Doubt.AT_LEAST_ONCE, None, None, False),
    ("match", Manner.ANSWER, Doubt.AT_LEAST_ONCE, None, None, False),
    ("card", Manner.ANSWER, Doubt.AT_LEAST_ONCE, 60 * DAY, None, True),
    ("news", Manner.NEWS, Doubt.AT_MOST_ONCE, 14 * DAY, Together.NEWS, False),
    ("told", Manner.NUDGE, Doubt.AT_MOST_ONCE, 14 * DAY, Together.NEWS, False),
    ("ask", Manner.NUDGE, Doubt.AT_MOST_ONCE, 10 * DAY, Together.TO_DO, True),
    ("chase", Manner.NUDGE, Doubt.AT_MOST_ONCE, 10 * DAY, Together.TO_DO, True),
    ("met", Manner.NUDGE, Doubt.AT_MOST_ONCE, 5 * DAY, Together.TO_DO, False),
    ("stage", Manner.NUDGE, Doubt.AT_LEAST_ONCE, 14 * DAY, None, False),
    ("line", Manner.CHANNEL, Doubt.AT_MOST_ONCE, 7 * DAY, None, False),
    ("post", Manner.CHANNEL, Doubt.FIND, 30 * DAY, None, True),
)


class House:
    """The facts, how they are put into words, and what delivery must know of people."""

    def __init__(self, clocks: Clocks) -> None:
        self.clocks = clocks
        self.things: dict[int, Thing] = {}
        self.wanted: dict[str, Wanted] = {}
        self.people = {
            "U1": Recipient(zone="Europe/Madrid"),
            "U2": Recipient(zone="America/New_York"),
        }
        self.kinds = {
            name: NoticeKind(
                name=name,
                render=self.render,
                manner=manner,
                doubt=doubt,
                keeps=keeps,
                live=live,
                why="x",
                merge=merge,
                nags="answer" if name == "chase" else None,
            )
            for name, manner, doubt, keeps, merge, live in KINDS
        }

    def render(self, _tx: Transaction, due: Due, _now: datetime) -> Errand:
        over = self.over(due.key)
        if over is not None and not due.sent:
            return NotNeeded(reason=over)
        text = f"[{due.key}] {self.state(due.key)}"
        return Post(text=text, blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": text}}])

    def state(self, key: str) -> str:
        """Return what a live message says of its subject now."""
        thing = self.things[int(key.split(":")[1])]
        return f"{'live' if thing.live else 'over'}, {len(thing.answered)} answered, {thing.version}, {thing.held}"

    def over(self, key: str) -> str | None:
        """Return why a message is about a done thing, or None."""
        _, number, *what = key.split(":")
        thing = self.things[int(number)]
        if not thing.live:
            return None if what[0] in ("goodbye", "news", "told") else "it has ended"
        if what[0] in ("ask", "chase") and what[1] in thing.answered:
            return "they have answered"
        if what[0].isdecimal() and (int(what[0]) != thing.version or (what[1] == "met" and thing.held)):
            return "it was moved, or held"
        return None

    def follows(self, database: Database, thing: Thing) -> None:
        """Bring the plan in line with what a thing is now, as a use case does after each change."""
        wanted, prefix = thing.wanted(), f"thing:{thing.number}:"
        self.wanted = {key: one for key, one in self.wanted.items() if not key.startswith(prefix)}
        self.wanted |= {one.key: one for one in wanted}
        with database.transaction() as tx:
            reconcile(tx, team_id=TEAM, subject=prefix[:-1], wanted=wanted, now=self.clocks.now())

    def wants(self, row: Notice) -> bool:
        """Whether a message, or the one that it brings again, is wanted now."""
        original = row.repeats or row.key
        return original in self.wanted or f"news:{original}" in self.wanted

    def recipient(self, _tx: Transaction, _team: str, user: str) -> Recipient:
        return self.people[user]


# -- Slack ---------------------------------------------------------------------------------------------

FATES = (
    "arrives",
    "throttled",
    "all throttled",
    "refused",
    "lost",
    "forgotten",
    "crash before",
    "crash after",
    "sleeps before",
    "sleeps after",
)


@dataclass
class Message:
    """What stands in Slack."""

    ts: str
    at: datetime
    """By Slack's clock."""
    now: datetime
    """By the bot's."""
    to: str
    marks: tuple[str, ...]
    text: str


@dataclass
class Slack:
    """A carrier with moods. It keeps what people see, and notes what should never have come."""

    house: House
    clocks: Clocks
    database: Database
    fates: list[str] = field(default_factory=list)
    readable: bool = True
    visible: list[Message] = field(default_factory=list)
    blind: set[str] = field(default_factory=set)
    """The marks that were looked for while the history could not be read."""
    refused: set[str] = field(default_factory=set)
    begun_before: set[tuple[str, int]] = field(default_factory=set)
    """The attempts that were under way already when something changed: nobody calls them back."""
    faults: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    """What happened, for whoever looks for the reason of a fault."""
    meanwhile: Callable[[], None] | None = None
    while_asleep: Callable[[], None] = lambda: None

    def needs(self, job: Job, team_id: str, to: str, errand: Errand) -> Sequence[Need]:
        del team_id, errand
        what = {"carry": "chat.postMessage", "show": "chat.update", "find": "conversations.history"}[job]
        return [Need(what, 0), *([Need(f"post:{to}", 0)] if job == "carry" else [])]

    def carry(self, team_id: str, to: str, errand: Errand, marks: Sequence[str], until: float) -> Outcome:
        del team_id
        assert isinstance(errand, Post)
        fate = self.fates.pop(0) if self.fates else "arrives"
        self.log.append(f"{self.clocks.now()} carry {errand.text} to {to}: {fate}")
        if fate == "crash before":
            raise Crash
        if fate in ("throttled", "all throttled"):
            return Later(90, "ratelimited", EVERYTHING if fate == "all throttled" else "chat.postMessage")
        if fate == "refused":
            self.refused |= set(marks)
            return Refused("channel_not_found")
        if fate == "lost":
            return Unknown("a cut connection")
        if fate == "sleeps before":
            self.clocks.true += timedelta(minutes=3)
            self.while_asleep()
        if self.clocks.steady() >= until:
            return Later(0, "held up")
        sent = self._appears(to, errand, tuple(marks))
        if self.meanwhile is not None:
            act, self.meanwhile = self.meanwhile, None
            with self.database.transaction() as tx:
                begun = tx.query(Notice).filter(Notice.sending_at.is_not(None), Notice.settled_at.is_(None)).all()
            self.begun_before |= {(row.mark, row.attempts) for row in begun}
            act()
        if fate == "crash after":
            raise Crash
        if fate == "sleeps after":
            self.clocks.true += timedelta(minutes=3)
            self.while_asleep()
        return Unknown("a time-out") if fate == "forgotten" else sent

    def _appears(self, to: str, post: Post, marks: tuple[str, ...]) -> Sent:
        message = Message(f"{len(self.visible) + 1}.0", self.clocks.true, self.clocks.now(), to, marks, post.text)
        self.visible.append(message)
        with self.database.transaction() as tx:
            rows = tx.query(Notice).filter(Notice.mark.in_(marks)).all()
        for row in rows:
            if (row.mark, row.attempts) in self.begun_before:
                continue
            self.faults += [f"{row.key}: {fault}" for fault in self._wrong_with(row, message)]
        return Sent(to, message.ts)

    def _wrong_with(self, row: Notice, message: Message) -> Iterator[str]:
        kind, now = self.house.kinds[row.kind], message.now
        people = [self.house.people[one] for one in address(row.to)]
        stale = stale_at(kind, row)
        if stale is not None and now >= stale:
            yield f"it came at {now} and was stale from {stale}"
        if now < row.wanted_at:
            yield f"it came at {now}, before its time {row.wanted_at}"
        if self.house.over(row.key) is not None:
            yield f"it came although {self.house.over(row.key)}"
        if not self.house.wants(row):
            yield "it came although nobody wants it"
        if people and all(one.gone for one in people):
            yield "it came to somebody who left"
        awake = [one for one in people if not one.gone]
        if kind.manner in HUMANE and awake and not any(_is_humane(now, one) for one in awake):
            yield f"it came at {now}, and nobody is up"
        if kind.manner is Manner.NUDGE and any(
            one.paused_until is not None and one.paused_until > now for one in awake
        ):
            yield "it came in a pause"
        if kind.unasked and len(people) == 1 and row.repeats is None:
            # A second copy that nobody could have helped is no further message.
            since = {
                one.marks[0]: one.text
                for one in self.visible
                if one.to == row.to and now - WEEK < one.now and self._is_unasked(one) and row.mark not in one.marks
            }
            if len(since) >= WEEKLY_BUDGET:
                yield f"it is one too many at {now}: {sorted(since.values())}"

    def _is_unasked(self, message: Message) -> bool:
        with self.database.transaction() as tx:
            rows = tx.query(Notice).filter(Notice.mark.in_(message.marks)).all()
        return any(self.house.kinds[row.kind].unasked and row.repeats is None for row in rows)

    def show_anew(self, team_id: str, channel: str, ts: str, post: Post) -> Outcome:
        del team_id, channel
        fate = self.fates.pop(0) if self.fates else "arrives"
        if fate.startswith("crash"):
            raise Crash
        if fate != "arrives":
            return Later(30, "ratelimited", "chat.update") if fate == "throttled" else Unknown("a time-out")
        for message in self.visible:
            if message.ts == ts:
                message.text = post.text
        return Sent()

    def find(self, team_id: str, to: str, errand: Errand, mark: str, since: datetime) -> Found:
        del team_id, errand
        self.log.append(f"{self.clocks.now()} find {mark} since {since} ({self.readable})")
        if self.fates and self.fates[0] == "throttled":
            self.fates.pop(0)
            return Later(30, "ratelimited", "conversations.history")
        if not self.readable:
            self.blind.add(mark)
            return CannotTell()
        for message in self.visible:
            if message.to == to and mark in message.marks and message.at >= since:
                return Sent(to, message.ts)
        return Absent()

    def take_back(self, team_id: str, channel: str, ts: str) -> None:
        del team_id, channel
        self.visible = [one for one in self.visible if one.ts != ts]


def _is_humane(now: datetime, person: Recipient) -> bool:
    wall, hours = now.astimezone(ZoneInfo(person.zone)), person.hours
    return wall.weekday() in hours.days and hours.start <= wall.hour * 60 + wall.minute < hours.until


# -- the process ---------------------------------------------------------------------------------------


class Fragile:
    """A process's way to its database: it breaks off where the machine says, and then for ever."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.crash_in: tuple[int, str] | None = None
        self.dead = False

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        if self.dead:
            raise Crash
        number, where = self.crash_in or (-1, "")
        self.crash_in = (number - 1, where) if self.crash_in is not None else None
        with self._database.transaction() as tx:
            yield tx
            if number == 0 and where == "before":
                self.dead = True
                raise Crash
        if number == 0:
            self.dead = True
            raise Crash


def true_reason(row: Notice, house: House, kinds: Mapping[str, NoticeKind]) -> bool:
    """Whether a notice that was skipped says why, and that is so."""
    stale = stale_at(kinds[row.kind], row)
    reason = row.reason or ""
    if "too late" in reason:
        return stale is not None and row.settled_at is not None and row.settled_at >= stale
    if "later it would be stale" in reason:
        return stale is not None
    if "left the workspace" in reason:
        return True
    return house.over(row.key) is not None
