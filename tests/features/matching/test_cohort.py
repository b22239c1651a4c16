"""A cohort of real size: the 48 mentors of the cast, and thirty mentees who want what communities want."""

from typing import Any

from app.core.refusal import Refusals
from app.demo.cast import Mentor, mentees, mentors
from app.features.joining import usecases as joining
from app.features.matching import usecases
from app.features.matching.rules import Pool
from app.features.matching.rules.terms import fits_in
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from tests.kit.rooms import BOSS, TEAM, Rooms


def joins(rooms: Rooms, cohort: Cohort, one: Mentor, role: str) -> bool:
    """Let somebody apply and be approved; return whether the handbook lets them in."""
    user = f"U{one.key.upper()}"
    rooms.meets(user, one.zone)
    said: dict[str, Any] = {key: str(value) if isinstance(value, int) else value for key, value in one.answers.items()}
    values = {**said, "slots__zone": one.zone, "conduct": ["yes"]}
    with rooms.tx() as tx:
        try:
            made = joining.submit(
                tx, team_id=TEAM, user_id=user, cohort_id=cohort.id, role=role, values=values, now=rooms.now
            )
        except Refusals as no:
            if {wrong.field for wrong in no.refusals} != {"experience"}:
                raise
            return False
        joining.approve(tx, team_id=TEAM, by=BOSS, application_id=made.id, now=rooms.now)
    return True


def test_everybody_is_placed_or_hears_why_and_the_whole_is_the_best(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    assert len(mentors()) == 48
    let_in = [one for one in mentors() if joins(rooms, cohort, one, "mentor")]
    assert {one.answers["experience"] for one in mentors() if one not in let_in} == {3}
    learners = mentees(30)
    assert all(joins(rooms, cohort, one, "mentee") for one in learners)
    with rooms.tx() as tx:
        found = usecases.run(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, now=rooms.now)
        applications = joining.applications_in(tx, team_id=TEAM, cohort_id=cohort.id)
    placed = {one.mentee.user_id for one in found.undecided} | {one.mentor.user_id for one in found.undecided}
    told = {user for user, _ in found.left_over}
    assert placed | told == {one.user_id for one in applications}
    assert len(found.undecided) == 30
    for one in found.undecided:
        assert one.reasons
        assert one.mentee.spoken & one.mentor.spoken
    greedy = _greedy(applications, cohort)
    assert sum(one.score for one in found.undecided) >= greedy


def _greedy(applications: list[Any], cohort: Cohort) -> float:
    """Return what taking the best pair first, again and again, would come to."""
    learners = tuple(one for one in applications if one.role == "mentee")
    teachers = tuple(one for one in applications if one.role == "mentor")
    places = {one.id: min(one.number("capacity"), 2) for one in teachers}
    pool = Pool(learners, teachers, places, frozenset())
    verdicts = fits_in(pool, cohort, programmes.handbook("wealljs"))
    pairs = sorted(((fit.score, pair) for pair, fit in verdicts.items() if hasattr(fit, "score")), reverse=True)
    total, used = 0.0, set()
    for score, (mentee, mentor) in pairs:
        if mentee not in used and places[mentor] > 0:
            used.add(mentee)
            places[mentor] -= 1
            total += score
    return total
