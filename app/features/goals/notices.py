"""How messages about goals and lookouts are rendered when they are due."""

from collections.abc import Callable
from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post, Render, Together
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.goals import usecases, views, words
from app.features.goals.rules import GoalSet
from app.features.goals.rules.lookouts import Noted, is_second_question
from app.features.goals.views import findings, overview, sets
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes.rules import Cohort
from app.handbook.goals import GoalKind, Lookout

OfSet = Callable[[Transaction, Due, GoalSet, GoalKind, Pairing, Cohort], views.Message | NotNeeded]
OfLookout = Callable[[Due, Noted, Lookout, Pairing], views.Message | NotNeeded]
ENDED = NotNeeded(reason="the pairing has ended")
NO_KIND = NotNeeded(reason="the handbook keeps no such thing any more")
SET = NotNeeded(reason="they are written down already")


def _about_set(tell: OfSet) -> Callable[[Transaction, Due, datetime], Errand]:
    def render(tx: Transaction, due: Due, now: datetime) -> Errand:
        del now
        try:
            goal_set, kind, pairing, cohort = usecases.goal_set(tx, team_id=due.team_id, set_id=due.about["set"])
        except Refusal:
            return NO_KIND
        if not pairing.is_live:
            return ENDED
        return _posted(tell(tx, due, goal_set, kind, pairing, cohort))

    return render


def _about_lookout(tell: OfLookout) -> Callable[[Transaction, Due, datetime], Errand]:
    def render(tx: Transaction, due: Due, now: datetime) -> Errand:
        del now
        try:
            noted, kind, pairing = usecases.lookout(tx, team_id=due.team_id, lookout_id=due.about["lookout"])
        except Refusal:
            return NO_KIND
        if not pairing.is_live or due.to not in pairing.people:
            return ENDED
        return _posted(tell(due, noted, kind, pairing))

    return render


def _posted(said: views.Message | NotNeeded) -> Errand:
    return said if isinstance(said, NotNeeded) else Post(text=said[0], blocks=said[1])


def _ask(
    tx: Transaction, due: Due, goal_set: GoalSet, kind: GoalKind, pairing: Pairing, cohort: Cohort
) -> views.Message | NotNeeded:
    del cohort
    if goal_set.set_at is not None and not due.sent:
        return SET
    before = usecases.set_before(tx, goal_set=goal_set) if goal_set.number > 1 else None
    return sets.ask(goal_set, kind, pairing, before)


def _remind(
    tx: Transaction, due: Due, goal_set: GoalSet, kind: GoalKind, pairing: Pairing, cohort: Cohort
) -> views.Message | NotNeeded:
    del tx, cohort
    return SET if goal_set.set_at is not None and not due.sent else sets.remind(goal_set, kind, pairing)


def _saved(
    tx: Transaction, due: Due, goal_set: GoalSet, kind: GoalKind, pairing: Pairing, cohort: Cohort
) -> views.Message | NotNeeded:
    del tx, due, pairing, cohort
    return sets.saved(goal_set, kind)


def _news(
    tx: Transaction, due: Due, goal_set: GoalSet, kind: GoalKind, pairing: Pairing, cohort: Cohort
) -> views.Message | NotNeeded:
    del tx, pairing, cohort
    return sets.news(goal_set, kind, due.about["by"])


def _refined(
    tx: Transaction, due: Due, goal_set: GoalSet, kind: GoalKind, pairing: Pairing, cohort: Cohort
) -> views.Message | NotNeeded:
    del tx, pairing, cohort
    return sets.news(goal_set, kind, due.about["by"], is_refined=True)


def _refine(
    tx: Transaction, due: Due, goal_set: GoalSet, kind: GoalKind, pairing: Pairing, cohort: Cohort
) -> views.Message | NotNeeded:
    del tx
    if (goal_set.refined_at is not None and not due.sent) or due.to not in pairing.people or goal_set.set_at is None:
        return NotNeeded(reason="somebody has gone through them already")
    until = goal_set.set_at + timedelta(days=kind.refine_within_days)
    return sets.refine(goal_set, kind, until, cohort.zone, is_second=":goals.to_refine_again:" in due.key)


def _review(
    tx: Transaction, due: Due, goal_set: GoalSet, kind: GoalKind, pairing: Pairing, cohort: Cohort
) -> views.Message | NotNeeded:
    del tx, pairing, cohort
    if not goal_set.open_goals and not due.sent:
        return NotNeeded(reason="nothing is open")
    return sets.review(goal_set, kind)


def _noted(due: Due, noted: Noted, kind: Lookout, pairing: Pairing) -> views.Message | NotNeeded:
    if not noted.is_open and not due.sent:
        return NotNeeded(reason="somebody has said what came of it")
    return findings.noted_news(noted, kind, pairing)


def _came_of(due: Due, noted: Noted, kind: Lookout, pairing: Pairing) -> views.Message | NotNeeded:
    if not noted.is_open and not due.sent:
        return NotNeeded(reason="somebody has said what came of it")
    said_at = noted.followed_up_at
    still = said_at is not None and int(said_at.timestamp()) > due.about["since"]
    if still and not due.sent:
        return NotNeeded(reason="somebody is still looking")
    is_second = is_second_question(due.key)
    return findings.came_of(noted, kind, pairing.partners_of(due.to), still_looking=still, is_second=is_second)


def _kind(
    name: str, render: Render, manner: Manner, why: str, merge: Together | None, nags: str | None = None
) -> NoticeKind:
    """Return a kind of this room: Home shows it all, so a lost message loses nothing; after a fortnight it is old."""
    return NoticeKind(
        name=name,
        render=render,
        manner=manner,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=14),
        live=True,
        why=why,
        merge=merge,
        nags=nags,
    )


_TO_DO, _TOLD = Together.TO_DO, Together.NEWS
KINDS = (
    _kind("goals.ask", _about_set(_ask), Manner.NUDGE, words.WHY_ASK, _TO_DO),
    _kind("goals.next", _about_set(_ask), Manner.NUDGE, words.WHY_NEXT, _TO_DO),
    _kind("goals.remind", _about_set(_remind), Manner.NUDGE, words.WHY_ASK, _TO_DO, nags="goals"),
    _kind("goals.saved", _about_set(_saved), Manner.REPLY, words.WHY_SAVED, None),
    _kind("goals.news", _about_set(_news), Manner.NUDGE, words.WHY_NEWS, _TOLD),
    _kind("goals.refined", _about_set(_refined), Manner.NEWS, words.WHY_NEWS, _TOLD),
    _kind("goals.to_refine", _about_set(_refine), Manner.NEWS, words.WHY_REFINE, _TO_DO),
    _kind("goals.to_refine_again", _about_set(_refine), Manner.NUDGE, words.WHY_REFINE, _TO_DO, nags="goals to refine"),
    _kind("goals.to_review", _about_set(_review), Manner.NUDGE, words.WHY_REVIEW, _TO_DO),
    _kind("goals.noted", _about_lookout(_noted), Manner.NUDGE, words.WHY_NOTED, _TOLD),
    _kind("goals.came_of", _about_lookout(_came_of), Manner.NUDGE, words.WHY_CAME_OF, _TO_DO),
)


def home_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a person's Home shows: goals, activities and lookouts of each pairing."""
    standings = usecases.standings_of(tx, team_id=team_id, user_id=user_id, now=now)
    if not standings:
        return []
    zone = people.person(tx, team_id=team_id, user_id=user_id).zone
    return overview.home_card(standings, user_id, zone)
