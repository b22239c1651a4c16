"""Those who wait: where they stand, whom a round left over, and who comes first the next time."""

from datetime import datetime

from app.core.notice import Wanted
from app.database.session import Transaction
from app.delivery.planning import plan
from app.features.joining import usecases as joining
from app.features.joining.rules import Application, State
from app.features.matching import records
from app.features.matching.rules.chances import Waiting, chances, looks_for_mentor, rests_as_mentee
from app.features.matching.rules.messages import said_before
from app.features.matching.usecases.common import of_cohort, offer_of, pool_of, proposal_of, rounds_waited
from app.features.matching.usecases.ranked import part_of
from app.features.pairings import usecases as pairings
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort

NOT_LOOKED = "mentor-not-looked"


def where(tx: Transaction, *, application: Application) -> Waiting | None:
    """Return where somebody stands who waits; None if their application says it all.

    It reads the applications of one cohort's other side, and is asked only when this person looks.
    """
    cohort = programmes.cohort(tx, team_id=application.team_id, cohort_id=application.cohort_id)
    if application.state not in (State.RECEIVED, State.APPROVED, State.MATCHED):
        return None
    row = records.left(tx, cohort.team_id, cohort.id, application.user_id) if application.role == "mentee" else None
    left = row.code if row is not None and row.settled_at is None else ""
    if cohort.closed_at is not None:
        return Waiting(application=application, left=left, first=bool(left), over=True) if left else None
    consent = programmes.handbook_of(tx, cohort).matching.consent
    offers = [
        (offer_of(one), proposal_of(tx, records.proposal(tx, cohort.team_id, one.proposal_id)))
        for one in records.open_offers_about(tx, cohort.team_id, [application.id])
        # A mentor hears of nobody who may say no to them.
        if application.role == "mentee" or one.role == "mentor" or said_before("mentor", "mentee", consent)
    ]
    ranking = part_of(tx, application=application)
    if application.state is State.MATCHED or offers or ranking is not None:
        return Waiting(application=application, offers=offers, consent=consent, ranking=ranking)
    if application.role == "mentee" and records.underway_for(tx, cohort.team_id, application.id):
        return Waiting(application=application, soon=True)
    rests = _rests(tx, application, cohort)
    if rests:
        return Waiting(application=application, rests=rests)
    other = "mentor" if application.role == "mentee" else "mentee"
    others = joining.taking_part(tx, team_id=cohort.team_id, cohort_id=cohort.id, role=other)
    return Waiting(
        application=application,
        left=left if application.state is State.APPROVED else "",
        first=bool(rounds_waited(tx, cohort, [application])),
        chances=chances(application, others, cohort, programmes.handbook_of(tx, cohort)),
    )


def _rests(tx: Transaction, application: Application, cohort: Cohort) -> str:
    living = pairings.pairings_of(tx, team_id=cohort.team_id, user_id=application.user_id)
    most = programmes.handbook_of(tx, cohort).matching.most_pairings
    if sum(one.cohort_id == cohort.id for one in living) >= most:
        return "full"
    if application.role == "mentor":
        said = records.resting(tx, cohort.team_id, cohort.id).get(application.user_id)
        return "no-more" if said is not None and said >= (application.edited_at or application.submitted_at) else ""
    stays = pairings.stays_of(tx, team_id=cohort.team_id, user_id=application.user_id, cohort_id=cohort.id)
    return rests_as_mentee(application, [one.pairing for one in stays])


def note_round(tx: Transaction, cohort: Cohort, accepted: records.ProposalRow) -> None:
    """Note whom the last run left over, once something of it was accepted; again changes nothing.

    Until then a run is a draft, and nobody is left over by a draft. The caller holds the run.
    """
    run = records.run_of(tx, cohort.team_id, cohort.id)
    if run is None or run.ran_at != accepted.proposed_at or run.noted == run.number:
        return
    run.noted = run.number
    known = {one.user_id: one for one in records.left_in(tx, cohort.team_id, cohort.id)}
    for one in known.values():
        one.code = ""  # whoever was found somebody this time is not left over, and comes first if it fails
    for user, code in _codes(run).items():
        row = known.get(user) or _blank(tx, cohort, user)
        row.rounds = row.rounds + 1 if row.settled_at is None else 1
        row.code, row.settled_at = code, None
    tx.flush()


def _codes(run: records.RunRow) -> dict[str, str]:
    """Return why each mentee was left over by a run."""
    return {str(one[0]): str(one[1]) for one in run.left_over if looks_for_mentor(str(one[1]))}


def _blank(tx: Transaction, cohort: Cohort, user: str) -> records.LeftRow:
    row = records.LeftRow(
        team_id=cohort.team_id,
        cohort_id=cohort.id,
        user_id=user,
        programme=cohort.programme,
        rounds=0,
        code=NOT_LOOKED,
    )
    tx.add(row)
    return row


def leave_over(tx: Transaction, *, cohort: Cohort, now: datetime) -> None:
    """Tell everybody kindly who still waits when a cohort ends, and let them come first the next time.

    Called while its pairings still live; done twice, it changes nothing.
    """
    records.lock_run(tx, cohort.team_id, cohort.id)
    known = {one.user_id: one for one in records.left_in(tx, cohort.team_id, cohort.id)}
    run = records.run_of(tx, cohort.team_id, cohort.id)
    codes = _codes(run) if run is not None else {}
    asked = [one.mentee for one in of_cohort(tx, cohort) if one.is_underway and one.mentee.is_in]
    for one in {one.id: one for one in (*pool_of(tx, cohort).mentees, *asked)}.values():
        row = known.get(one.user_id) or _blank(tx, cohort, one.user_id)
        if row.closed_at is not None:
            continue
        row.closed_at, row.code = now, codes.get(one.user_id) or row.code or NOT_LOOKED
        row.rounds = max(row.rounds, 1) if row.settled_at is None else 1
        row.settled_at = None
        want = Wanted(
            key=f"cohort:{cohort.id}:not-this-time:{one.user_id}",
            kind="matching.not_this_time",
            to=one.user_id,
            due=now,
            about={"application": one.id},
        )
        plan(tx, team_id=cohort.team_id, subject=f"application:{one.id}:left", wanted=want, now=now)
    tx.flush()
