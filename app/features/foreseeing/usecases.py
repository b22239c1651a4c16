"""Working out what a cohort will send, for its coordinators; sending it to one of them as a file."""

from dataclasses import dataclass
from datetime import datetime

from app.core.notice import NoticeKind, Wanted
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import plan
from app.features.foreseeing.rules import FILES, ROLES, Almanac, Foresee, almanac
from app.features.foreseeing.rules.imagining import SIGNUP, imagine_in
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort


@dataclass(frozen=True)
class House:
    """What all the rooms would send, and how.

    Attributes:
        foresees: one of each room.
        kinds: every kind of notice.
    """

    foresees: tuple[Foresee, ...]
    kinds: tuple[NoticeKind, ...]


def look(
    tx: Transaction, *, house: House, team_id: str, by: str, cohort_id: int, now: datetime
) -> tuple[Cohort, Almanac]:
    """Return a cohort, and what it will send if all goes well, to one of its coordinators.

    Raises:
        Refusal: if `by` does not coordinate it.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    imagined = imagine_in(programmes.handbook_of(tx, cohort), cohort, now)
    since = None if cohort.has_end else imagined.applied_at - SIGNUP
    return cohort, almanac(imagined, house.foresees, house.kinds, since)


def send(tx: Transaction, *, team_id: str, by: str, cohort_id: int, role: str, what: str, now: datetime) -> None:
    """Send a coordinator what a cohort will send, as a file; twice in a minute is once.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: who asks.
        cohort_id: the cohort.
        role: whose messages; empty for everybody's.
        what: `page`, `calendar` or `picture`.
        now: the present instant, UTC.

    Raises:
        Refusal: if `by` does not coordinate it, or `core.stale-button` if there is no such file.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    if what not in FILES or role not in ("", *ROLES):
        raise Refusal("core.stale-button")
    want = Wanted(
        key=f"cohort:{cohort_id}:foreseen:{what}:{role or 'all'}:{by}:{now:%Y%m%d%H%M}",
        kind="foreseeing.file",
        to=by,
        due=now,
        about={"cohort": cohort_id, "what": what, "role": role},
    )
    plan(tx, team_id=team_id, subject=f"foreseeing:{by}", wanted=want, now=now)
