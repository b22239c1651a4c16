"""Whether a request comes from Slack: its signature and its age, before anything in it is read.

Bolt checks both, too, but answers 500 to a time that is no number, says nothing of a clock that is off, and reads
the body of a request that has no signature at all.
"""

import hmac
import re
import threading
import time
from collections.abc import Callable
from hashlib import sha256

import structlog

FRESH = 300  # seconds, as Slack asks for
SURELY = 5  # so many in a row are no replay: a clock is off
_STAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")

log = structlog.get_logger()


class Signed:
    """Checks requests with the app's signing secret.

    Args:
        secret: the signing secret.
        now: seconds since 1970 on this machine's clock, which Slack's times are compared with.
    """

    def __init__(self, secret: str, now: Callable[[], float] = time.time) -> None:
        self._secret, self._now = secret.encode(), now
        self._lock = threading.Lock()
        self._stale = 0
        self._has_told = False

    def why_not(self, stamp: str, signature: str, body: Callable[[], bytes]) -> str | None:
        """Return why a request is refused, in a word for the log; None if Slack sent it just now.

        Args:
            stamp: the header `X-Slack-Request-Timestamp`; anything.
            signature: the header `X-Slack-Signature`; anything.
            body: reads the body; not called if the headers alone are wrong.
        """
        if _STAMP.fullmatch(stamp) is None or _SIGNATURE.fullmatch(signature) is None:
            return "unsigned"
        expected = hmac.new(self._secret, b"v0:" + stamp.encode() + b":" + body(), sha256).hexdigest()
        if not hmac.compare_digest("v0=" + expected, signature):
            return "forged"
        off = self._now() - int(stamp)
        self._mind_the_clock(off)
        return "stale" if abs(off) > FRESH else None

    def _mind_the_clock(self, off: float) -> None:
        with self._lock:
            self._stale = self._stale + 1 if abs(off) > FRESH else 0
            if self._stale == 0:
                self._has_told = False
            if self._stale < SURELY or self._has_told:
                return
            self._has_told = True
        log.error(
            "clock-off",
            minutes=round(off / 60),
            hint="Requests that Slack signed are refused for their age: the clock of this machine (or Slack's) is "
            "off by that many minutes. Set it by NTP.",
        )
