"""The outbox without Slack: a carrier whose every carriage ends as the test says, and notices of a few plain kinds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update

from app.core.carrier import CannotTell, Job, Need, Outcome, Sent
from app.core.notice import Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post, PublishHome, Wanted
from app.delivery.deciding import Manners
from app.delivery.planning import plan, reconcile
from app.delivery.records import Notice
from app.delivery.rounds import Patience
from app.delivery.rules import Recipient
from app.delivery.sending import Sender
from app.slack.blocks import together
from tests.kit.rooms import TEAM, Rooms

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SETTLING = timedelta(seconds=Patience().settling)


@dataclass
class Postman:
    """A carrier whose every carriage ends as the test says."""

    outcomes: list[Outcome] = field(default_factory=list)
    history: Any = field(default_factory=CannotTell)
    carried: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    before: Callable[[], None] = lambda: None
    rest: float = 0.0
    taken_back: list[str] = field(default_factory=list)

    def needs(self, job: Job, team_id: str, to: str, errand: Errand) -> list[Need]:
        del team_id, errand
        return [Need(what, self.rest) for what in (job, f"post:{to}")]

    def take_back(self, team_id: str, channel: str, ts: str) -> None:
        del team_id, channel
        self.taken_back.append(ts)

    def carry(self, team_id: str, to: str, errand: Errand, marks: Sequence[str], until: float) -> Outcome:
        del team_id, marks, until
        self.before()
        self.carried.append(f"{to}: {errand.text if isinstance(errand, Post) else type(errand).__name__}")
        return self.outcomes.pop(0) if self.outcomes else Sent("D1", f"{len(self.carried)}.0")

    def show_anew(self, team_id: str, channel: str, ts: str, post: Post) -> Outcome:
        del team_id, channel, ts
        self.shown.append(post.text)
        self.before()
        return Sent()

    def find(self, *_: object) -> Any:
        return self.history


@dataclass
class Office:
    rooms: Rooms
    postman: Postman
    facts: dict[str, str]

    def sender(self, lease: float = 60.0, carriers: int = 1, abreast: int | None = None) -> Sender:
        """Return one more process that sends."""
        kinds = {
            "nudge": self._kind("nudge", Doubt.AT_MOST_ONCE),
            "match": self._kind("match", Doubt.AT_LEAST_ONCE),
            "hint": self._kind("hint", Doubt.AT_MOST_ONCE, Manner.NUDGE),
            "fixed": self._kind("fixed", Doubt.AT_MOST_ONCE, live=False),
            "news": self._kind("news", Doubt.AT_LEAST_ONCE, Manner.NEWS),
            "find": self._kind("find", Doubt.FIND),
            "task": self._kind("task", Doubt.AT_MOST_ONCE, Manner.NUDGE, merge="tasks", keeps=timedelta(days=3)),
            "reply": self._kind("reply", Doubt.AT_MOST_ONCE, live=False),
            "home.home": NoticeKind(
                name="home.home",
                render=lambda *_: PublishHome(view={}),
                manner=Manner.REPLY,
                doubt=Doubt.AT_MOST_ONCE,
                keeps=None,
                why="x",
            ),
        }
        return Sender(
            database=self.rooms.database,
            carrier=self.postman,
            manners=Manners(kinds=kinds, recipient_of=lambda *_: Recipient(zone="UTC"), together=together),
            clock=self.rooms.clock,
            patience=Patience(lease),
            carriers=carriers,
            abreast=abreast,
        )

    def _kind(
        self, name: str, doubt: Doubt, manner: Manner = Manner.REPLY, *, live: bool = True, **more: Any
    ) -> NoticeKind:
        def render(_tx: object, due: Due, _now: datetime) -> Errand:
            text = self.facts.get(due.key, self.facts.get("text", "hello"))
            if text == "broken":
                raise RuntimeError("this renderer has a fault")
            return NotNeeded(reason="done already") if text == "done" else Post(text=text, blocks=[])

        more.setdefault("keeps", None)
        return NoticeKind(name=name, render=render, manner=manner, doubt=doubt, live=live, why="x", **more)

    def wants(self, *keys: str, kind: str = "nudge", after: timedelta = timedelta(0), **more: Any) -> None:
        """Let one subject want exactly these."""
        more.setdefault("to", "U1")
        wanted = [Wanted(key=key, kind=kind, due=self.rooms.now + after, **more) for key in keys]
        with self.rooms.tx() as tx:
            reconcile(tx, team_id=TEAM, subject="thing:1", wanted=wanted, now=self.rooms.now)

    def plans(self, key: str, kind: str, after: timedelta = timedelta(0), **more: Any) -> None:
        """Plan one more."""
        more.setdefault("to", "U1")
        wanted = Wanted(key=key, kind=kind, due=self.rooms.now + after, **more)
        with self.rooms.tx() as tx:
            plan(tx, team_id=TEAM, subject=f"thing:{key}", wanted=wanted, now=self.rooms.now)

    def leases_run_out(self) -> None:
        """Leases are by the database's time, which no test can move."""
        with self.rooms.tx() as tx:
            tx.execute(update(Notice).where(Notice.lease_until.is_not(None)).values(lease_until=LONG_AGO))

    def outcomes(self) -> dict[str, str | None]:
        """Return what became of each."""
        return {one.key: one.outcome for one in self.rooms.notices()}

    def row(self, key: str = "a") -> Notice:
        return next(one for one in self.rooms.notices() if one.key == key)
