"""Which stage a pairing is in, and what each of its people gets when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from app.core.notice import Wanted
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.features.surveys.rules import Occasion, closing_of
from app.handbook.calendar import LOOK_BACK_DAYS, Stage
from app.handbook.meetings import FirstMeeting
from app.handbook.model import Handbook

FAMILY = "stages"
"""What the forms of this room are planned as, and the end of the subject of its messages."""
PREPARE_AFTER = timedelta(hours=1)
PREPARE_FOR = timedelta(days=14)
A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)
LOOK_BACK = timedelta(days=LOOK_BACK_DAYS)
GUIDE_AFTER = timedelta(days=1)
"""Nobody gets the guidance of a stage sooner after joining: introduction and preparation come first."""


NOT_LATER: Mapping[str, datetime] = MappingProxyType({})
NO_OTHERS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Place:
    """A stage with its place among the others.

    Attributes:
        stage: which.
        number, of: 2 of 4.
        ends: when it ends, UTC.
    """

    stage: Stage
    number: int
    of: int
    ends: datetime


def span_of(stage: Stage, pairing: Pairing) -> tuple[datetime, datetime]:
    """Return when a stage begins and ends in a pairing, UTC; the days count from the match."""
    return pairing.began_at + timedelta(days=stage.from_day), pairing.began_at + timedelta(days=stage.to_day)


def placed(stages: Sequence[Stage], key: str, pairing: Pairing, cohort: Cohort) -> Place | None:
    """Return a stage by its key, with its place among the others; none lasts longer than the cohort."""
    for number, stage in enumerate(stages, start=1):
        if stage.key == key:
            # A cohort ends at midnight; the day that is named is the one before.
            ends = min(span_of(stage, pairing)[1], cohort.ends - A_MINUTE)
            return Place(stage=stage, number=number, of=len(stages), ends=ends)
    return None


def current(stages: Sequence[Stage], pairing: Pairing, cohort: Cohort, now: datetime) -> Place | None:
    """Return the stage that a pairing is in; of two that overlap, the later one."""
    for stage in reversed(stages):
        begins, ends = span_of(stage, pairing)
        if begins <= now < ends:
            return placed(stages, stage.key, pairing, cohort)
    return None


def guided_at(stage: Stage, pairing: Pairing, user_id: str) -> datetime:
    """Return when somebody gets the guidance of a stage, UTC; it may lie after its end for a late joiner."""
    return max(span_of(stage, pairing)[0], pairing.joined_at(user_id) + GUIDE_AFTER)


def guidance(stage: Stage, role: str) -> tuple[str, ...]:
    """Return the guidance of a stage for a role."""
    return stage.guidance_mentor if role == "mentor" else stage.guidance_mentee


def preparation(first: FirstMeeting, role: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return how a role prepares for the first meeting, and which questions it may bring."""
    if role == "mentor":
        return first.prepare_mentor, first.questions_mentor
    return first.prepare_mentee, first.questions_mentee


def occasions(
    handbook: Handbook,
    pairing: Pairing,
    cohort: Cohort,
    introduced: Mapping[str, datetime] = NOT_LATER,
    others: Mapping[str, int] = NO_OTHERS,
) -> list[Occasion]:
    """List the forms that prepare, open and close the stages of a living pairing, for each of its people.

    Args:
        handbook: the stages and their forms.
        pairing: as it is now.
        cohort: nothing comes after its end.
        introduced: when each has read of the others, UTC, if that is later than when they joined.
        others: how many older pairings each is in, which are looked back on first.
    """
    if not pairing.is_live:
        return []
    found = [one for user in pairing.people for one in _with_preparation(handbook, pairing, user, introduced)]
    for stage in handbook.stages:
        _, ends = span_of(stage, pairing)
        for user in pairing.people:
            role, begins = pairing.role_of(user), guided_at(stage, pairing, user)
            # A stage that the end of the cohort cuts short is looked back on before that end.
            planned, last = pairing.began_at + timedelta(days=stage.looks_back_on), cohort.ends - LOOK_BACK
            looks_back = max(min(planned, last), begins)
            if (spaced := looks_back + A_DAY * min(others.get(user, 0), LOOK_BACK_DAYS - 1)) < min(ends, cohort.ends):
                looks_back = spaced
            for form_key, at, name in (
                (stage.opens_with, begins, stage.key),
                (stage.closes_with, looks_back, f"{stage.key}:back"),
            ):
                form = handbook.form(form_key) if form_key is not None else None
                if form is not None and role in form.roles and at < min(ends, cohort.ends):
                    found.append(
                        Occasion(
                            form_key=form.key,
                            user_id=user,
                            role=role,
                            at=at,
                            closes=closing_of(form, at),
                            name=name,
                            announced=name == stage.key,
                        )
                    )
    return found


def _with_preparation(
    handbook: Handbook, pairing: Pairing, user_id: str, introduced: Mapping[str, datetime]
) -> Iterator[Occasion]:
    role = pairing.role_of(user_id)
    at = introduced.get(user_id, pairing.joined_at(user_id)) + PREPARE_AFTER
    form = handbook.carried(role)
    if form is not None:
        closes = closing_of(form, at)
        yield Occasion(form_key=form.key, user_id=user_id, role=role, at=at, closes=closes, announced=True)


def wanted(
    handbook: Handbook,
    pairing: Pairing,
    cohort: Cohort,
    opening: Mapping[tuple[str, str], int],
    introduced: Mapping[str, datetime] = NOT_LATER,
    *,
    has_met: bool,
) -> list[Wanted]:
    """List the guidance that a pairing gets: before its first meeting, and at the start of each stage.

    Args:
        handbook: the stages, and how to prepare.
        pairing: as it is now.
        cohort: nothing comes after its end.
        opening: the id of each form that opens a stage, by stage and person; under no stage, that of the
            form with which somebody prepares.
        introduced: when each has read of the others, UTC, if that is later than when they joined.
        has_met: whether their first meeting has begun.
    """
    if not pairing.is_live:
        return []
    messages = []
    for user in pairing.people:
        known = introduced.get(user, pairing.joined_at(user))
        if any(preparation(handbook.first_meeting, pairing.role_of(user))) and not has_met:
            messages.append(
                Wanted(
                    key=f"pairing:{pairing.id}:prepare:{user}",
                    kind="stages.prepare",
                    to=user,
                    due=known + PREPARE_AFTER,
                    expires=known + PREPARE_FOR,
                    about={"pairing": pairing.id, **({"ask": opening["", user]} if ("", user) in opening else {})},
                )
            )
        for stage in handbook.stages:
            due, ends = guided_at(stage, pairing, user), span_of(stage, pairing)[1]
            if due < min(ends, cohort.ends):
                about: dict[str, int | str] = {"pairing": pairing.id, "stage": stage.key}
                if (stage.key, user) in opening:
                    about["ask"] = opening[stage.key, user]
                messages.append(
                    Wanted(
                        key=f"pairing:{pairing.id}:stage:{stage.key}:{user}",
                        kind="stages.begins",
                        to=user,
                        due=due,
                        expires=ends,
                        about=about,
                    )
                )
    return messages
