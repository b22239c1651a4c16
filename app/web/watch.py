"""How delivery is doing, for Prometheus and for whoever asks `/readyz`.

Everything here is read from the database when it is asked for, so that every process tells the same, also of what
others do; what a process counts by itself hangs beside it (see `figures`).
"""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.core.clock import Clock, steady
from app.database.session import Database
from app.delivery import looking
from app.delivery.beats import seconds_since_tick
from app.delivery.looking import Held, Late
from app.delivery.states import OPEN, State
from app.web.figures import register_process

RECENT = timedelta(days=7)
HISTORY_EVERY = 600.0  # seconds: counting all that ever went out takes a moment among a million
HISTORY = (State.SENT, State.SKIPPED, State.CANCELLED, State.FAILED, State.UNCERTAIN)
HELD = ("method", "place", "workspace")

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was read at once."""

    waiting: Mapping[State, int]
    troubled: Mapping[State, int]
    late: Late
    late_seconds: float
    since_tick: float | None
    throttled: Mapping[str, int]
    held: Mapping[str, int]


class Watch(Collector):
    """Reads the figures.

    Args:
        database: where the notices are.
        clock: the time by which they are due.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._registry = CollectorRegistry()
        self._registry.register(self)
        register_process(self._registry)
        self._lock = threading.Lock()
        self._history: tuple[float, Mapping[State, int]] | None = None

    @property
    def registry(self) -> CollectorRegistry:
        """Where others hang what this process counts by itself."""
        return self._registry

    def metrics(self) -> bytes | None:
        """Return everything in Prometheus's text format; None if the database does not answer."""
        try:
            return generate_latest(self._registry)
        except Exception:  # noqa: BLE001 - whatever it is, there is nothing to tell
            log.warning("metrics-failed")
            return None

    def sentences(self) -> list[str]:
        """Return what a person would like to know first; nothing if the database does not answer."""
        try:
            figures = self._figures()
        except Exception:  # noqa: BLE001 - see metrics
            return []
        tick = "never" if figures.since_tick is None else f"{figures.since_tick:.0f} s ago"
        late = f"{figures.late.due}, the oldest for {figures.late_seconds:.0f} s" if figures.late.due else "nothing"
        return [f"last tick: {tick}", f"overdue: {late}"]

    def describe(self) -> list[Metric]:
        """Say nothing before the first scrape: the registry would read the database to find the names."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield every figure."""
        now = self._figures()
        yield _gauge(
            "notices_open", "Notices that delivery has yet to settle", "state", {s: now.waiting.get(s, 0) for s in OPEN}
        )
        yield _gauge("notices_settled", "Notices by outcome, of all time; some minutes old", "outcome", self._settled())
        yield _gauge("notices_undelivered", "Failed or uncertain in the last seven days", "outcome", now.troubled)
        yield _one("notices_overdue", "Notices that are due now", now.late.due)
        yield _one("overdue_seconds", "For how long the oldest of them has been due", now.late_seconds)
        if now.since_tick is not None:
            yield _one("seconds_since_tick", "Since any process looked for what is due", now.since_tick)
        throttled = CounterMetricFamily("trellis_slack_throttled", "How often Slack answered 429", labels=["method"])
        for method, number in sorted(now.throttled.items()):
            throttled.add_metric([method], number)
        yield throttled
        yield _gauge("slack_held_back", "What waits because Slack said no", "what", now.held)

    def _figures(self) -> Figures:
        now = self._clock.now()
        with self._database.transaction() as tx:
            late = looking.late(tx, now=now)
            return Figures(
                waiting=looking.open_counts(tx),
                troubled=looking.troubled_counts(tx, since=now - RECENT),
                late=late,
                late_seconds=late.seconds(now),
                since_tick=seconds_since_tick(tx),
                throttled=_by_method(looking.throttled(tx)),
                held=_by_kind(looking.held_back(tx)),
            )

    def _settled(self) -> Mapping[State, int]:
        with self._lock:
            if self._history is None or steady() - self._history[0] >= HISTORY_EVERY:
                found = looking.settled_counts(self._database)
                self._history = (steady(), {state: found.get(state, 0) for state in HISTORY})
            return self._history[1]


def _gauge(name: str, help_: str, label: str, values: Mapping[State, int] | Mapping[str, int]) -> Metric:
    made = GaugeMetricFamily(f"trellis_{name}", help_, labels=[label])
    for value, number in values.items():
        made.add_metric([str(value).replace(" ", "_")], number)
    return made


def _one(name: str, help_: str, value: float) -> Metric:
    return GaugeMetricFamily(f"trellis_{name}", help_, value=value)


def _by_method(found: Mapping[str, int]) -> dict[str, int]:
    """Return the counts by method; places are many, and each is posted to with the same one."""
    methods: dict[str, int] = {}
    for what, number in found.items():
        name = "chat.postMessage" if what.startswith("post:") else what
        methods[name] = methods.get(name, 0) + number
    return methods


def _by_kind(held: list[Held]) -> dict[str, int]:
    kinds = dict.fromkeys(HELD, 0)
    for one in held:
        kinds["workspace" if one.what == "*" else "place" if one.what.startswith("post:") else "method"] += 1
    return kinds
