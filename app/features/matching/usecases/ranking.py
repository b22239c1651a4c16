"""Mentees rank the mentors who fit them best, and mentors choose among those who ranked them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import reconcile
from app.features.joining.rules import Application
from app.features.matching import records
from app.features.matching.rules import Fit, Pool
from app.features.matching.rules.ranking import (
    Rank,
    Ranking,
    Turn,
    ends,
    in_line,
    rank_messages,
    read_ranks,
    settled,
    turn_messages,
)
from app.features.matching.rules.shortlists import shortlists
from app.features.matching.rules.terms import judge
from app.features.matching.usecases.common import TRELLIS, new_row, pool_of, show
from app.features.matching.usecases.offers import begin_pair
from app.features.matching.usecases.ranked import ToChoose, ToRank, awaiting, offered, rank_of, ranking_of, turn_of
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.handbook.matching import Ranking as Terms

PREPARED_AT_ONCE = 100
"""For how many mentees mentors are looked for in one go; somebody waits for it, or the clock does."""
MOST_TURNS = 3
LONGEST_LINE = 100
"""How many a mentor chooses from at a time: what a menu holds."""


# -- coordinators ----------------------------------------------------------------------------------


def open_ranking(tx: Transaction, *, team_id: str, by: str, cohort_id: int, now: datetime) -> Ranking:
    """Let the mentees who wait rank mentors; while it goes on, opening it again changes nothing.

    Raises:
        Refusal: if `by` does not coordinate this cohort, it is closed, its handbook has no ranking, a search
            for matches is at work, or nobody is there to rank or to be ranked.
    """
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=cohort_id)
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=cohort_id)
    if cohort.closed_at is not None:
        raise Refusal("programmes.closed", cohort=cohort.name)
    terms = _terms(tx, cohort)
    records.lock_run(tx, team_id, cohort_id)
    row = records.open_ranking(tx, team_id, cohort_id)
    if row is not None:
        return ranking_of(row)
    if records.open_work(tx, team_id, cohort_id) is not None:
        raise Refusal("matching.still-looking")
    free = pool_of(tx, cohort)
    if not free.mentees or not free.mentors:
        raise Refusal("matching.nobody-to-rank")
    for old in records.proposals(tx, team_id, cohort_id):
        if records.is_undecided(old):
            old.superseded_at = now
    row = records.RankingRow(team_id=team_id, cohort_id=cohort_id, opened_at=now, opened_by=by, until=ends(terms, now))
    tx.add(row)
    tx.flush()
    tx.add_all(
        records.RankRow(
            team_id=team_id,
            ranking_id=row.id,
            application_id=one.id,
            user_id=one.user_id,
            prepared=False,
            shortlist=[],
            ranked=[],
        )
        for one in free.mentees
    )
    tx.flush()
    people.audit(tx, team_id=team_id, by=by, deed="opened a ranking", subject=f"cohort:{cohort_id}", now=now)
    _prepare(tx, row, cohort, free, now)
    show(tx, cohort, [one.user_id for one in free.mentees], now)
    return ranking_of(row)


def close_ranking(tx: Transaction, *, team_id: str, by: str, ranking_id: int, now: datetime) -> Ranking:
    """Let the mentors choose now; done twice, it changes nothing.

    Raises:
        Refusal: if `by` does not coordinate the cohort.
    """
    row = records.ranking(tx, team_id, ranking_id)
    if row is None:
        raise Refusal("matching.gone")
    people.require_coordinator(tx, team_id=team_id, user_id=by, cohort_id=row.cohort_id)
    row, cohort = _held(tx, row)
    if row.closed_at is None and row.ended_at is None:
        people.audit(tx, team_id=team_id, by=by, deed="closed a ranking", subject=f"cohort:{cohort.id}", now=now)
        _close(tx, row, cohort, now)
    return ranking_of(row)


def _terms(tx: Transaction, cohort: Cohort) -> Terms:
    terms = programmes.handbook_of(tx, cohort).matching.ranking
    if terms is None:
        raise Refusal("matching.no-ranking")
    return terms


def _held(tx: Transaction, row: records.RankingRow) -> tuple[records.RankingRow, Cohort]:
    """Hold a ranking until the end of the transaction; return it as it is now."""
    records.lock_run(tx, row.team_id, row.cohort_id)
    now = records.ranking(tx, row.team_id, row.id)
    return now or row, programmes.cohort(tx, team_id=row.team_id, cohort_id=row.cohort_id)


# -- mentees ---------------------------------------------------------------------------------------


def to_rank(tx: Transaction, *, team_id: str, by: str, rank_id: int, now: datetime) -> ToRank:
    """Return what a mentee ranks, for their form.

    Raises:
        Refusal: if somebody else was asked, or it is too late.
    """
    row = records.rank(tx, team_id, rank_id)
    if row is None or row.user_id != by:
        raise Refusal("matching.not-asked")
    found = offered(tx, team_id=team_id, rank_id=rank_id)
    if not found.ranking.takes_ranks or found.ranking.until <= now or found.cohort.closed_at is not None:
        raise Refusal("matching.rank-closed")
    return found


def rank(tx: Transaction, *, team_id: str, by: str, rank_id: int, values: Sequence[str | None], now: datetime) -> Rank:
    """Take whom a mentee would like, the dearest first; until it closes they may change it.

    Raises:
        Refusal: if somebody else was asked, it is too late, or the answer is none; each at its field.
    """
    seen = to_rank(tx, team_id=team_id, by=by, rank_id=rank_id, now=now)
    held = records.ranking(tx, team_id, seen.ranking.id)
    row = records.rank(tx, team_id, rank_id)
    if held is None or row is None:
        raise Refusal("matching.gone")
    held, cohort = _held(tx, held)
    row = records.rank(tx, team_id, rank_id) or row
    if held.closed_at is not None or held.ended_at is not None:
        raise Refusal("matching.rank-closed")
    ranked = read_ranks(values, rank_of(row).shortlist)
    row.ranked, row.ranked_at = list(ranked), now
    tx.flush()
    _plan_rank(tx, held, row, now)
    everybody = records.ranks_in(tx, team_id, held.id)
    if all(one.prepared and (one.ranked_at is not None or not one.shortlist) for one in everybody):
        _close(tx, held, cohort, now)
    show(tx, cohort, [by], now)
    return rank_of(row)


# -- mentors ---------------------------------------------------------------------------------------


def to_choose(tx: Transaction, *, team_id: str, by: str, turn_id: int, now: datetime) -> ToChoose:
    """Return whom a mentor may choose, for their form.

    Raises:
        Refusal: if somebody else was asked, it was answered, or it is too late.
    """
    row = records.turn(tx, team_id, turn_id)
    if row is None or row.user_id != by:
        raise Refusal("matching.not-asked")
    if row.answered_at is not None:
        raise Refusal("matching.answered")
    found = awaiting(tx, team_id=team_id, turn_id=turn_id)
    if row.lapsed_at is not None or row.until <= now or found.cohort.closed_at is not None:
        raise Refusal("matching.choose-closed")
    return found


def choose(tx: Transaction, *, team_id: str, by: str, turn_id: int, chosen: Sequence[int], now: datetime) -> Turn:
    """Take whom a mentor chooses of those who ranked them; nobody is an answer too. Twice the same is once.

    Raises:
        Refusal: if somebody else was asked, it was answered otherwise, it is too late, or there are too many.
    """
    row = records.turn(tx, team_id, turn_id)
    if row is None or row.user_id != by:
        raise Refusal("matching.not-asked")
    held = records.ranking(tx, team_id, row.ranking_id)
    if held is None:
        raise Refusal("matching.gone")
    held, cohort = _held(tx, held)
    row = records.turn(tx, team_id, turn_id) or row
    if row.answered_at is not None:
        if sorted(row.chosen) != sorted(chosen):
            raise Refusal("matching.answered")
        return turn_of(row)
    if row.lapsed_at is not None or row.until <= now or held.ended_at is not None or cohort.closed_at is not None:
        raise Refusal("matching.choose-closed")
    if not set(chosen) <= set(row.mentees):
        raise Refusal("matching.rank-unknown", field="mentees")
    if len(set(chosen)) > row.places:
        raise Refusal("matching.too-many", field="mentees", most=row.places)
    row.chosen, row.answered_at = sorted(set(chosen)), now
    tx.flush()
    _go_on(tx, held, cohort, now)
    show(tx, cohort, [by], now)
    return turn_of(row)


# -- what follows ----------------------------------------------------------------------------------


def _prepare(tx: Transaction, row: records.RankingRow, cohort: Cohort, free: Pool, now: datetime) -> None:
    """Look for the mentors of those who have none to rank yet, as many as one may wait for."""
    waiting = [one for one in records.ranks_in(tx, row.team_id, row.id) if not one.prepared][:PREPARED_AT_ONCE]
    if not waiting:
        return
    wanted = {one.application_id for one in waiting}
    some = replace(free, mentees=tuple(one for one in free.mentees if one.id in wanted))
    best = shortlists(some, cohort, programmes.handbook_of(tx, cohort), _terms(tx, cohort).choices)
    for one in waiting:
        one.shortlist, one.prepared = list(best.get(one.application_id, ())), True
        tx.flush()
        _plan_rank(tx, row, one, now)


def _close(tx: Transaction, row: records.RankingRow, cohort: Cohort, now: datetime) -> None:
    """Stop taking ranks, and ask every mentor whom somebody ranked."""
    row.closed_at = now
    tx.flush()
    free = pool_of(tx, cohort)
    ranks = _ranks(tx, row, free)
    for one in records.ranks_in(tx, row.team_id, row.id):
        _plan_rank(tx, row, one, now)
    for mentor in free.mentors:
        _ask(tx, row, cohort, mentor, free, ranks, free.places[mentor.id], now)
    _go_on(tx, row, cohort, now)
    show(tx, cohort, [one.user_id for one in free.mentees], now)


def _ask(
    tx: Transaction,
    row: records.RankingRow,
    cohort: Cohort,
    mentor: Application,
    free: Pool,
    ranks: Sequence[Rank],
    places: int,
    now: datetime,
    *,
    but: Collection[int] = (),
    number: int = 1,
) -> records.TurnRow | None:
    """Ask a mentor among those who ranked them; None if there is nobody to choose."""
    handbook = programmes.handbook_of(tx, cohort)
    mine = {one.id: one for one in free.mentees if any(mentor.id in r.ranked for r in ranks if r.mentee == one.id)}
    judged = {key: judge(one, mentor, cohort, handbook, free.apart) for key, one in mine.items()}
    scores = {(key, mentor.id): one.score for key, one in judged.items() if isinstance(one, Fit)}
    line = [one for one in in_line(mentor.id, ranks, scores) if (one, mentor.id) in scores and one not in but][
        :LONGEST_LINE
    ]
    if not line or places < 1:
        return None
    made = records.TurnRow(
        team_id=row.team_id,
        ranking_id=row.id,
        application_id=mentor.id,
        number=number,
        user_id=mentor.user_id,
        mentees=line,
        places=min(places, len(line)),
        chosen=[],
        lost=[],
        asked_at=now,
        until=now + timedelta(days=_terms(tx, cohort).choose_days),
    )
    tx.add(made)
    tx.flush()
    _plan_turn(tx, made, now)
    show(tx, cohort, [mentor.user_id], now)
    return made


def _ranks(tx: Transaction, row: records.RankingRow, free: Pool) -> list[Rank]:
    """Return the parts of those who ranked somebody and still wait."""
    waiting = {one.id for one in free.mentees}
    found = [rank_of(one) for one in records.ranks_in(tx, row.team_id, row.id)]
    return [one for one in found if one.ranked and (one.matched_at is not None or one.mentee in waiting)]


def _go_on(tx: Transaction, row: records.RankingRow, cohort: Cohort, now: datetime) -> None:
    """Begin what is settled, let mentors choose again who lost somebody, and end when nothing is open."""
    free = pool_of(tx, cohort)
    places = dict(free.places)
    turns = records.turns_in(tx, row.team_id, row.id)
    while pairs := settled(_ranks(tx, row, free), [turn_of(one) for one in turns]):
        for mentee, mentor in pairs:
            if places.get(mentor, 0) > 0 and _begin(tx, row, mentee, mentor, cohort, free, now):
                places[mentor] -= 1
                continue
            for one in turns:  # the place went elsewhere, or one of the two changed their answers
                if one.application_id == mentor:
                    one.chosen = [who for who in one.chosen if who != mentee]
            tx.flush()
    _ask_again(tx, row, cohort, now)
    for turn in records.turns_in(tx, row.team_id, row.id):
        _plan_turn(tx, turn, now)
    open_ = [one for one in records.turns_in(tx, row.team_id, row.id) if turn_of(one).is_open]
    if row.closed_at is not None and not open_:
        _end(tx, row, cohort, now)


def _begin(
    tx: Transaction,
    row: records.RankingRow,
    mentee_id: int,
    mentor_id: int,
    cohort: Cohort,
    free: Pool,
    now: datetime,
) -> bool:
    mentee = next(one for one in free.mentees if one.id == mentee_id)
    mentor = next((one for one in free.mentors if one.id == mentor_id), None)
    handbook = programmes.handbook_of(tx, cohort)
    fit = judge(mentee, mentor, cohort, handbook, free.apart) if mentor is not None else None
    if mentor is None or not isinstance(fit, Fit):
        return False
    made = new_row(cohort, mentee.id, mentor.id, fit, now)
    made.accepted_at, made.accepted_by = now, TRELLIS
    tx.add(made)
    tx.flush()
    mine = next(one for one in records.ranks_in(tx, row.team_id, row.id) if one.application_id == mentee.id)
    mine.matched_at, mine.matched_with = now, mentor.id
    tx.flush()
    begin_pair(tx, made, cohort, now, asked=True)
    _plan_rank(tx, row, mine, now)
    return True


def _ask_again(tx: Transaction, row: records.RankingRow, cohort: Cohort, now: datetime) -> None:
    """Tell mentors kindly whose choice went to somebody dearer, and let them choose again if anybody is there."""
    free = pool_of(tx, cohort)
    ranks = _ranks(tx, row, free)
    went_to = {one.mentee: one.matched_with for one in ranks if one.matched_with is not None}
    waiting = {one.mentee for one in ranks if one.matched_with is None}
    mentors = {one.id: one for one in free.mentors}
    for mentor, turns in _by_mentor(records.turns_in(tx, row.team_id, row.id)).items():
        chosen = {one for turn in turns for one in turn.chosen}
        told = {one for turn in turns for one in turn.lost}
        lost = sorted(one for one in chosen - told - waiting if went_to.get(one) != mentor)
        last = turns[-1]
        if not lost or turn_of(last).is_open:
            continue
        hopes = chosen & waiting
        if last.number < MOST_TURNS and mentor in mentors:
            places = free.places[mentor] - len(hopes)
            made = _ask(tx, row, cohort, mentors[mentor], free, ranks, places, now, but=hopes, number=last.number + 1)
            if made is not None:
                made.lost = lost
                continue
        last.lost = [*last.lost, *lost]
        told_now = [
            Wanted(
                key=f"turn:{last.id}:elsewhere:{one}",
                kind="matching.elsewhere",
                to=last.user_id,
                due=now,
                about={"turn": last.id, "mentee": one},
            )
            for one in last.lost
        ]
        reconcile(tx, team_id=row.team_id, subject=f"turn:{last.id}:elsewhere", wanted=told_now, now=now)
    tx.flush()


def _by_mentor(turns: Sequence[records.TurnRow]) -> dict[int, list[records.TurnRow]]:
    found: dict[int, list[records.TurnRow]] = {}
    for one in sorted(turns, key=lambda turn: (turn.application_id, turn.number)):
        found.setdefault(one.application_id, []).append(one)
    return found


def _end(tx: Transaction, row: records.RankingRow, cohort: Cohort, now: datetime) -> None:
    """Close the book: whoever ranked and found nobody hears so, and the coordinators hear how it went."""
    row.ended_at = now
    tx.flush()
    waiting = {one.id for one in pool_of(tx, cohort).mentees}
    ranks = records.ranks_in(tx, row.team_id, row.id)
    told = [
        Wanted(
            key=f"rank:{one.id}:over",
            kind="matching.rank_over",
            to=one.user_id,
            due=now,
            about={"rank": one.id},
        )
        for one in ranks
        if one.ranked and one.matched_at is None and one.application_id in waiting
    ]
    told.append(
        Wanted(
            key=f"ranking:{row.id}:over",
            kind="matching.ranking_over",
            to=cohort.coordinators_channel,
            due=now,
            about={"ranking": row.id},
        )
    )
    reconcile(tx, team_id=row.team_id, subject=f"ranking:{row.id}", wanted=told, now=now)
    for one in ranks:
        _plan_rank(tx, row, one, now)
    show(tx, cohort, [one.user_id for one in ranks], now)


def let_rankings_pass(tx: Transaction, now: datetime) -> None:
    """Close rankings whose days are over, let turns run out, and look for mentors to rank (a chore)."""
    for seen in records.rankings_due(tx, now):
        row, cohort = _held(tx, seen)
        if row.ended_at is not None:
            continue
        if cohort.closed_at is not None:
            row.ended_at = now
            tx.flush()
        elif row.closed_at is None:
            _prepare(tx, row, cohort, pool_of(tx, cohort), now)
            if row.until <= now:
                _close(tx, row, cohort, now)
        else:
            for turn in records.turns_in(tx, row.team_id, row.id):
                if turn_of(turn).is_open and turn.until <= now:
                    turn.lapsed_at = now
            tx.flush()
            _go_on(tx, row, cohort, now)


def _plan_rank(tx: Transaction, row: records.RankingRow, one: records.RankRow, now: datetime) -> None:
    wanted = rank_messages(ranking_of(row), rank_of(one))
    reconcile(tx, team_id=row.team_id, subject=f"rank:{one.id}", wanted=wanted, now=now)


def _plan_turn(tx: Transaction, turn: records.TurnRow, now: datetime) -> None:
    reconcile(tx, team_id=turn.team_id, subject=f"turn:{turn.id}", wanted=turn_messages(turn_of(turn)), now=now)
