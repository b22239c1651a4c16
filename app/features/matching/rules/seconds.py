"""A second mentor: who can be asked, and what that calls for."""

from dataclasses import dataclass
from datetime import datetime

from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.features.pairings.rules import Pairing, check_live


@dataclass(frozen=True, kw_only=True)
class Second:
    """The question to a mentor whether they join a running pairing, until it expires; instants in UTC."""

    id: int
    pairing_id: int
    user_id: str
    asked_at: datetime
    expires_at: datetime
    accepted_at: datetime | None = None
    declined_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.accepted_at is None and self.declined_at is None


def check_room(pairing: Pairing, user_id: str, most_mentors: int) -> None:
    """Let only a living pairing through that has room for this mentor.

    Raises:
        Refusal: `pairings.ended`, `matching.no-room`.
    """
    check_live(pairing)
    if user_id in (*pairing.people, *pairing.former) or len(pairing.mentors) >= most_mentors:
        raise Refusal("matching.no-room", field="mentor")


def second_messages(second: Second) -> list[Wanted]:
    """List the one message of the question; it follows the answer."""
    return [
        Wanted(
            key=f"second:{second.id}",
            kind="matching.second",
            to=second.user_id,
            due=second.asked_at,
            expires=second.expires_at,
            about={"second": second.id},
        )
    ]
