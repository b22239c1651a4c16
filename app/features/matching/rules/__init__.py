"""What matching speaks of: a reason, a fit, who can be matched, a proposal, an offer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from app.features.joining.rules import Application
from app.features.programmes.rules import Cohort


@dataclass(frozen=True)
class Reason:
    """One true sentence about a pair: the code names it in `words`, the facts fill it."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fit:
    """How well two people fit: a score in [0, 1] and a reason per term."""

    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Blocked:
    """Two people who cannot be matched, whatever their score."""

    code: str


@dataclass(frozen=True)
class Match:
    """One pair of the best whole, by their applications."""

    mentee: int
    mentor: int
    fit: Fit


@dataclass(frozen=True)
class LeftOver:
    """Somebody who was not placed.

    Attributes:
        id: their application.
        user_id, role: who they are and what they asked for.
        code: why, true of this person; its sentence stands in `words.LEFT_OVER`.
    """

    id: int
    user_id: str
    role: str
    code: str


@dataclass(frozen=True)
class Pool:
    """Everybody who can be matched in a cohort now.

    Attributes:
        mentees: applications without a partner and without somebody being asked for them.
        mentors: applications with a free place.
        places: how many more mentees each mentor's application can take.
        apart: pairs (mentee's and mentor's application) that are not to be matched.
        pinned: pairs that are to stay together in the result.
        waited: how many rounds each mentee's application was left over before; more goes first.
    """

    mentees: tuple[Application, ...]
    mentors: tuple[Application, ...]
    places: Mapping[int, int]
    apart: frozenset[tuple[int, int]]
    pinned: frozenset[tuple[int, int]] = frozenset()
    waited: Mapping[int, int] = field(default_factory=dict)

    def with_mentors(self, mentors: tuple[Application, ...]) -> "Pool":
        """Return the same pool with other mentors."""
        return replace(self, mentors=mentors)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A pair that matching suggests.

    Attributes:
        id, team_id, cohort_id: where it belongs.
        mentee, mentor: their applications.
        score: in [0, 1].
        reasons: one per term.
        accepted_at, forbidden_at, superseded_at: deeds, UTC.
        ended_at: when it came to nothing before there was a pairing, UTC.
        pairing_id: the pairing that it became.
        bundle: the number that the proposals of one group share.
        joins: the running group that its mentee would join.
        shared_at: the hour that the whole group shares, UTC.
        pinned_at: when a coordinator decided that the next runs keep it, UTC.
        wave: the wave of offers in which it waits for its turn.
    """

    id: int
    team_id: str
    cohort_id: int
    mentee: Application
    mentor: Application
    score: float
    reasons: tuple[Reason, ...]
    accepted_at: datetime | None = None
    forbidden_at: datetime | None = None
    superseded_at: datetime | None = None
    ended_at: datetime | None = None
    pairing_id: int | None = None
    bundle: int | None = None
    joins: int | None = None
    shared_at: datetime | None = None
    pinned_at: datetime | None = None
    wave: int | None = None

    @property
    def is_underway(self) -> bool:
        """Whether its people are being asked."""
        return self.accepted_at is not None and not self.is_over and self.pairing_id is None

    @property
    def is_over(self) -> bool:
        """Whether it came to nothing."""
        return self.ended_at is not None or self.superseded_at is not None

    def keeps_apart(self) -> bool:
        """Whether these two are not to be proposed again.

        A "no" counts until one of them applies anew; a coordinator's "never", and a goodbye, stay.
        """
        if self.forbidden_at is not None or self.pairing_id is not None:
            return True
        return self.ended_at is not None and max(self.mentee.submitted_at, self.mentor.submitted_at) <= self.ended_at

    def of(self, role: str) -> Application:
        """Return the application of its mentee or mentor."""
        return self.mentor if role == "mentor" else self.mentee

    def partner_of(self, role: str) -> str:
        """Return whom the one in this role would work with."""
        return self.mentee.user_id if role == "mentor" else self.mentor.user_id

    @property
    def is_undecided(self) -> bool:
        """Whether a coordinator has not decided yet."""
        return self.accepted_at is None and self.forbidden_at is None and self.superseded_at is None


@dataclass(frozen=True)
class Proposals:
    """What a coordinator reads after a run.

    Attributes:
        cohort: whose.
        number: of the run; a decision on all proposals counts for this run only.
        undecided: best first.
        left_over: who was not placed, and the code of the reason.
        waiting: those of them who look for a mentor.
    """

    cohort: Cohort
    number: int
    undecided: list[Proposal]
    left_over: list[tuple[str, str]]
    waiting: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Standing:
    """How matching stands in a cohort, in numbers for the desk.

    Attributes:
        waiting, places: mentees who wait, and free places of mentors.
        undecided, asked: proposals to decide on, and those whose people are being asked.
        queued: accepted ones that wait for the next wave of offers, at `next_wave`, UTC.
    """

    waiting: int
    places: int
    undecided: int
    asked: int
    queued: int = 0
    next_wave: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A proposal put to one person, until it expires; `talked_at`: they asked to talk first."""

    id: int
    team_id: str
    proposal_id: int
    user_id: str
    role: str
    offered_at: datetime
    expires_at: datetime
    accepted_at: datetime | None = None
    declined_at: datetime | None = None
    declined_how: str | None = None
    lapsed_at: datetime | None = None
    talked_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.accepted_at is None and self.declined_at is None and self.lapsed_at is None
