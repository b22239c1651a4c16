"""What a pairing is."""

from dataclasses import dataclass
from datetime import datetime

from app.core.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """One mentor and one or more mentees who all agreed.

    Attributes:
        id, team_id, cohort_id: where it belongs.
        mentor: Slack id.
        mentees: Slack ids, in the order they joined.
        began_at, ended_at: deeds, UTC.
        ended_by: who ended it.
        ended_why: `person` or `coordinator`; never a private word.
    """

    id: int
    team_id: str
    cohort_id: int
    mentor: str
    mentees: tuple[str, ...]
    began_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None
    ended_why: str | None = None

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody in it, the mentor first."""
        return (self.mentor, *self.mentees)

    @property
    def address(self) -> str:
        """Where a notice to all of them goes."""
        return "+".join(sorted(self.people))

    @property
    def is_live(self) -> bool:
        """Whether it has not ended."""
        return self.ended_at is None

    def role_of(self, user_id: str) -> str:
        """Return `mentor` or `mentee`.

        Raises:
            Refusal: `pairings.not-yours` for anybody else.
        """
        if user_id == self.mentor:
            return "mentor"
        if user_id in self.mentees:
            return "mentee"
        raise Refusal("pairings.not-yours")

    def partner_of(self, user_id: str) -> str:
        """Return the other one: a mentee's mentor, a mentor's (first) mentee."""
        return self.mentees[0] if self.role_of(user_id) == "mentor" else self.mentor

    def others(self, user_id: str) -> tuple[str, ...]:
        """Return everybody in it but this person."""
        return tuple(one for one in self.people if one != user_id)


def check_live(pairing: Pairing) -> None:
    """Let only a living pairing through.

    Raises:
        Refusal: `pairings.ended`.
    """
    if not pairing.is_live:
        raise Refusal("pairings.ended")
