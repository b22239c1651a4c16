"""What a pairing is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.core.refusal import Refusal
from app.features.programmes.rules import Imagined

STAYED_AWAY = "missed"
"""Why somebody left a group whose place was given to somebody else."""


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """One mentor and one or more mentees who all agreed.

    Attributes:
        id, team_id, cohort_id: where it belongs.
        mentor: Slack id.
        mentees: Slack ids of those who are in it now, in the order they joined.
        co_mentors: further mentors who are in it now.
        former: those who left it while it went on.
        stayed_away: those of them whose place was given to somebody else.
        joined: when each who is in it joined, UTC; from its beginning if it is not said.
        left: when each of the former left, UTC.
        began_at, ended_at: deeds, UTC.
        ended_by: who ended it.
        ended_why: `person`, `coordinator`, `graduated` or `cohort`; never a private word.
        graduated_at: when its mentee was found ready for the role, UTC.
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
    graduated_at: datetime | None = None
    co_mentors: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    stayed_away: tuple[str, ...] = ()
    joined: Mapping[str, datetime] = field(default_factory=dict)
    left: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def mentors(self) -> tuple[str, ...]:
        """Its mentors, the first one first."""
        return (self.mentor, *self.co_mentors)

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody in it, the mentor first."""
        return (*self.mentors, *self.mentees)

    @property
    def is_group(self) -> bool:
        """Whether it is more than two people."""
        return len(self.people) > 2  # noqa: PLR2004 - a pair is two

    def joined_at(self, user_id: str) -> datetime:
        """Return since when a person is in it, UTC."""
        return self.joined.get(user_id, self.began_at)

    def over_at(self, user_id: str) -> datetime | None:
        """Return when it was over for a person: it ended, or they left it, UTC; None while they are in it."""
        return self.ended_at if user_id in self.people else self.left.get(user_id, self.ended_at)

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
        if user_id in self.mentors:
            return "mentor"
        if user_id in self.mentees:
            return "mentee"
        raise Refusal("pairings.not-yours")

    def partner_of(self, user_id: str) -> str:
        """Return the other one, or the first of them: a mentee's mentor, a mentor's mentee."""
        return self.partners_of(user_id)[0]

    def partners_of(self, user_id: str) -> tuple[str, ...]:
        """Return the other side: a mentee's mentors, a mentor's mentees."""
        return self.mentees if self.role_of(user_id) == "mentor" else self.mentors

    def others(self, user_id: str) -> tuple[str, ...]:
        """Return everybody in it but this person."""
        return tuple(one for one in self.people if one != user_id)


@dataclass(frozen=True, kw_only=True)
class Stay:
    """One person's time in a pairing, also when it or their part in it is over.

    Attributes:
        pairing: as it is now.
        user_id, role: whose time, as what.
        since: when they joined, UTC.
        until: when they left or it ended, UTC; None while it goes on.
    """

    pairing: Pairing
    user_id: str
    role: str
    since: datetime
    until: datetime | None = None

    @property
    def partners(self) -> tuple[str, ...]:
        """The other side as it is now: a mentee's mentors, a mentor's mentees."""
        return self.pairing.mentees if self.role == "mentor" else self.pairing.mentors


def check_live(pairing: Pairing) -> None:
    """Let only a living pairing through.

    Raises:
        Refusal: `pairings.ended`.
    """
    if not pairing.is_live:
        raise Refusal("pairings.ended")


def imagined_pairing(imagined: Imagined) -> Pairing:
    """Return the pairing of a preview."""
    return Pairing(
        id=1,
        team_id=imagined.cohort.team_id,
        cohort_id=imagined.cohort.id,
        mentor=imagined.mentor,
        mentees=imagined.mentees,
        began_at=imagined.matched_at,
    )
