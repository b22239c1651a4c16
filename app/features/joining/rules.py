"""What an application is, when it stands, and what a form's answers must be."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from app.core.calendar import Slot, humane, known_zones
from app.core.notice import Wanted
from app.core.refusal import Refusal, refuse_all
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook
from app.handbook.signup import Question

Value = str | list[str] | None
LONGEST = 3000
MOST_NAMED = 5
MENTION_FOR = timedelta(days=4)  # over a weekend
ROLES = ("mentee", "mentor")


class State(StrEnum):
    """Where an application stands, in the words of the status."""

    RECEIVED = "received"
    APPROVED = "approved"
    MATCHED = "matched"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Application:
    """A member asking for a role in a cohort.

    Attributes:
        id, team_id, cohort_id, user_id, role: who asks for what.
        round: 1 for the first time, one more each time they come back.
        zone: the IANA zone in which their slots are.
        answers: by question key: text, a list of option ids, or `{"fluent": […], "some": […]}`.
        slots: when they are free, in their own zone.
        confided: by kind of question (`wishes`, `avoid`, `background`): what matching alone may know; nobody
            else ever reads it, and it is in no log.
        submitted_at, edited_at, approved_at, declined_at, withdrawn_at, matched_at: deeds, UTC.
        declined_why: the coordinator's reason, for the applicant to read.
    """

    id: int
    team_id: str
    cohort_id: int
    user_id: str
    role: str
    round: int
    zone: str
    answers: Mapping[str, Any]
    slots: tuple[Slot, ...]
    submitted_at: datetime
    edited_at: datetime | None = None
    approved_at: datetime | None = None
    declined_at: datetime | None = None
    declined_why: str | None = None
    withdrawn_at: datetime | None = None
    matched_at: datetime | None = None
    confided: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.withdrawn_at is not None:
            return State.WITHDRAWN
        if self.declined_at is not None:
            return State.DECLINED
        if self.approved_at is None:
            return State.RECEIVED
        return State.APPROVED if self.matched_at is None else State.MATCHED

    @property
    def is_in(self) -> bool:
        """Whether they take part: approved, matched or not."""
        return self.state in (State.APPROVED, State.MATCHED)

    def number(self, key: str, otherwise: int = 0) -> int:
        """Return a numeric answer."""
        said = self.answers.get(key)
        return int(said) if isinstance(said, int | str) and str(said).isdecimal() else otherwise

    def chosen(self, key: str) -> frozenset[str]:
        """Return the options chosen for a question; none if it was not asked."""
        said = self.answers.get(key)
        return frozenset(said) if isinstance(said, list) else frozenset()

    @property
    def fluent(self) -> frozenset[str]:
        """The languages they speak with ease."""
        return self._languages("fluent")

    @property
    def spoken(self) -> frozenset[str]:
        """All languages they can hold a conversation in."""
        return self._languages("fluent") | self._languages("some")

    def _languages(self, level: str) -> frozenset[str]:
        said = self.answers.get("languages")
        return frozenset(said.get(level, [])) if isinstance(said, dict) else frozenset()

    @property
    def may_be_mentioned(self) -> bool:
        """Whether the channel may hear of it."""
        return self.answers.get("public") is True


@dataclass(frozen=True)
class Form:
    """What a sign-up form told: the zone, the slots, what only matching may know and the other answers, all checked."""

    zone: str
    slots: tuple[Slot, ...]
    answers: Mapping[str, Any]
    confided: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)


def check_open(cohort: Cohort, now: datetime) -> None:
    """Let an application through only while sign-up is open.

    Raises:
        Refusal: `joining.signup-closed`.
    """
    if not cohort.takes_applications(now):
        raise Refusal("joining.signup-closed", cohort=cohort.name)


def read_form(questions: Sequence[Question], values: Mapping[str, Value], otherwise_zone: str, *, by: str = "") -> Form:
    """Check a sign-up form against the handbook's questions.

    Args:
        questions: the questions of the role.
        values: what the modal held, by block id.
        otherwise_zone: the zone Slack knows, used where the form does not ask for slots.
        by: who fills it in; nobody names themselves.

    Raises:
        Refusals: every wrong answer at its field, with the handbook's own sentence where it has one.
    """
    wrong: list[Refusal] = []
    answers: dict[str, Any] = {}
    confided: dict[str, Sequence[str]] = {}
    zone, slots = otherwise_zone, tuple[Slot, ...]()
    for question in questions:
        try:
            if question.kind == "slots":
                zone, slots = _zone(values), _slots(question, values)
            elif question.is_confided:
                confided[question.kind] = _confided(question, values.get(question.key), by)
            else:
                answers[question.key] = _answer(question, values)
        except Refusal as no:
            wrong.append(no)
    refuse_all(wrong)
    return Form(
        zone=zone, slots=slots, answers=answers, confided={kind: said for kind, said in confided.items() if said}
    )


def _answer(question: Question, values: Mapping[str, Value]) -> Any:
    said = values.get(question.key)
    match question.kind:
        case "number":
            return _number(question, said)
        case "choice":
            return next(iter(_known(question, [said] if isinstance(said, str) else [])), None)
        case "choices":
            return _known(question, said if isinstance(said, list) else [])
        case "languages":
            some = values.get(f"{question.key}__some")
            fluent = _known(question, said if isinstance(said, list) else [])
            return {"fluent": fluent, "some": [one for one in some or [] if one not in fluent]}
        case "agree":
            if not said:
                raise Refusal("joining.handbook", field=question.key, sentence=question.otherwise)
            return True
        case "switch":
            return bool(said)
        case _:
            return _text(question, said)


def _confided(question: Question, said: Value, by: str) -> list[str]:
    """Return what only matching may know: options, or people in the order in which they were named."""
    chosen = said if isinstance(said, list) else []
    if question.kind == "background":
        return _known(question, chosen)
    named = [one for one in dict.fromkeys(chosen) if one != by]
    if len(named) > MOST_NAMED:
        raise Refusal("joining.too-many-named", field=question.key, most=MOST_NAMED)
    return named


def _text(question: Question, said: Value) -> str:
    text = said.strip() if isinstance(said, str) else ""
    if not text and question.required:
        raise Refusal("joining.no-answer", field=question.key)
    if len(text) > LONGEST:
        raise Refusal("joining.too-long", field=question.key, most=LONGEST)
    return text


def _number(question: Question, said: Value) -> int | None:
    text = said.strip() if isinstance(said, str) else ""
    if not text and not question.required:
        return None
    try:
        number = int(text)
    except ValueError:
        raise Refusal("joining.no-number", field=question.key) from None
    if question.at_least is not None and number < question.at_least:
        raise Refusal("joining.handbook", field=question.key, sentence=question.otherwise)
    if question.at_most is not None and number > question.at_most:
        raise Refusal("joining.handbook", field=question.key, sentence=question.otherwise)
    return number


def _known(question: Question, said: Sequence[str]) -> list[str]:
    options = {one.value for one in question.options}
    chosen = [one for one in said if one in options]
    if not chosen and question.required:
        raise Refusal("joining.no-choice", field=question.key)
    return chosen


def _zone(values: Mapping[str, Value]) -> str:
    said = values.get("slots__zone")
    name = said.strip() if isinstance(said, str) else ""
    zones = known_zones()
    if name in zones:
        return name
    by_lower = {zone.lower(): zone for zone in zones}
    wanted = name.lower().replace(" ", "_")
    if wanted in by_lower:
        return by_lower[wanted]
    near = difflib.get_close_matches(wanted, by_lower, n=1, cutoff=0.6) or [
        zone for zone in by_lower if zone.rpartition("/")[2] == wanted
    ]
    raise Refusal(
        "joining.no-zone", field="slots__zone", zone=name, example=by_lower[near[0]] if near else "Europe/Madrid"
    )


def _slots(question: Question, values: Mapping[str, Value]) -> tuple[Slot, ...]:
    said = values.get(question.key)
    slots = []
    for one in said if isinstance(said, list) else []:
        weekday, start, end = (int(part) for part in one.split("-"))
        slots.append(Slot(weekday, start, end))
    if not slots and question.required:
        raise Refusal("joining.no-slots", field=question.key)
    return tuple(sorted(slots))


def in_words(question: Question, application: Application) -> str:
    """Return an answer as plain text, with the labels of its options; empty if there is none, or nobody may read it."""
    said = application.answers.get(question.key)
    labels = {one.value: one.label for one in question.options}
    match question.kind:
        case "slots":
            return ", ".join(slot.says() for slot in application.slots)
        case "languages":
            return ", ".join(labels[one] for one in (*_level(said, "fluent"), *_level(said, "some")) if one in labels)
        case "choices" | "choice":
            values = said if isinstance(said, list) else [said]
            return ", ".join(labels[one] for one in values if one in labels)
        case "agree" | "switch" | "wishes" | "avoid" | "background":
            return ""
        case _:
            return "" if said is None else str(said)


def _level(said: Any, level: str) -> list[str]:
    return list(said.get(level, [])) if isinstance(said, dict) else []


def answer_by(handbook: Handbook, application: Application) -> datetime:
    """Return until when the handbook promises an answer."""
    return application.submitted_at + timedelta(days=handbook.signup.answer_within_days)


def wanted(application: Application, cohort: Cohort) -> list[Wanted]:
    """List every message that an application calls for."""
    base = f"application:{application.id}:{application.round}"
    about = {"application": application.id}
    messages = [
        Wanted(
            key=f"{base}:received",
            kind="joining.received",
            to=application.user_id,
            due=application.submitted_at,
            about=about,
        ),
        Wanted(
            key=f"{base}:card",
            kind="joining.card",
            to=cohort.coordinators_channel,
            due=application.submitted_at,
            about={**about, "round": application.round},
        ),
    ]
    if application.may_be_mentioned and application.state is not State.WITHDRAWN:
        messages.append(
            Wanted(
                key=f"{base}:mention",
                kind="joining.mention",
                to=cohort.announce_channel,
                due=humane(application.submitted_at, cohort.zone),
                expires=application.submitted_at + MENTION_FOR,
                about=about,
            )
        )
    deeds = {
        "approved": application.approved_at,
        "declined": application.declined_at,
        "withdrawn": application.withdrawn_at,
    }
    messages += [
        Wanted(key=f"{base}:{deed}", kind=f"joining.{deed}", to=application.user_id, due=at, about=about)
        for deed, at in deeds.items()
        if at is not None
    ]
    return messages
