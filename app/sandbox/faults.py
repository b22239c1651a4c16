"""Bad days on demand: what a network and a busy Slack do now and then."""

import math
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["429", "500", "500_after", "drop_after", "drop_before", "slow", "error", "error_after"]
Sky = Literal["storm", "500", "500_after", "drop_after", "drop_before", "slow", "error", "error_after"]


@dataclass
class Fault:
    """One kind of trouble with one method.

    Attributes:
        kind: `429`, `500` (not worked on), `500_after` (worked on all the same), `drop_after` (the call is worked
            on, its answer is lost), `drop_before` (it is not), `slow`, `error` (an error code, not worked on),
            `error_after` (worked on, and still an error code: `internal_error` may mean that).
        times: how often it strikes.
        seconds: how long `slow` takes, or what Retry-After says.
        code: the error code.
        match: only calls in which some argument contains this.
    """

    kind: Kind
    times: int = 1
    seconds: float = 1.0
    code: str = "internal_error"
    match: str = ""


class Weather:
    """Trouble that comes at random, the same each time for the same seed and the same calls.

    Args:
        kind: as of a `Fault`, or `storm`: for some seconds every call of the method gets 429 with what is left of
            the storm in Retry-After.
        share: which share of the calls it strikes; of a storm, which share of the calls begins one.
        seed: of the random numbers.
        seconds: how long `slow` takes, or a storm lasts.
        now: real seconds that only go forward.
    """

    def __init__(self, kind: Sky, share: float, seed: int, seconds: float, now: Callable[[], float]) -> None:
        self._kind = kind
        self._share = share
        self._seconds = seconds
        self._now = now
        self._random = random.Random(seed)  # noqa: S311 - it is to be the same each time
        self._until = -math.inf

    def strike(self) -> Fault | None:
        """Return what strikes the next call, if anything."""
        if self._kind != "storm":
            return Fault(self._kind, seconds=self._seconds) if self._random.random() < self._share else None
        now = self._now()
        if now >= self._until:
            if self._random.random() >= self._share:
                return None
            self._until = now + self._seconds
        return Fault("429", seconds=max(1, math.ceil(self._until - now)))


@dataclass
class Faults:
    """Trouble waiting to happen."""

    waiting: dict[str, list[Fault]] = field(default_factory=dict)
    duplicate_next: int = 0
    struck: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often which kind of trouble struck a method, by method and kind."""
    now: Callable[[], float] = time.monotonic
    _weather: dict[str, list[Weather]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, method: str, fault: Fault) -> None:
        """Let a fault strike the next call of a Web API method."""
        with self._lock:
            self.waiting.setdefault(method, []).append(fault)

    def weather(self, method: str, *, kind: Sky, share: float, seed: int, seconds: float = 1.0) -> None:
        """Let trouble strike the calls of a method at random, beside what strikes it already; see `Weather`."""
        with self._lock:
            self._weather.setdefault(method, []).append(Weather(kind, share, seed, seconds, self.now))

    def calm_down(self) -> None:
        """Let nothing strike at random any more."""
        with self._lock:
            self._weather.clear()

    def strike(self, method: str, arguments: Callable[[], str]) -> Fault | None:
        """Return the fault that strikes this call, if any.

        Args:
            method: which is called.
            arguments: says with what; asked only if somebody wants to know.
        """
        if method not in self.waiting and method not in self._weather:
            return None
        with self._lock:
            found = self._waiting(method, arguments) or self._from_above(method)
            if found is not None:
                self.struck[method, found.kind] += 1
            return found

    def _waiting(self, method: str, arguments: Callable[[], str]) -> Fault | None:
        for fault in self.waiting.get(method, []):
            if fault.times > 0 and (not fault.match or fault.match in arguments()):
                fault.times -= 1
                return fault
        return None

    def _from_above(self, method: str) -> Fault | None:
        for weather in self._weather.get(method, []):
            if found := weather.strike():
                return found
        return None

    def repeat_next_delivery(self) -> None:
        """Deliver the next interaction, command or event twice."""
        with self._lock:
            self.duplicate_next += 1

    def take_duplicate(self) -> bool:
        """Whether this delivery is to be repeated."""
        with self._lock:
            if self.duplicate_next:
                self.duplicate_next -= 1
                return True
            return False
