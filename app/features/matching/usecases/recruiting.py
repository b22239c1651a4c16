"""Which mentors are missing in a cohort, and the post that looks for them."""

from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import plan
from app.features.joining import usecases as joining
from app.features.matching import records
from app.features.matching.rules.hints import Hint, check_post, hints, usual_places
from app.features.matching.usecases.common import of_cohort, pool_of
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook

ONCE_IN = timedelta(days=1)


def missing(tx: Transaction, *, team_id: str, by: str, cohort_id: int) -> tuple[Cohort, Handbook, list[Hint]]:
    """Return which mentors would fit most of those who wait and are in no proposal.

    Raises:
        Refusal: if `by` does not coordinate this cohort.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    handbook = programmes.handbook_of(tx, cohort)
    proposed = {one.mentee.id for one in of_cohort(tx, cohort) if one.is_undecided}
    left = [one for one in pool_of(tx, cohort).mentees if one.id not in proposed]
    mentors = joining.taking_part(tx, team_id=team_id, cohort_id=cohort_id, role="mentor")
    return cohort, handbook, hints(left, cohort, handbook, places=usual_places(mentors, handbook))


def hint_of(
    tx: Transaction, *, team_id: str, by: str, cohort_id: int, number: int
) -> tuple[Cohort, Handbook, Hint | None]:
    """Return one of the hints, for a post; None if so many are not missing any more.

    Raises:
        Refusal: if `by` does not coordinate this cohort.
    """
    cohort, handbook, found = missing(tx, team_id=team_id, by=by, cohort_id=cohort_id)
    return cohort, handbook, found[number] if number < len(found) else None


def recruit(
    tx: Transaction, *, team_id: str, by: str, cohort_id: int, channel: str, text: str, now: datetime
) -> records.PostRow:
    """Send a post that looks for mentors; the same words in the same channel go out once a day.

    Raises:
        Refusal: if `by` does not coordinate this cohort, it is closed, or there is no text or channel.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    if cohort.closed_at is not None:
        raise Refusal("programmes.closed", cohort=cohort.name)
    check_post(channel, text)
    records.lock_run(tx, team_id, cohort_id)
    row = records.PostRow(
        team_id=team_id, cohort_id=cohort_id, channel=channel, text=text.strip(), sent_by=by, sent_at=now
    )
    known = records.same_post(tx, row, now - ONCE_IN)
    if known is not None:
        return known
    tx.add(row)
    tx.flush()
    people.audit(tx, team_id=team_id, by=by, deed="posted for mentors", subject=f"cohort:{cohort_id}", now=now)
    want = Wanted(
        key=f"post:{row.id}", kind="matching.post", to=channel, due=now, expires=now + ONCE_IN, about={"post": row.id}
    )
    plan(tx, team_id=team_id, subject=f"post:{row.id}", wanted=want, now=now)
    return row


def post(tx: Transaction, *, team_id: str, post_id: int) -> tuple[records.PostRow, Cohort]:
    """Return a post, for the message.

    Raises:
        Refusal: `matching.gone` if there is none.
    """
    row = records.post(tx, team_id, post_id)
    if row is None:
        raise Refusal("matching.gone")
    return row, programmes.cohort(tx, team_id=team_id, cohort_id=row.cohort_id)
