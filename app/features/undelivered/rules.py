"""What a coordinator may see of messages, and when one may be sent again. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.features.programmes.rules import Cohort

LISTED_FOR = timedelta(days=30)
PER_PAGE = 10
PER_LEAF = 15
OPEN_STATES = ("planned", "put off", "claimed", "on its way", "in doubt")
TROUBLES = ("failed", "uncertain")

PRIVATE_ROOMS = ("checkins", "decisions", "reflections", "surveys")
TELLING = frozenset(
    {
        "certificates.missing",
        "checkins.call",
        "checkins.chase",
        "checkins.received",
        "checkins.taken",
        "decisions.chase",
        "decisions.together",
        "reflections.news",
        "reflections.receipt",
        "surveys.chase",
        "surveys.news",
    }
)
"""Kinds whose coming alone tells that somebody answered in private, or kept silent."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message as a coordinator sees it; never what it says.

    Attributes:
        id: of its notice.
        kind: which kind of message.
        to: a person, a channel, or a group of people.
        state: where it stands, as delivery names it.
        reason: why it waits, was not sent, or did not arrive; Slack's code or a sentence.
        at: when it was settled or will be taken up, UTC.
        expires_at: from when it would be stale, UTC; None for never.
    """

    id: int
    kind: str
    to: str
    state: str
    reason: str
    at: datetime
    expires_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it has yet to go out."""
        return self.state in OPEN_STATES

    @property
    def to_channel(self) -> bool:
        """Whether it goes to a channel."""
        return self.to.startswith(("C", "G"))


def is_private(kind: str) -> bool:
    """Whether what becomes of such a message depends on what somebody says in private."""
    return kind.partition(".")[0] in PRIVATE_ROOMS or kind in TELLING


def for_coordinators(messages: Sequence[Message]) -> list[Message]:
    """Return what coordinators may see of a timeline: neither dropped plans nor what tells of private answers."""
    return [one for one in messages if one.state != "cancelled" and one.kind not in TELLING]


def pages_of(how_many: int, per_page: int) -> int:
    """Return how many pages a list has; an empty one has one too."""
    return max(1, -(-how_many // per_page))


def opening_leaf(messages: Sequence[Message]) -> int:
    """Return the page of a timeline, from 1, on which the present is: the one of the first open message."""
    first = next((place for place, one in enumerate(messages) if one.is_open), len(messages) - 1)
    return max(first, 0) // PER_LEAF + 1


def check_fresh(stale_at: datetime | None, now: datetime) -> None:
    """Let only a message pass that is still of use.

    Raises:
        Refusal: `undelivered.stale` if it is not worth sending any more.
    """
    if stale_at is not None and stale_at <= now:
        raise Refusal("undelivered.stale")


def unreachable(
    cohort: Cohort, readers: Sequence[str], channel: str, reason: str, after: int, now: datetime
) -> list[Wanted]:
    """Return what tells coordinators, each once, that their own channel takes no messages.

    Args:
        cohort: whose channel it is.
        readers: its coordinators.
        channel: the channel.
        reason: Slack's code.
        after: the last notice that reached the channel, 0 for none: after another one, a failure is news again.
        now: the present instant, UTC.
    """
    base = f"cohort:{cohort.id}:unreachable:{channel}:{after}"
    about: dict[str, int | str] = {"cohort": cohort.id, "channel": channel, "reason": reason[:80], "after": after}
    return [Wanted(key=f"{base}:{one}", kind="undelivered.told", to=one, due=now, about=about) for one in readers]
