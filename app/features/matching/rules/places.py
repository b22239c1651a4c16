"""One more place of a mentor who fits and is full: who can be asked, and what that calls for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.features.joining.rules import Application
from app.features.matching.rules import Fit, Pool, Proposal
from app.features.matching.rules.terms import judge
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook


@dataclass(frozen=True, kw_only=True)
class ExtraPlace:
    """The question to a mentor whether they have one more place, until it expires; instants in UTC."""

    id: int
    cohort_id: int
    user_id: str
    asked_at: datetime
    expires_at: datetime
    accepted_at: datetime | None = None
    declined_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.accepted_at is None and self.declined_at is None


def most_places(handbook: Handbook) -> tuple[int, int]:
    """Return how many mentees a mentor may have by the handbook, and how many where the form does not ask."""
    matching = handbook.matching
    if matching.group is not None:
        return matching.group.most_mentees, matching.group.most_mentees
    return matching.most_pairings, 1


def could_be_asked(
    mentee: Application,
    mentors: Sequence[Application],
    pool: Pool,
    undecided: Sequence[Proposal],
    cohort: Cohort,
    handbook: Handbook,
) -> list[tuple[Application, Fit]]:
    """Return the mentors who fit somebody and have no free place, best first.

    Args:
        mentee: who is left over.
        mentors: those who take part, do not rest, and were not asked since the last run.
        pool: who can be matched now.
        undecided: proposals take places too, until they are decided on.
        cohort: whose.
        handbook: has the most that anybody may have.

    Raises:
        Refusal: `matching.nobody-full`; `matching.at-cap` if the handbook's limit is all that stands in the way.
    """
    taken = Counter(one.mentor.id for one in undecided)
    most, otherwise = most_places(handbook)
    found, capped = [], False
    for one in mentors:
        if pool.places.get(one.id, 0) > taken[one.id]:
            continue
        fit = judge(mentee, one, cohort, handbook, pool.apart)
        if not isinstance(fit, Fit):
            continue
        if one.number("capacity", otherwise) >= most:
            capped = True
            continue
        found.append((one, fit))
    if not found:
        raise Refusal("matching.at-cap", most=most) if capped else Refusal("matching.nobody-full")
    return sorted(found, key=lambda pair: (-pair[1].score, pair[0].id))


def place_messages(place: ExtraPlace) -> list[Wanted]:
    """List the one message of the question; it follows the answer."""
    return [
        Wanted(
            key=f"extra-place:{place.id}",
            kind="matching.place",
            to=place.user_id,
            due=place.asked_at,
            expires=place.expires_at,
            about={"place": place.id},
        )
    ]
