"""Who may suggest whom, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.core.refusal import Refusal, refuse_all
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook
from app.handbook.page import Role
from app.handbook.signup import Nomination as Offer

OPEN_FOR = timedelta(days=30)
LONGEST = 1000


@dataclass(frozen=True, kw_only=True)
class Nomination:
    """Somebody suggested for a role.

    Attributes:
        id, team_id, cohort_id: where it belongs.
        by, user_id: who suggested whom.
        role: `mentee` or `mentor`.
        why: what the one who suggested says.
        made_at, declined_at: deeds, UTC.
    """

    id: int
    team_id: str
    cohort_id: int
    by: str
    user_id: str
    role: str
    why: str
    made_at: datetime
    declined_at: datetime | None = None


def roles_for(handbook: Handbook, *, is_mentor: bool, coordinates: bool) -> list[Role]:
    """Return for which roles somebody may suggest others."""
    return [
        one.role
        for one in handbook.nominations
        if one.by == "everyone" or coordinates or (one.by == "mentors" and is_mentor)
    ]


def offer_of(handbook: Handbook, role: str) -> Offer | None:
    """Return what the handbook says about suggesting people for a role."""
    return next((one for one in handbook.nominations if one.role == role), None)


def check(roles: Sequence[str], role: str, by: str, user_id: str, why: str) -> None:
    """Let a suggestion through that somebody may make.

    Raises:
        Refusals: each at its field.
    """
    wrong = []
    if role not in roles:
        wrong.append(Refusal("nominations.not-yours", field="role"))
    if not user_id:
        wrong.append(Refusal("nominations.nobody", field="person"))
    elif user_id == by:
        wrong.append(Refusal("nominations.oneself", field="person"))
    if not why:
        wrong.append(Refusal("nominations.no-reason", field="why"))
    elif len(why) > LONGEST:
        wrong.append(Refusal("nominations.too-long", field="why", most=LONGEST))
    refuse_all(wrong)


def wanted(nomination: Nomination, cohort: Cohort) -> list[Wanted]:
    """List the messages of a suggestion: the invitation, a receipt, a line for the coordinators."""
    base, about = f"nomination:{nomination.id}", {"nomination": nomination.id}
    at = nomination.made_at
    return [
        Wanted(
            key=f"{base}:invitation",
            kind="nominations.invitation",
            to=nomination.user_id,
            due=at,
            expires=at + OPEN_FOR,
            about=about,
        ),
        Wanted(key=f"{base}:receipt", kind="nominations.receipt", to=nomination.by, due=at, about=about),
        Wanted(key=f"{base}:line", kind="nominations.line", to=cohort.coordinators_channel, due=at, about=about),
    ]
