"""What coordinators ask: check-ins, decisions, surveys and other forms, and whether a pair fits."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.handbook.page import Ask, Key, Page, Reader, Role, Sentence, Short, Silence, When, filled_with

MOST_CHASES = 2


class CheckIn(Page):
    """A coordinator's periodic question to everybody in a pairing, answered with one click."""

    every_days: int = Field(ge=7, le=180)
    ask: Annotated[Sentence, filled_with("partner", "since")]
    """It comes again and again: `{since}` is the day since when they have worked together."""
    silence: Silence = "fine"
    chase_after_days: int = Field(4, ge=1, le=30)
    chases: int = Field(1, ge=0, le=MOST_CHASES)
    """How often silence is chased where an answer is needed."""


class DecisionAnswer(Page):
    """One answer to a decision, and what follows from it."""

    value: Key
    label: Short
    leads_to: Literal["go_on", "graduate", "part", "help"]
    thanks: Annotated[Sentence, filled_with("partner")]


class Decision(Page):
    """A question that needs an answer and has consequences; it is chased at most twice.

    If several people are asked the same thing, a `part` of one outweighs the others' `go_on`. A repeated one
    (`when` with `every_days`) is asked for the first time one interval after its anchor.
    """

    key: Key
    name: Short
    roles: tuple[Role, ...] = ("mentor",)
    when: When
    ask: Annotated[Sentence, filled_with("partner")]
    answers: tuple[DecisionAnswer, ...] = Field(min_length=2, max_length=5)
    chase_after_days: int = Field(4, ge=1, le=30)
    chases: int = Field(MOST_CHASES, ge=0, le=MOST_CHASES)
    silence: Silence = "needed"


class Fit(Page):
    """After which held meetings each is asked whether the two fit; whoever is unsure is asked again."""

    after_meetings: tuple[int, ...] = (1, 3)
    again_after_days: int = Field(14, ge=3, le=60)


class Form(Page):
    """Several questions answered in one modal: a survey, a preparation, a stage's questions, a last reflection.

    `read_by` is said above the first question. `purpose` decides what becomes of it when a pairing ends:
    a `survey` and a `closing` can still be answered then, a `preparation` and a `stage` are over. A preparation
    for the day of the match comes in one message with the lists of `first_meeting`, if there are any.
    """

    key: Key
    name: Annotated[str, Field(min_length=1, max_length=60)]
    purpose: Literal["survey", "preparation", "stage", "closing"] = "survey"
    roles: tuple[Role, ...] = ("mentee", "mentor")
    when: When | None = None
    """None for a form that something else asks for: a stage or the closing."""
    intro: Sentence
    read_by: Reader = "coordinators"
    silence: Silence = "fine"
    chase_after_days: int = Field(4, ge=1, le=30)
    chases: int = Field(1, ge=0, le=MOST_CHASES)
    open_days: int = Field(14, ge=1, le=120)
    questions: tuple[Ask, ...] = Field(min_length=1, max_length=20)

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        keys = [one.key for one in self.questions]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"asks twice for: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        if self.read_by == "match":
            raise ValueError("read_by of a form is coordinators, pair, author or everyone")
        when = self.when
        if when is None:
            return self
        if when.every_days is not None:
            raise ValueError("a form is asked once, so its `when` has no every_days")
        if when.at in ("first_meeting", "meetings") and when.days < 0:
            raise ValueError("nobody knows beforehand when a meeting will be held; count from at = 'match' instead")
        if (when.at == "meetings") != bool(when.numbers):
            raise ValueError("at = 'meetings' needs numbers, such as [3] for the third meeting; no other `at` has them")
        return self
