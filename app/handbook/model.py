"""A handbook as a whole, and whether its parts fit together."""

from collections.abc import Iterable, Iterator
from datetime import time
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, Field, model_validator

from app.handbook.asking import CheckIn, Decision, Fit, Form
from app.handbook.calendar import Event, Outline, Showcase, Stage
from app.handbook.care import Breaks, Contact, Trouble
from app.handbook.goals import Activity, GoalKind, Lookout
from app.handbook.matching import Matching
from app.handbook.meetings import FirstMeeting, Reflection, Rhythm
from app.handbook.page import Page, Sentence, Short
from app.handbook.recognition import Certificate, Closing, Directory, Graduation, PublicLog
from app.handbook.signup import Nomination, Projects, Question, Signup


class Digest(Page):
    """The weekly summary in the coordinators' channel."""

    weekday: Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] = "Monday"
    at: time = time(9)


class Handbook(Page):
    """One programme, as its community wrote it. Only the first parts are needed; the rest is there if it is said."""

    programme: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,40}$")]
    name: Short
    community: Short
    about: Sentence
    code_of_conduct: str = Field(pattern=r"^https://")
    least_months: int = Field(ge=1, le=60)
    admission: Literal["cohorts", "rolling"] = "cohorts"
    """`rolling` takes people at any time into one cohort without an end."""
    unasked_a_week: int = Field(3, ge=1, le=3)
    """How many unasked messages a person gets in a week at most; a handbook may only lower it."""
    signup: Signup
    nominations: tuple[Nomination, ...] = ()
    projects: Projects | None = None
    matching: Matching
    first_meeting: FirstMeeting
    rhythm: Rhythm
    reflection: Reflection
    check_in: CheckIn
    decisions: tuple[Decision, ...] = ()
    fit: Fit = Fit()
    forms: tuple[Form, ...] = ()
    goals: tuple[GoalKind, ...] = ()
    activities: tuple[Activity, ...] = ()
    lookouts: tuple[Lookout, ...] = ()
    stages: tuple[Stage, ...] = ()
    outlines: tuple[Outline, ...] = ()
    events: tuple[Event, ...] = ()
    showcase: Showcase | None = None
    certificates: tuple[Certificate, ...] = ()
    graduation: Graduation | None = None
    public_log: PublicLog | None = None
    directory: Directory | None = None
    closing: Closing | None = None
    breaks: Breaks = Breaks()
    contact: Contact | None = None
    digest: Digest = Digest()
    trouble: Trouble = Trouble()

    def questions(self, role: str) -> list[Question]:
        """Return the sign-up questions of a role, in order."""
        return [one for one in self.signup.questions if role in one.roles]

    def form(self, key: str) -> Form | None:
        """Return the form of that key."""
        return next((one for one in self.forms if one.key == key), None)

    def event(self, key: str) -> Event | None:
        """Return the event of that key."""
        return next((one for one in self.events if one.key == key), None)

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        wrong = [*self._unknown_names(), *self._doubled_keys(), *self._closed_answers()]
        if wrong:
            raise ValueError("; ".join(wrong))
        return self

    def _unknown_names(self) -> Iterator[str]:
        forms, events = {one.key for one in self.forms}, {one.key for one in self.events}
        asked = {one.key for one in self.signup.questions}
        for stage in self.stages:
            yield from _missing(f"stage {stage.key}", "form", [stage.opens_with, stage.closes_with], forms)
        for certificate in self.certificates:
            of = f"the {certificate.role}s' certificate"
            yield from _missing(of, "form", [one.form for one in certificate.rules], forms)
            yield from _missing(of, "event", [one.event for one in certificate.rules], events)
        yield from _missing("the closing", "form", [self.closing.form if self.closing else None], forms)
        yield from _missing("the showcase", "event", [self.showcase.event if self.showcase else None], events)
        matching = self.matching
        named = [matching.required_language, matching.place, matching.town]
        named += [self.graduation.role_question if self.graduation else None]
        named += [self.directory.listed, *self.directory.shows] if self.directory else []
        yield from _missing("the handbook", "sign-up question", named, asked)

    def _doubled_keys(self) -> Iterator[str]:
        for name in ("decisions", "forms", "goals", "activities", "lookouts", "stages", "outlines", "events"):
            keys = [one.key for one in getattr(self, name)]
            twice = sorted({key for key in keys if keys.count(key) > 1})
            if twice:
                yield f"{name} has the same key twice: {', '.join(twice)}"

    def _closed_answers(self) -> Iterator[str]:
        """Yield what the directory would show although its writers were told that others read it."""
        if self.directory is None:
            return
        for one in self.signup.questions:
            if one.key == self.directory.listed and one.kind != "switch":
                yield f"the directory's question {one.key} must be of kind switch"
            if one.key in self.directory.shows and one.read_by != "everyone":
                yield f'the directory shows {one.key}; that question needs read_by = "everyone"'


def _missing(who: str, what: str, named: Iterable[str | None], known: set[str]) -> Iterator[str]:
    for one in named:
        if one is not None and one not in known:
            yield f"{who} names the {what} {one}, which is not there"


def keys_at(loc: tuple[int | str, ...]) -> list[str]:
    """Return the keys that a handbook file may have at a place, such as `("signup", "questions", 2)`."""
    page: type[BaseModel] = Handbook
    for part in loc:
        if isinstance(part, int):
            continue
        field = page.model_fields.get(part)
        found = [one for one in _types(field.annotation) if issubclass(one, Page)] if field is not None else []
        if not found:
            return []
        page = found[0]
    return list(page.model_fields)


def _types(annotation: Any) -> Iterator[type]:
    """Yield the classes that an annotation is made of."""
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for one in get_args(annotation):
        yield from _types(one)
