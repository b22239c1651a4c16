"""What a timeline wants, and what becomes of it when its time has come.

A room's pure `wanted(…)` answers with `Wanted` rows; delivery plans them; when one is due the
room renders it from fresh facts into one of the `Errand`s below, or says that it is not needed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

Block = dict[str, Any]
"""One Block Kit block, as Slack takes it."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One message that a subject calls for.

    Attributes:
        key: says what it is and never changes (`meeting:42:reminder-day:U7`); one message per key.
        kind: the name of the `NoticeKind` that renders it.
        to: a person (`U7`), a channel (`C1`), or a group of people (`U1+U2`, order does not matter).
        due: the instant from which it may go out, UTC.
        expires: the instant from which it would be stale and is skipped, UTC; None for never.
        about: the ids that its renderer needs; never a text a person wrote.
    """

    key: str
    kind: str
    to: str
    due: datetime
    expires: datetime | None = None
    about: Mapping[str, int | str] = field(default_factory=dict)


class Manner(StrEnum):
    """How freely a notice may knock."""

    REPLY = "reply"  # an answer to what this person just did: at once, at any hour
    REMINDER = "reminder"  # of something this person accepted: exactly on time
    ANSWER = "answer"  # what comes of something this person asked for, or took part in: in humane hours
    LETTER = "letter"  # what a coordinator writes to many: in humane hours; counts as unasked, but waits for no budget
    NEWS = "news"  # what others did: in humane hours and within the weekly budget, ahead of nudges, pause or not
    NUDGE = "nudge"  # a question or a hint: in humane hours and within the weekly budget
    CHANNEL = "channel"  # posted where people look when they like


class Doubt(StrEnum):
    """What to do when it is uncertain whether a message went out, and no history can tell.

    Where the history may be read it is asked first, whatever the policy: what it shows was sent, what it lacks
    is sent again. https://docs.slack.dev/reference/methods/conversations.history
    """

    FIND = "find"  # neither lost nor doubled: it waits until somebody who may decide has looked
    AT_MOST_ONCE = "at-most-once"  # a second nudge annoys more than a lost one harms
    AT_LEAST_ONCE = "at-least-once"  # a lost match harms more than a doubled message


class Together(StrEnum):
    """What may come as one message, one part below the other, if it is due for one person together.

    Only what stands on its own in a few lines: offers, invitations to a role and long guidance come alone, and so
    does what is delicate.
    """

    TO_DO = "to do"  # questions that wait for an answer, and reminders of them
    NEWS = "news"  # what partners did


@dataclass(frozen=True, kw_only=True)
class Due:
    """A notice whose time has come, as its renderer sees it.

    `sent` is true when the message stands already and is to be shown anew.
    """

    team_id: str
    key: str
    to: str
    about: Mapping[str, Any]
    sent: bool = False


@dataclass(frozen=True, kw_only=True)
class Post:
    """Send a message. `text` says everything, for notifications and screen readers."""

    text: str
    blocks: list[Block]


@dataclass(frozen=True, kw_only=True)
class Upload:
    """Send a file with a comment that says everything.

    Attributes:
        filename: what it is called where it arrives.
        content: the file, or what makes it when it leaves: what takes seconds must not be made in a transaction.
        comment: the message that it comes with.
    """

    filename: str
    content: bytes | Callable[[], bytes]
    comment: str

    @property
    def file(self) -> bytes:
        """The file itself."""
        return self.content if isinstance(self.content, bytes) else self.content()


@dataclass(frozen=True, kw_only=True)
class Invite:
    """Add people to a channel; whoever is in it already stays."""

    channel: str
    users: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PublishHome:
    """Show a person their App Home."""

    view: Block


@dataclass(frozen=True, kw_only=True)
class NotNeeded:
    """The world moved on; nothing is sent. The reason is kept and can be read."""

    reason: str


Errand = Post | Upload | Invite | PublishHome | NotNeeded

Render = Callable[[Any, Due, datetime], Errand]
"""`render(tx, due, now)`: reads fresh facts in a transaction, changes nothing, talks to nobody."""


@dataclass(frozen=True, kw_only=True)
class NoticeKind:
    """Everything delivery must know of one kind of notice. `delivery/KINDS.md` lists them all.

    Attributes:
        name: `room.what`.
        render: makes the errand at send time.
        manner: how freely it may knock.
        doubt: the policy when it is uncertain whether it went out and history cannot tell.
        keeps: how long after its time it is still worth reading, for notices that do not say when they go stale
            themselves (`Wanted.expires`); None for what is true for good.
        live: it carries buttons or a status, and is rendered again (in place) when its subject changes.
        why: the sentence that answers "why did I get this?".
        merge: kinds of one group that are due for one person together come as one message; None for what always
            comes alone. Only what nobody asked for is merged.
        nags: what it reminds of a second or third time, such as `check-in`; after two about one thing (what it is
            `about`: a subject such as `pairing:7:checkins` has many) there is quiet, and each carries a button that
            stops it at once. None for what is no reminder.
    """

    name: str
    render: Render
    manner: Manner
    doubt: Doubt
    keeps: timedelta | None
    live: bool = False
    why: str
    merge: Together | None = None
    nags: str | None = None

    def stale_at(self, wanted_at: datetime, expires_at: datetime | None) -> datetime | None:
        """Return from when a notice of this kind is not worth sending any more, UTC; None for what is true for good.

        Args:
            wanted_at: its time. What was put off over a holiday was promised that one, so its shelf life begins there.
            expires_at: what it says itself, if anything; that counts.
        """
        return expires_at if expires_at is not None or self.keeps is None else wanted_at + self.keeps

    @property
    def keeps_hours(self) -> bool:
        """Whether it waits for its reader's hours: by default off nights and weekends."""
        return self.unasked or self.manner is Manner.ANSWER

    @property
    def unasked(self) -> bool:
        """Whether it counts against the weekly budget: it answers nothing that the person did or accepted."""
        return self.manner in (Manner.LETTER, Manner.NEWS, Manner.NUDGE)
