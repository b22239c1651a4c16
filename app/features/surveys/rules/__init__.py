"""When a form is put to whom, which messages it calls for, and who reads it."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app.core.notice import Wanted
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort, day_of
from app.handbook.asking import Form
from app.handbook.model import Handbook
from app.handbook.page import ROLES, Ask

SETTLES = timedelta(hours=1)
"""How long a match stands before the first form: the introduction comes first."""
NEWS_FOR = timedelta(days=14)
WHEN, ASKED = "when", "asked"
"""Where the wish for a form comes from: the handbook's `when`, or somebody who asked for it just now."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """A form for one person at one time.

    Attributes:
        form_key, user_id, role: what is put to whom.
        name: tells apart two times of one form, such as a stage's key; empty for the only one.
        at, closes: when it is asked and until when it is taken, UTC.
        announced: another message carries its button, so that none of its own is sent.
    """

    form_key: str
    user_id: str
    role: str
    at: datetime
    closes: datetime
    name: str = ""
    announced: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A form that is, or will be, put to somebody.

    Attributes:
        id, team_id, cohort_id, pairing_id, user_id, role, form_key: what is put to whom.
        family: `when`, `asked`, or the room that wants it.
        name, asked_at, closes_at, announced: see `Occasion`.
        answers: by question key; empty while unanswered.
        answered_at, dropped_at: deeds, UTC; a dropped one is no longer wanted.
    """

    id: int
    team_id: str
    cohort_id: int
    pairing_id: int
    user_id: str
    role: str
    form_key: str
    family: str
    name: str
    asked_at: datetime
    closes_at: datetime
    announced: bool = False
    answers: Mapping[str, Any] = field(default_factory=dict)
    answered_at: datetime | None = None
    dropped_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether an answer is taken now."""
        return self.dropped_at is None and self.asked_at <= now < self.closes_at


@dataclass(frozen=True, kw_only=True)
class Put:
    """A form as it was put to somebody, with all that it belongs to."""

    asked: Asked
    form: Form
    pairing: Pairing
    cohort: Cohort


def closing_of(form: Form, asked_at: datetime) -> datetime:
    """Return when a form closes that is asked at an instant."""
    return asked_at + timedelta(days=form.open_days)


def outlives(form: Form) -> bool:
    """Whether a form that was asked can be answered after the pairing has ended."""
    return form.purpose in ("survey", "closing")


def carried(handbook: Handbook) -> set[tuple[str, str]]:
    """Return the forms, with their roles, whose button comes with the preparation for the first meeting."""
    found = {role: handbook.carried(role) for role in ROLES}
    return {(form.key, role) for role, form in found.items() if form is not None}


def is_once(form: Form) -> bool:
    """Whether somebody in several pairings of a cohort is asked only once."""
    return form.when is not None and form.when.is_of_cohort and not shown_to_pair(form)


def occasions(
    forms: Iterable[Form],
    pairing: Pairing,
    cohort: Cohort,
    held: Sequence[datetime],
    *,
    elsewhere: Container[tuple[str, str]] = (),
) -> list[Occasion]:
    """List when the handbook puts its forms to the people of a pairing.

    Args:
        forms: the handbook's.
        elsewhere: the forms, with their roles, that the message of another room carries.
        pairing: who is in it since when.
        cohort: its days; a form for the end of a cohort that is closed early is asked at once.
        held: when the meetings that were held ended, in order, UTC.
    """
    found = []
    for form in forms:
        for user in pairing.people:
            role, joined = pairing.role_of(user), pairing.joined_at(user)
            if role not in form.roles or (form.key, role) in elsewhere:
                continue
            for name, at in _moments(form, pairing, cohort, held, joined):
                due, closes = max(at, joined + SETTLES), closing_of(form, at)
                if form.when is not None and form.when.at == "match":
                    closes = closing_of(form, due)
                if due < closes:
                    found.append(Occasion(form_key=form.key, user_id=user, role=role, at=due, closes=closes, name=name))
    return found


def _moments(
    form: Form, pairing: Pairing, cohort: Cohort, held: Sequence[datetime], joined: datetime
) -> Iterator[tuple[str, datetime]]:
    when = form.when
    if when is None:
        return
    days = timedelta(days=when.days)
    if when.at == "match":
        yield "", joined + days
    elif when.at == "first_meeting":
        yield from (("", at + days) for at in held[:1])
    elif when.at == "meetings":
        yield from ((str(one), held[one - 1] + days) for one in when.numbers if 0 < one <= len(held))
    elif (at := day_of(when, cohort)) is not None:
        closed = when.at == "end" and cohort.closed_at is not None and pairing.ended_at is not None
        yield "", min(at, pairing.ended_at) if closed and pairing.ended_at is not None else at


def stays(one: Asked, form: Form | None, pairing: Pairing, now: datetime, *, wanted: bool) -> bool:
    """Whether a form stays with somebody; what was answered always does.

    Args:
        one: the form as it was put.
        form: what the handbook says of it now; None if it is gone.
        pairing: as it is now.
        now: the present instant, UTC.
        wanted: whether whoever planned it still wants it.
    """
    if one.answered_at is not None:
        return True
    if form is None:
        return False
    if one.closes_at <= now and one.dropped_at is None:
        return True  # its time was over before anything else was: it counts as it stands, silence too
    if one.user_id not in pairing.people:
        # Whoever leaves a group looks back on it, like those of a pairing that ended.
        return form.purpose == "closing" and one.asked_at <= now and one.dropped_at is None
    if not pairing.is_live:
        return outlives(form) and one.asked_at <= now
    return wanted or (one.asked_at <= now and one.dropped_at is None)


def wanted(asked: Sequence[Asked], forms: Mapping[str, Form], pairing: Pairing) -> list[Wanted]:
    """List the messages about the forms of a pairing: each one, its reminders, and what a reader may read."""
    messages: list[Wanted] = []
    standing = [one for one in asked if one.dropped_at is None and one.form_key in forms]
    for one in standing:
        form, about = forms[one.form_key], {"ask": one.id}
        if not one.announced:
            messages.append(
                Wanted(
                    key=f"form:{one.id}",
                    kind="surveys.ask",
                    to=one.user_id,
                    due=one.asked_at,
                    expires=one.closes_at,
                    about=about,
                )
            )
        step = timedelta(days=form.chase_after_days)
        for number in range(1, form.chases + 1) if one.answered_at is None else ():
            due = one.asked_at + number * step
            if due < one.closes_at:
                messages.append(
                    Wanted(
                        key=f"form:{one.id}:chase-{number}",
                        kind="surveys.chase",
                        to=one.user_id,
                        due=due,
                        expires=min(due + step, one.closes_at),
                        about=about,
                    )
                )
    return messages + _news(standing, forms, pairing)


def _news(asked: Sequence[Asked], forms: Mapping[str, Form], pairing: Pairing) -> list[Wanted]:
    """List who hears that a partner has answered something that both may read; one message per form."""
    answered: dict[tuple[str, str], list[Asked]] = {}
    for one in asked:
        if one.answered_at is not None and shown_to_pair(forms[one.form_key]):
            answered.setdefault((one.form_key, one.name), []).append(one)
    messages = []
    for (key, name), found in answered.items():
        for reader in pairing.people:
            at = [(one.answered_at, one.id) for one in found if one.user_id != reader and one.answered_at is not None]
            if not at or not may_read_together(forms[key], pairing, reader):
                continue
            first, ask_id = min(at)
            messages.append(
                Wanted(
                    key=f"pairing:{pairing.id}:form:{key}:{name}:news:{reader}",
                    kind="surveys.news",
                    to=reader,
                    due=first,
                    expires=first + NEWS_FOR,
                    about={"ask": ask_id},
                )
            )
    return messages


# -- readers ---------------------------------------------------------------------------------------


def reader_of(form: Form, ask: Ask) -> str:
    """Return who reads the answer to a question: `read_by`, with `+pair` where only this one is shared."""
    return f"{form.read_by}+pair" if ask.shared and form.read_by in ("coordinators", "author") else form.read_by


def shown_to_pair(form: Form) -> list[Ask]:
    """Return the questions whose answers the people of a pairing read of each other."""
    return [ask for ask in form.questions if form.read_by in ("pair", "everyone") or ask.shared]


def shown_to_coordinators(form: Form) -> list[Ask]:
    """Return the questions whose answers coordinators read, without names."""
    return list(form.questions) if form.read_by in ("coordinators", "everyone") else []


def may_read_together(form: Form, pairing: Pairing, reader: str) -> bool:
    """Whether somebody reads what a pairing wrote: its people, while it lives; a closing also afterwards."""
    return reader in pairing.people and (pairing.is_live or form.purpose == "closing")


@dataclass(frozen=True, kw_only=True)
class Count:
    """How a form went in a cohort, in numbers only.

    Attributes:
        form: which.
        asked: how many it was put to.
        answered: how many answered.
        fine: how many are silent, which is fine, or have time left.
        overdue: how many are silent though an answer is needed.
    """

    form: Form
    asked: int
    answered: int
    fine: int
    overdue: int


def count(form: Form, rows: Iterable[tuple[datetime, int, int]], now: datetime) -> Count:
    """Count a form.

    Args:
        form: which.
        rows: when it was asked, of how many, and how many of them answered.
        now: the present instant, UTC.
    """
    asked = answered = overdue = 0
    for at, number, replied in rows:
        asked += number
        answered += replied
        if form.silence == "needed" and at + timedelta(days=form.chase_after_days) <= now:
            overdue += number - replied
    return Count(form=form, asked=asked, answered=answered, fine=asked - answered - overdue, overdue=overdue)
