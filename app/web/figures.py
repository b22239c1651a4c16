"""What this process counts by itself, for Prometheus; everything else is read from the database (see `watch`)."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from app.web.turned_away import TurnedAway

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Slack waits for three."""


class Interactions:
    """What people did in Slack, as the door saw it: how often, how it ended, how long they waited."""

    def __init__(self) -> None:
        self._count = Counter(
            "trellis_interactions", "What Slack brought, by what became of it", ["kind", "outcome"], registry=None
        )
        self._seconds = Histogram(
            "trellis_interaction_seconds",
            "From the door to the acknowledgement",
            ["kind"],
            buckets=SECONDS,
            registry=None,
        )

    def note(self, kind: str, outcome: str, seconds: float) -> None:
        """Count one. Both words are the house's own and few, so that the figures stay few."""
        self._count.labels(kind, outcome).inc()
        self._seconds.labels(kind).observe(seconds)

    def register(self, registry: CollectorRegistry) -> None:
        """Let a registry show the figures."""
        registry.register(self._count)
        registry.register(self._seconds)


class TurnedAwayFigures(Collector):
    """Requests that were turned away before anybody looked at what they say."""

    def __init__(self, turned_away: TurnedAway) -> None:
        self._turned_away = turned_away

    def collect(self) -> Iterator[Metric]:
        """Yield the counts by reason."""
        made = CounterMetricFamily("trellis_requests_turned_away", "Requests turned away, by reason", labels=["why"])
        for why, number in sorted(self._turned_away.ever().items()):
            made.add_metric([why], number)
        yield made


def register_process(registry: CollectorRegistry) -> None:
    """Let a registry show this process's memory, open files, processor time, and when it began."""
    ProcessCollector(registry=registry)
