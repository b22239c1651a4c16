"""Writing to many, and following or stopping what was started for many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.calendar import humane
from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery import batches
from app.features.joining import usecases as joining
from app.features.joining.rules import Application
from app.features.matching.usecases import waves
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.features.writing import records
from app.features.writing.rules import AUDIENCES, WEEK, WORTH, Circular, Reach, Work, calls_of, check, people_of

NAMED = 10  # of those who could not be reached
DRAFTS_FOR = timedelta(days=1)
CIRCULAR = "writing.circular"
PROGRESS = "writing.progress"


@dataclass(frozen=True)
class Draft:
    """What a coordinator is about to send.

    Attributes:
        circular: the message.
        cohort: to its people.
        reach: how many it goes to.
        before: how many others were sent in this cohort in the last seven days.
    """

    circular: Circular
    cohort: Cohort
    reach: Reach
    before: int


def to_write_to(tx: Transaction, *, team_id: str, by: str, cohort_id: int) -> tuple[Cohort, Mapping[str, int]]:
    """Return a cohort to a coordinator who wants to write to its people, and how many each audience has.

    Raises:
        Refusal: if `by` does not coordinate the cohort, or it is closed.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    if cohort.closed_at is not None:
        raise Refusal("programmes.closed", cohort=cohort.name)
    found = joining.applications_in(tx, team_id=team_id, cohort_id=cohort_id)
    return cohort, {one: len(people_of(one, found, by)) for one in AUDIENCES}


def draft(
    tx: Transaction,
    *,
    team_id: str,
    by: str,
    cohort_id: int,
    circular_id: int | None,
    audience: str,
    text: str,
    now: datetime,
) -> Draft:
    """Keep what a coordinator wrote, to be looked at before it is sent.

    Args:
        tx: the transaction.
        team_id: the workspace.
        by: the coordinator.
        cohort_id: whose people are written to.
        circular_id: the draft that this changes; None for a new one.
        audience: one of `AUDIENCES`.
        text: what they typed.
        now: the present instant, UTC.

    Raises:
        Refusal: if `by` does not coordinate the cohort, it is closed, or the draft was sent meanwhile.
        Refusals: if something is missing, each at its field.
    """
    cohort, numbers = to_write_to(tx, team_id=team_id, by=by, cohort_id=cohort_id)
    check(audience, text)
    if not numbers[audience]:
        raise Refusal("writing.nobody", field="audience")
    records.forget_drafts(tx, team_id, cohort_id, now - DRAFTS_FOR)
    if circular_id is None:
        row = records.CircularRow(team_id=team_id, cohort_id=cohort_id, by=by, drafted_at=now)
        tx.add(row)
    else:
        row = _own_draft(tx, team_id, by, circular_id)
    row.audience, row.text = audience, text.strip()
    tx.flush()
    return _shown(tx, row, cohort, now)


def _shown(tx: Transaction, row: records.CircularRow, cohort: Cohort, now: datetime) -> Draft:
    reach, _ = _reach(tx, row, now)
    before = records.sent_since(tx, row.team_id, row.cohort_id, now - WEEK)
    return Draft(_facts(row), cohort, reach, before)


def _own(tx: Transaction, team_id: str, by: str, circular_id: int) -> records.CircularRow:
    row = records.circular(tx, team_id, circular_id, lock=True)
    if row is None or row.by != by or row.text is None:
        raise Refusal("writing.gone")
    return row


def _own_draft(tx: Transaction, team_id: str, by: str, circular_id: int) -> records.CircularRow:
    row = _own(tx, team_id, by, circular_id)
    if row.sent_at is not None:
        raise Refusal("writing.sent")
    return row


def to_change(
    tx: Transaction, *, team_id: str, by: str, circular_id: int
) -> tuple[Circular, Cohort, Mapping[str, int]]:
    """Return one's own draft, to change it.

    Raises:
        Refusal: if it is somebody else's or was sent, or they do not coordinate the cohort any more.
    """
    row = _own_draft(tx, team_id, by, circular_id)
    cohort, numbers = to_write_to(tx, team_id=team_id, by=by, cohort_id=row.cohort_id)
    return _facts(row), cohort, numbers


def send(tx: Transaction, *, team_id: str, by: str, circular_id: int, now: datetime) -> Circular:
    """Send one's own draft to everybody who belongs to its audience now; done twice, it is sent once.

    Raises:
        Refusal: if it is somebody else's, they do not coordinate the cohort any more, it is closed, or nobody
            belongs to the audience any more.
    """
    row = _own(tx, team_id, by, circular_id)
    if row.sent_at is not None:
        return _facts(row)
    to_write_to(tx, team_id=team_id, by=by, cohort_id=row.cohort_id)
    reach, first_at = _reach(tx, row, now)
    if not reach.all:
        raise Refusal("writing.nobody")
    about: dict[str, int | str] = {"circular": row.id}
    batch = batches.begin(
        tx, team_id=team_id, by=by, what=CIRCULAR, about={"cohort": row.cohort_id}, told_by=PROGRESS, now=now
    )
    wanted = [
        (Wanted(key=f"batch:{batch}:{user}", kind="writing.circular", to=user, due=now, about=about), at)
        for user, at in first_at.items()
    ]
    batches.add(tx, team_id=team_id, batch_id=batch, subject=f"circular:{row.id}", wanted=wanted, now=now)
    row.sent_at, row.batch_id = now, batch
    tx.flush()
    people.audit(
        tx,
        team_id=team_id,
        by=by,
        deed="wrote to many",
        subject=f"cohort:{row.cohort_id}",
        now=now,
        circular=row.id,
        audience=row.audience,
        people=reach.all,
    )
    return _facts(row)


