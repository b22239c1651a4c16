"""What was turned away, told in a few lines however much it was, and never in its sender's words."""

import threading
from collections import Counter
from collections.abc import Callable, Mapping

import structlog

EVERY = 60.0  # seconds between two lines

log = structlog.get_logger()


def _later(seconds: float, do: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, do)
    timer.daemon = True
    timer.start()


class TurnedAway:
    """Counts by reason: the first is told at once, the others together, once a minute.

    Reasons are ours and few; whoever sends ten thousand forged requests neither fills the log nor the memory.

    Args:
        later: runs something after so many seconds, in another thread.
    """

    def __init__(self, later: Callable[[float, Callable[[], None]], None] = _later) -> None:
        self._later = later
        self._lock = threading.Lock()
        self._ever: Counter[str] = Counter()
        self._untold: Counter[str] = Counter()
        self._is_waiting = False

    def note(self, why: str) -> None:
        """Count one more."""
        with self._lock:
            self._ever[why] += 1
            self._untold[why] += 1
            if self._is_waiting:
                return
            self._is_waiting = True
        self._tell()

    def ever(self) -> Mapping[str, int]:
        """Return how many there were since the process began, by reason."""
        with self._lock:
            return dict(self._ever)

    def _tell(self) -> None:
        with self._lock:
            untold, self._untold = self._untold, Counter()
            if not untold:
                self._is_waiting = False
                return
        log.warning("turned-away", requests=untold.total(), why=dict(untold), next_line_in_seconds=int(EVERY))
        self._later(EVERY, self._tell)
