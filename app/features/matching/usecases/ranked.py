"""Rankings as facts: for messages, for forms, and for those who ask where they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.joining import usecases as joining
from app.features.joining.rules import Application
from app.features.matching import records
from app.features.matching.rules import Fit
from app.features.matching.rules.ranking import Rank, Ranking, Turn
from app.features.matching.rules.terms import judge
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook


@dataclass(frozen=True)
class ToRank:
    """What a mentee ranks: their mentors, best first, with how well each fits; `None` for one who fits no more."""

    ranking: Ranking
    rank: Rank
    cohort: Cohort
    handbook: Handbook
    mentee: Application
    mentors: Sequence[tuple[Application, Fit | None]]


@dataclass(frozen=True)
class ToChoose:
    """What a mentor chooses from: the mentees who ranked them, the highest first, and what became of them.

    `mentees` holds for each: the application, how well the two fit, and with which mentor (an application) they
    were matched meanwhile.
    """

    ranking: Ranking
    turn: Turn
    cohort: Cohort
    handbook: Handbook
    mentor: Application
    mentees: Sequence[tuple[Application, Fit | None, int | None]]


def offered(tx: Transaction, *, team_id: str, rank_id: int) -> ToRank:
    """Return one mentee's part, for messages about it.

    Raises:
        Refusal: `matching.gone` if there is none.
    """
    row = records.rank(tx, team_id, rank_id)
    over = records.ranking(tx, team_id, row.ranking_id) if row is not None else None
    if row is None or over is None:
        raise Refusal("matching.gone")
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=over.cohort_id)
    handbook = programmes.handbook_of(tx, cohort)
    mentee = joining.application(tx, team_id=team_id, application_id=row.application_id)
    mentors = [joining.application(tx, team_id=team_id, application_id=one) for one in row.shortlist]
    fits = [(one, _fit(mentee, one, cohort, handbook)) for one in mentors]
    return ToRank(ranking_of(over), rank_of(row), cohort, handbook, mentee, fits)


def awaiting(tx: Transaction, *, team_id: str, turn_id: int) -> ToChoose:
    """Return one mentor's turn, for messages about it.

    Raises:
        Refusal: `matching.gone` if there is none.
    """
    row = records.turn(tx, team_id, turn_id)
    over = records.ranking(tx, team_id, row.ranking_id) if row is not None else None
    if row is None or over is None:
        raise Refusal("matching.gone")
    cohort = programmes.cohort(tx, team_id=team_id, cohort_id=over.cohort_id)
    handbook = programmes.handbook_of(tx, cohort)
    mentor = joining.application(tx, team_id=team_id, application_id=row.application_id)
    ranks = {one.application_id: rank_of(one) for one in records.ranks_of(tx, team_id, over.id, row.mentees)}
    found = []
    for key in row.mentees:
        mentee = joining.application(tx, team_id=team_id, application_id=key)
        found.append((mentee, _fit(mentee, mentor, cohort, handbook), ranks[key].matched_with))
    return ToChoose(ranking_of(over), turn_of(row), cohort, handbook, mentor, found)


def _fit(mentee: Application, mentor: Application, cohort: Cohort, handbook: Handbook) -> Fit | None:
    found = judge(mentee, mentor, cohort, handbook, frozenset())
    return found if isinstance(found, Fit) else None


def part_of(
    tx: Transaction, *, application: Application
) -> tuple[Ranking, Rank | None, tuple[Application, ...], Turn | None] | None:
    """Return somebody's part in the ranking that goes on in their cohort; None if they have none in it now.

    Returns:
        The ranking, a mentee's part with whom they ranked, or a mentor's open turn.
    """
    row = records.open_ranking(tx, application.team_id, application.cohort_id)
    if row is None:
        return None
    if application.role == "mentor":
        turns = [one for one in records.turns_in(tx, row.team_id, row.id) if one.application_id == application.id]
        mine = next((turn_of(one) for one in turns if turn_of(one).is_open), None)
        return (ranking_of(row), None, (), mine) if mine is not None else None
    part = next(iter(records.ranks_of(tx, row.team_id, row.id, [application.id])), None)
    if part is None or not part.shortlist or part.matched_at is not None:
        return None
    if row.closed_at is not None and not part.ranked:
        return None
    ranked = tuple(joining.application(tx, team_id=row.team_id, application_id=one) for one in part.ranked)
    return ranking_of(row), rank_of(part), ranked, None


def how_it_goes(tx: Transaction, *, cohort: Cohort) -> tuple[Ranking, Mapping[str, int]] | None:
    """Return the ranking that goes on in a cohort, in numbers; the caller has checked who asks."""
    row = records.open_ranking(tx, cohort.team_id, cohort.id)
    return (ranking_of(row), numbers(tx, row)) if row is not None else None


def result(tx: Transaction, *, team_id: str, ranking_id: int) -> tuple[Cohort, Mapping[str, int]]:
    """Return what became of a ranking, for messages about it.

    Raises:
        Refusal: `matching.gone` if there is none.
    """
    row = records.ranking(tx, team_id, ranking_id)
    if row is None:
        raise Refusal("matching.gone")
    return programmes.cohort(tx, team_id=team_id, cohort_id=row.cohort_id), numbers(tx, row)


def numbers(tx: Transaction, row: records.RankingRow) -> Mapping[str, int]:
    """Count what became of a ranking: mentees asked, who ranked, who found somebody; mentors asked, who chose."""
    ranks = records.ranks_in(tx, row.team_id, row.id)
    turns = records.turns_in(tx, row.team_id, row.id)
    return {
        "mentees": len(ranks),
        "ranked": sum(one.ranked_at is not None for one in ranks),
        "matched": sum(one.matched_at is not None for one in ranks),
        "mentors": len({one.application_id for one in turns}),
        "choosing": sum(turn_of(one).is_open for one in turns),
    }


def ranking_of(row: records.RankingRow) -> Ranking:
    """Return a ranking as facts."""
    return Ranking(
        id=row.id,
        team_id=row.team_id,
        cohort_id=row.cohort_id,
        opened_at=row.opened_at,
        until=row.until,
        closed_at=row.closed_at,
        ended_at=row.ended_at,
    )


def rank_of(row: records.RankRow) -> Rank:
    """Return one mentee's part as facts."""
    return Rank(
        id=row.id,
        ranking_id=row.ranking_id,
        mentee=row.application_id,
        user_id=row.user_id,
        shortlist=tuple(row.shortlist),
        ranked=tuple(row.ranked),
        ranked_at=row.ranked_at,
        matched_at=row.matched_at,
        matched_with=row.matched_with,
    )


def turn_of(row: records.TurnRow) -> Turn:
    """Return one mentor's turn as facts."""
    return Turn(
        id=row.id,
        ranking_id=row.ranking_id,
        number=row.number,
        mentor=row.application_id,
        user_id=row.user_id,
        mentees=tuple(row.mentees),
        places=row.places,
        asked_at=row.asked_at,
        until=row.until,
        chosen=tuple(row.chosen),
        lost=tuple(row.lost),
        answered_at=row.answered_at,
        lapsed_at=row.lapsed_at,
    )
