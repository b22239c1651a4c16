"""What would be sent: one message of a preview. Pure; standard library only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """One message that a programme would send if everything went well.

    Attributes:
        at: when it is wanted, UTC; delivery may put it off to a humane hour.
        to: who reads it: `mentee`, `mentor`, `pair` (their conversation), `coordinators` (their channel),
            `community` (the channel of the announcement).
        kind: the notice kind, as `NoticeKind.name`.
        text: everything it says, as Slack's mrkdwn; people are `<@UMENTEE>`, `<@UMENTOR>`.
        answers: the labels of its buttons.
    """

    at: datetime
    to: str
    kind: str
    text: str
    answers: tuple[str, ...] = ()
