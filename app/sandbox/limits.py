"""What Slack would refuse before looking at the request: scopes and method tiers."""

import threading
import time
from collections import Counter, defaultdict, deque
from typing import Literal

from app.sandbox.state import SlackError

# https://docs.slack.dev/reference/methods: one of the scopes of each set is needed; () for none.
SCOPES: dict[str, tuple[str, ...]] = {
    "auth.test": (),
    "api.test": (),
    "chat.postMessage": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.update": ("chat:write",),
    "chat.delete": ("chat:write",),
    "chat.getPermalink": (),
    "conversations.join": ("channels:join",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "users.lookupByEmail": ("users:read.email",),
    "team.info": ("team:read",),
    "views.open": (),
    "views.push": (),
    "views.update": (),
    "views.publish": (),
    "files.getUploadURLExternal": ("files:write",),
    "files.completeUploadExternal": ("files:write",),
    "files.info": ("files:read",),
    "bookmarks.add": ("bookmarks:write",),
    "pins.add": ("pins:write",),
    "reactions.add": ("reactions:write",),
}
# The same, where it depends on the kind of conversation.
BY_KIND: dict[str, dict[str, tuple[str, ...]]] = {
    "conversations.open": {"im": ("im:write",), "mpim": ("mpim:write",)},
    "conversations.create": {
        "public": ("channels:manage", "channels:write"),
        "private": ("groups:write",),
    },
    "conversations.invite": {
        "public": ("channels:write.invites", "channels:manage"),
        "private": ("groups:write.invites", "groups:write"),
    },
    "conversations.info": {
        "public": ("channels:read",),
        "private": ("groups:read",),
        "im": ("im:read",),
        "mpim": ("mpim:read",),
    },
    "conversations.history": {
        "public": ("channels:history",),
        "private": ("groups:history",),
        "im": ("im:history",),
        "mpim": ("mpim:history",),
    },
}

# https://docs.slack.dev/apis/web-api/rate-limits: requests a minute; posting has its own rule.
TIERS = {2: 20, 3: 50, 4: 100}
TIER_OF = {
    "chat.postEphemeral": 4,
    "chat.update": 3,
    "chat.delete": 3,
    "conversations.open": 3,
    "conversations.invite": 3,
    "conversations.info": 3,
    "conversations.join": 3,
    "conversations.create": 2,
    "conversations.list": 2,
    "conversations.members": 4,
    "conversations.history": 3,
    "views.open": 4,
    "views.push": 4,
    "views.update": 4,
    "views.publish": 4,
    "users.info": 4,
    "users.list": 2,
    "users.lookupByEmail": 3,
    "team.info": 3,
    "files.getUploadURLExternal": 4,
    "files.completeUploadExternal": 4,
    "files.info": 4,
    "bookmarks.add": 2,
    "pins.add": 2,
    "reactions.add": 3,
}
MINUTE = 60.0
POSTING = "chat.postMessage"
POSTS_A_SECOND = 1  # per channel, "short bursts" are tolerated: assumed to be three at once
POST_BURST = 3
POSTS_A_MINUTE = 300  # per workspace: "several hundred messages per minute" is all that Slack says; assumed


class Throttled(Exception):  # noqa: N818 - it is an answer, 429
    """Too many requests; try again after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"retry after {seconds} s")
        self.seconds = seconds


class Limits:
    """Counts requests the way Slack does, in windows that slide.

    Args:
        granted: the scopes that the manifest asks for.
        rates: `off` counts nothing.
    """

    def __init__(self, granted: set[str], rates: Literal["slack", "off"]) -> None:
        self.granted = granted
        self.rates = rates
        self.throttled: Counter[str] = Counter()
        """How often a method was called too often, by its name."""
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    def forget(self) -> None:
        """Begin counting anew."""
        with self._lock:
            self._calls.clear()
            self.throttled.clear()

    def check_scope(self, *needed: str) -> None:
        """Let a call through if one of the scopes is granted.

        Raises:
            SlackError: `missing_scope`, naming what is needed and what is provided.
        """
        if needed and not self.granted.intersection(needed):
            raise SlackError("missing_scope", needed=",".join(needed), provided=",".join(sorted(self.granted)))

    def check_method(self, method: str) -> None:
        """Check the scopes and the tier of a method.

        Raises:
            SlackError: `missing_scope`.
            Throttled: when the tier is used up.
        """
        self.check_scope(*SCOPES.get(method, ()))
        tier = TIER_OF.get(method)
        if tier is not None:
            self._count(method, (method, TIERS[tier], MINUTE))

    def check_post(self, channel: str) -> None:
        """Check the pace of posting to one channel, and to the whole workspace.

        Raises:
            Throttled: when messages come too fast for either.
        """
        place = (f"post {channel}", POST_BURST, POST_BURST / POSTS_A_SECOND)
        self._count(POSTING, place, (POSTING, POSTS_A_MINUTE, MINUTE))

    def _count(self, method: str, *windows: tuple[str, int, float]) -> None:
        """Count a call in every window it falls into, or in none if one of them is full."""
        if self.rates == "off":
            return
        with self._lock:
            now, wait = time.monotonic(), 0
            for what, most, window in windows:
                calls = self._calls[what]
                while calls and now - calls[0] > window:
                    calls.popleft()
                if len(calls) >= most:
                    wait = max(wait, 1, int(window - (now - calls[0])) + 1)
            if wait:
                self.throttled[method] += 1
                raise Throttled(wait)
            for what, _most, _window in windows:
                self._calls[what].append(now)
