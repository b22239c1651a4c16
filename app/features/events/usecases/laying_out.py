"""The handbook's events become rows when a cohort has none yet."""

from contextlib import suppress
from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.events import records
from app.features.events.rules.days import cohort_days, from_handbook
from app.features.events.usecases.planning import new_event
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort

TRELLIS = "trellis"


def lay_out_new(tx: Transaction, now: datetime) -> None:
    """Make rows of the handbook's events wherever a cohort has none yet (a chore)."""
    cohorts = programmes.running_everywhere(tx)
    done = records.laid_out(tx, [one.id for one in cohorts])
    for cohort in cohorts:
        if cohort.id not in done:
            with suppress(Refusal):  # its handbook's file is missing: the other cohorts go on
                lay_out(tx, cohort=cohort, now=now)


def lay_out(tx: Transaction, *, cohort: Cohort, now: datetime) -> None:
    """Make a row of each of the handbook's events that has none. Those that there are stay as they are."""
    handbook = programmes.handbook_of(tx, cohort)
    known = {(row.key, row.number) for row in records.of_cohort(tx, cohort.team_id, cohort.id)}
    for said in handbook.events:
        for number, day in enumerate(cohort_days(said.when, cohort), start=1):
            if (said.key, number) not in known:
                new_event(tx, from_handbook(said, day, number, cohort), TRELLIS, now)
    if cohort.id not in records.laid_out(tx, [cohort.id]):
        tx.add(records.CalendarRow(cohort_id=cohort.id, team_id=cohort.team_id, laid_out_at=now))
    tx.flush()