def _reach(tx: Transaction, row: records.CircularRow, now: datetime) -> tuple[Reach, dict[str, datetime]]:
    """Return how many a message goes to, and for each the first instant at which they may be written to."""
    found = joining.applications_in(tx, team_id=row.team_id, cohort_id=row.cohort_id)
    users = people_of(row.audience, found, row.by)
    known = people.persons(tx, team_id=row.team_id, users=users)
    away = people.away(tx, team_id=row.team_id, now=now)
    first_at = {
        user: humane(max(now, away.get(user, now)), known[user].zone, known[user].hours)
        for user in users
        if user in known and known[user].gone_at is None
    }
    in_time = {user: at for user, at in first_at.items() if at < now + WORTH}
    later = [at for at in in_time.values() if at > now]
    reach = Reach(
        now=len(in_time) - len(later),
        later=len(later),
        last_at=max(later, default=None),
        away=len(first_at) - len(in_time),
    )
    return reach, in_time


def stop(tx: Transaction, *, team_id: str, by: str, batch_id: int, now: datetime) -> None:
    """Stop what was started for many: what has not begun is off, what is on its way still goes. Twice is once.

    Raises:
        Refusal: if there is no such work, or `by` does not coordinate its cohort.
    """
    bulk = _bulk(tx, team_id, batch_id)
    cohort_id = bulk.about["cohort"]
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    if bulk.what == waves.ACCEPTED:
        done = waves.stop_bulk(tx, team_id=team_id, by=by, cohort_id=cohort_id, batch_id=batch_id, now=now)
    else:
        done = batches.stop(tx, team_id=team_id, batch_id=batch_id, by=by, now=now)
    if done:
        people.audit(tx, team_id=team_id, by=by, deed="stopped", subject=f"batch:{batch_id}", now=now)


# -- questions -------------------------------------------------------------------------------------


def circular_to(tx: Transaction, *, team_id: str, circular_id: int, user_id: str, now: datetime) -> str | None:
    """Return why a message to many is not for somebody any more; None if it is.

    Raises:
        Refusal: `writing.gone` if there is no such message.
    """
    facts = circular(tx, team_id=team_id, circular_id=circular_id)
    bulk = _bulk(tx, team_id, facts.batch_id)
    if bulk.stopped_at is not None:
        return batches.STOPPED
    if people.is_away_until(tx, team_id=team_id, user_id=user_id, now=now) is not None:
        return "they are away"
    mine = roles_of(tx, circular=facts, user_id=user_id)
    return None if any(map(AUDIENCES[facts.audience], mine)) else "they are not one of those it is for any more"


def roles_of(tx: Transaction, *, circular: Circular, user_id: str) -> Sequence[Application]:
    """Return a person's applications in the cohort of a message."""
    found = [
        joining.application_as(tx, team_id=circular.team_id, cohort_id=circular.cohort_id, user_id=user_id, role=role)
        for role in ("mentee", "mentor")
    ]
    return [one for one in found if one is not None]


def circular(tx: Transaction, *, team_id: str, circular_id: int) -> Circular:
    """Return a message to many, for its readers.

    Raises:
        Refusal: `writing.gone` if there is none.
    """
    row = records.circular(tx, team_id, circular_id)
    if row is None:
        raise Refusal("writing.gone")
    return _facts(row)


def work(tx: Transaction, *, team_id: str, batch_id: int, now: datetime) -> Work:
    """Return how far it is what somebody started for many.

    Raises:
        Refusal: `writing.gone` if there is no such work.
    """
    bulk = _bulk(tx, team_id, batch_id)
    found = batches.progress(tx, batch_id=batch_id, now=now, most=NAMED)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=bulk.about["cohort"])
    is_matching = bulk.what == waves.ACCEPTED
    return Work(
        id=bulk.id,
        what=bulk.what,
        cohort=cohort,
        queued=waves.left_in_bulk(tx, cohort=cohort, batch_id=batch_id) if is_matching else 0,
        sent=found.settled("sent"),
        failed=found.settled("failed", "uncertain"),
        left_out=found.settled("skipped"),
        cancelled=found.settled("cancelled"),
        calls=calls_of(found.open),
        to_go=sum(found.open.values()),
        later=found.later,
        last_at=found.last_at,
        stopped_by=bulk.stopped_by,
        unreached=tuple((one.to, "uncertain" if one.outcome == "uncertain" else one.reason) for one in found.unreached),
    )


def finish(tx: Transaction, now: datetime) -> None:
    """Note what is done of what was started for many (a chore)."""
    batches.finish(tx, now)


def _bulk(tx: Transaction, team_id: str, batch_id: int | None) -> batches.Bulk:
    found = batches.bulk(tx, team_id=team_id, batch_id=batch_id) if batch_id is not None else None
    if found is None:
        raise Refusal("writing.gone")
    return found


def _facts(row: records.CircularRow) -> Circular:
    return Circular(
        id=row.id,
        team_id=row.team_id,
        cohort_id=row.cohort_id,
        by=row.by,
        audience=row.audience,
        text=row.text or "",
        sent_at=row.sent_at,
        batch_id=row.batch_id,
    )
