"""Bad days on demand: what a network and a busy Slack do now and then."""

import threading
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["429", "500", "drop_after", "drop_before", "slow", "error", "error_after"]


@dataclass
class Fault:
    """One kind of trouble with one method.

    Attributes:
        kind: `429`, `500`, `drop_after` (the call is worked on, its answer is lost), `drop_before` (it
            is not), `slow`, `error` (an error code, not worked on), `error_after` (worked on, and
            still an error code: `internal_error` may mean that).
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


@dataclass
class Faults:
    """Trouble waiting to happen."""

    waiting: dict[str, list[Fault]] = field(default_factory=dict)
    duplicate_next: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, method: str, fault: Fault) -> None:
        """Let a fault strike the next call of a Web API method."""
        with self._lock:
            self.waiting.setdefault(method, []).append(fault)

    def strike(self, method: str, arguments: str) -> Fault | None:
        """Return the fault that strikes this call, if any."""
        with self._lock:
            for fault in self.waiting.get(method, []):
                if fault.times > 0 and fault.match in arguments:
                    fault.times -= 1
                    return fault
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
