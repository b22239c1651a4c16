"""Reading the directory."""

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.directory.rules import Entry, entries
from app.features.joining import usecases as joining
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes


def listed(tx: Transaction, *, team_id: str) -> list[Entry]:
    """Return who is listed in the running cohorts of a workspace, cohort by cohort.

    Raises:
        Refusal: `directory.none` if no running programme keeps a directory.
    """
    cohorts = [
        one
        for one in programmes.running_cohorts(tx, team_id=team_id)
        if programmes.handbook_of(tx, one).directory is not None
    ]
    if not cohorts:
        raise Refusal("directory.none")
    gone = {one.user_id for one in people.gone(tx) if one.team_id == team_id}
    return [
        entry
        for cohort in cohorts
        for entry in entries(
            joining.applications_in(tx, team_id=team_id, cohort_id=cohort.id),
            programmes.handbook_of(tx, cohort),
            cohort.name,
            gone,
        )
    ]


def concerns(tx: Transaction, *, team_id: str, user_id: str) -> bool:
    """Whether a person takes part in a programme that keeps a directory."""
    return any(
        programmes.handbook_of(tx, programmes.cohort(tx, team_id=team_id, cohort_id=one.cohort_id)).directory
        is not None
        for one in joining.applications_of(tx, team_id=team_id, user_id=user_id)
    )
