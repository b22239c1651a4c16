"""What a pair would read about goals, before anything is sent."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from app.core.calendar import local
from app.core.foresight import Foreseen
from app.features.goals import words
from app.features.goals.rules import Goal, GoalSet, owners, refiners
from app.features.goals.rules.deadlines import due_on, set_over
from app.features.goals.rules.lookouts import Noted, champions, is_second_question, lookout_messages
from app.features.goals.rules.messages import set_messages
from app.features.goals.views import findings, sets
from app.features.meetings.rules import Meeting, anchors
from app.features.pairings.rules import Pairing, imagined_pairing
from app.features.programmes.rules import Imagined
from app.handbook.goals import GoalKind, Lookout

SET_AFTER = timedelta(days=1)
STATE_BUTTONS = (words.DONE, words.ON_THE_WAY, words.LET_GO)


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the messages about goals that are written a day after they are asked for, and then left alone."""
    pairing = imagined_pairing(imagined)
    found = [one for kind in imagined.handbook.goals for one in _of_kind(imagined, pairing, kind)]
    for lookout in imagined.handbook.lookouts:
        found += _of_lookout(imagined, pairing, lookout)
    return found


def _of_kind(imagined: Imagined, pairing: Pairing, kind: GoalKind) -> Iterator[Foreseen]:
    asked = anchors(kind.set_when, imagined.cohort, pairing, _held(imagined))
    ask_at: datetime | None = asked[0] if asked else None
    for number in range(1, 20):
        if ask_at is None or ask_at >= imagined.cohort.ends:
            return
        blank = GoalSet(
            id=number,
            team_id=pairing.team_id,
            pairing_id=1,
            kind=kind.key,
            owner=owners(kind, pairing)[0],
            number=number,
        )
        written = _written(blank, kind, ask_at + SET_AFTER, pairing, imagined.cohort.zone)
        for goal_set in (blank, written):
            yield from _of_set(imagined, pairing, kind, goal_set, ask_at)
        if kind.refine_by is not None:
            refined = replace(written, refined_at=ask_at + 2 * SET_AFTER, refined_by=refiners(kind, pairing)[0])
            for one in _of_set(imagined, pairing, kind, refined, ask_at):
                if one.kind == "goals.refined":
                    yield one
        ask_at = set_over(written, imagined.cohort.zone) if kind.again else None


def _of_set(
    imagined: Imagined, pairing: Pairing, kind: GoalKind, goal_set: GoalSet, ask_at: datetime
) -> Iterator[Foreseen]:
    cohort = imagined.cohort
    messages = set_messages(goal_set, kind, pairing, ask_at=ask_at, ends=cohort.ends, is_newest=True)
    over = set_over(goal_set, cohort.zone) if kind.again else None
    for one in messages:
        if one.kind in ("goals.remind", "goals.to_refine_again"):
            continue
        if over is not None and one.due >= over:
            continue
        answers: tuple[str, ...] = ()
        match one.kind:
            case "goals.ask" | "goals.next":
                text, answers = sets.ask(goal_set, kind, pairing)[0], (words.WRITE,)
            case "goals.saved":
                text, answers = sets.saved(goal_set, kind)[0], (words.CHANGE,)
            case "goals.news":
                text = sets.news(goal_set, kind, str(one.about["by"]))[0]
            case "goals.to_refine":
                until = one.due + timedelta(days=kind.refine_within_days)
                text = sets.refine(goal_set, kind, until, cohort.zone)[0]
                answers = (words.SHARPEN, words.GOOD)
            case "goals.refined":
                text = sets.news(goal_set, kind, str(one.about["by"]), is_refined=True)[0]
            case _:
                text, answers = sets.review(goal_set, kind)[0], STATE_BUTTONS
        yield Foreseen(at=one.due, to=_to(one.to, pairing), kind=one.kind, text=text, answers=answers)


def _written(blank: GoalSet, kind: GoalKind, at: datetime, pairing: Pairing, zone: str) -> GoalSet:
    day = local(at, zone).date()
    by = blank.owner or (pairing.mentor if kind.written_by == "mentor" else pairing.mentees[0])
    goals = tuple(
        Goal(
            id=place,
            set_id=blank.id,
            position=place,
            text=words.FORESEEN,
            said={},
            set_at=at,
            horizon_days=horizon,
            due_on=due_on(kind, horizon, {}, day),
        )
        for place, horizon in enumerate(kind.horizons_days or (None,))
    )
    return replace(blank, set_at=at, set_by=by, changed_at=at, changed_by=by, goals=goals)


def _of_lookout(imagined: Imagined, pairing: Pairing, kind: Lookout) -> Iterator[Foreseen]:
    """One thing noted at the first meeting."""
    held = _held(imagined)
    if not held:
        return
    by = pairing.mentor if kind.noted_by[0] == "mentor" else pairing.mentees[0]
    noted = Noted(
        id=1,
        team_id=pairing.team_id,
        pairing_id=1,
        kind=kind.key,
        text=words.FORESEEN,
        link="",
        noted_by=by,
        noted_at=held[0].ends_at,
    )
    messages = lookout_messages(noted, kind, pairing, ends=imagined.cohort.ends, is_told=kind.from_reflection)
    for one in messages:
        if one.kind == "goals.noted":
            text = findings.noted_news(noted, kind, pairing)[0]
            answers: tuple[str, ...] = (words.TAKE_ON,) if one.to in champions(kind, noted, pairing) else ()
        elif not is_second_question(one.key):
            text = findings.came_of(noted, kind, pairing.partners_of(one.to))[0]
            answers = (words.WORKED_OUT, words.STILL_LOOKING, words.LET_GO)
        else:
            continue
        yield Foreseen(at=one.due, to=_to(one.to, pairing), kind=one.kind, text=text, answers=answers)


def _to(address: str, pairing: Pairing) -> str:
    return "pair" if "+" in address else pairing.role_of(address)


def _held(imagined: Imagined) -> list[Meeting]:
    cohort = imagined.cohort
    return [
        Meeting(
            id=number,
            team_id=cohort.team_id,
            pairing_id=1,
            number=number,
            version=1,
            day=local(at, cohort.zone).date(),
            at=local(at, cohort.zone).time(),
            zone=cohort.zone,
            starts_at=at,
            minutes=imagined.handbook.first_meeting.minutes if number == 1 else imagined.handbook.rhythm.minutes,
            place="",
            weekly=False,
            by_rhythm=number > 1,
            proposed_at=at,
            proposed_by="",
            agreed=(),
            accepted_at=at,
            held_at=at,
        )
        for number, at in enumerate(imagined.meets_at, start=1)
    ]
