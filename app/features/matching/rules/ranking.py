"""Mentees rank mentors, then mentors choose: what is allowed, who goes to whom, and what it calls for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.features.matching.rules.messages import REMIND_BEFORE
from app.handbook.matching import Ranking as Terms

MOST_RANKED = 3
"""How many fields the form may have; the handbook says how many it has."""


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """One time in a cohort in which mentees rank; instants in UTC.

    Attributes:
        id, team_id, cohort_id: where it belongs.
        opened_at, until: from when to when mentees rank.
        closed_at: when it did close, and mentors began to choose.
        ended_at: when nothing more could come of it.
    """

    id: int
    team_id: str
    cohort_id: int
    opened_at: datetime
    until: datetime
    closed_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def takes_ranks(self) -> bool:
        """Whether mentees still rank."""
        return self.closed_at is None and self.ended_at is None


@dataclass(frozen=True, kw_only=True)
class Rank:
    """One mentee's part.

    Attributes:
        id, ranking_id: which.
        mentee: their application.
        shortlist: the applications of the mentors who fit them best; empty while it is being made.
        ranked: those whom they would like, the dearest first.
        ranked_at: when they last said so, UTC.
        matched_at: when they found somebody by it, UTC.
        matched_with: the mentor whom they found.
    """

    id: int
    ranking_id: int
    mentee: int
    user_id: str
    shortlist: tuple[int, ...]
    ranked: tuple[int, ...] = ()
    ranked_at: datetime | None = None
    matched_at: datetime | None = None
    matched_with: int | None = None


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One mentor's turn to choose among the mentees who ranked them; instants in UTC.

    Attributes:
        id, ranking_id, number: which; a second turn comes when somebody whom they chose went elsewhere.
        mentor: their application.
        mentees: who may be chosen, the applications in the order in which they are shown.
        places: how many they may choose.
        chosen: whom they chose; none is an answer too.
        lost: whom they chose before this turn and who went to somebody dearer.
    """

    id: int
    ranking_id: int
    number: int
    mentor: int
    user_id: str
    mentees: tuple[int, ...]
    places: int
    asked_at: datetime
    until: datetime
    chosen: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()
    answered_at: datetime | None = None
    lapsed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for their answer."""
        return self.answered_at is None and self.lapsed_at is None


def field(number: int) -> str:
    """Return the modal's field of a rank, from 1."""
    return f"rank{number}"


def read_ranks(values: Sequence[str | None], shortlist: Sequence[int]) -> tuple[int, ...]:
    """Return whom a mentee ranked, the dearest first; gaps close up.

    Args:
        values: what each field held, an application's id or nothing.
        shortlist: whom they could choose.

    Raises:
        Refusal: `matching.rank-nobody`, `matching.rank-twice`, `matching.rank-unknown`, each at its field.
    """
    found: list[int] = []
    for number, said in enumerate(values, start=1):
        if not said:
            continue
        if not said.isdecimal() or int(said) not in shortlist:
            raise Refusal("matching.rank-unknown", field=field(number))
        if int(said) in found:
            raise Refusal("matching.rank-twice", field=field(number))
        found.append(int(said))
    if not found:
        raise Refusal("matching.rank-nobody", field=field(1))
    return tuple(found)


def in_line(mentor: int, ranks: Sequence[Rank], scores: Mapping[tuple[int, int], float]) -> tuple[int, ...]:
    """Return who waits for a mentor: those who ranked them higher first, then those who fit better."""
    waiting = [one for one in ranks if mentor in one.ranked and one.matched_at is None]
    waiting.sort(key=lambda one: (one.ranked.index(mentor), -scores.get((one.mentee, mentor), 0.0), one.mentee))
    return tuple(one.mentee for one in waiting)


def settled(ranks: Sequence[Rank], turns: Sequence[Turn]) -> list[tuple[int, int]]:
    """Return which mentee goes to which mentor by what is said so far.

    A mentee goes to the mentor whom they ranked highest of all who chose them; as long as one whom they ranked
    higher still chooses, they wait.

    Args:
        ranks: all mentees' parts.
        turns: all mentors' turns.

    Returns:
        Pairs of applications, mentee and mentor.
    """
    found = []
    for one in sorted(ranks, key=lambda rank: rank.mentee):
        if one.matched_at is not None:
            continue
        for mentor in one.ranked:
            mine = [turn for turn in turns if turn.mentor == mentor and one.mentee in turn.mentees]
            if any(one.mentee in turn.chosen for turn in mine):
                found.append((one.mentee, mentor))
                break
            if any(turn.is_open for turn in mine):
                break
    return found


def rank_messages(ranking: Ranking, rank: Rank) -> list[Wanted]:
    """List what a mentee's part calls for: the mentors to rank, and one reminder."""
    if not rank.shortlist:
        return []
    about, key = {"rank": rank.id}, f"rank:{rank.id}"
    found = [
        Wanted(
            key=key, kind="matching.rank", to=rank.user_id, due=ranking.opened_at, expires=ranking.until, about=about
        )
    ]
    if ranking.takes_ranks and rank.ranked_at is None:
        due = ranking.until - REMIND_BEFORE
        found.append(
            Wanted(
                key=f"{key}:reminder",
                kind="matching.rank_reminder",
                to=rank.user_id,
                due=due,
                expires=ranking.until,
                about=about,
            )
        )
    return found


def turn_messages(turn: Turn) -> list[Wanted]:
    """List what a mentor's turn calls for: the question, and one reminder."""
    about, key = {"turn": turn.id}, f"turn:{turn.id}"
    found = [
        Wanted(key=key, kind="matching.choose", to=turn.user_id, due=turn.asked_at, expires=turn.until, about=about)
    ]
    if turn.is_open:
        found.append(
            Wanted(
                key=f"{key}:reminder",
                kind="matching.choose_reminder",
                to=turn.user_id,
                due=turn.until - REMIND_BEFORE,
                expires=turn.until,
                about=about,
            )
        )
    return found


def ends(terms: Terms, opened_at: datetime) -> datetime:
    """Return until when mentees rank, UTC."""
    return opened_at + timedelta(days=terms.days)
