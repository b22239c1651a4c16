"""The first conversation, the ones after it, and how each ends."""

from typing import Annotated, Literal

from pydantic import Field

from app.handbook.page import Key, Page, Reader, Sentence, Short, filled_with

EVERY_DAYS = {"week": 7, "fortnight": 14, "month": 28}
"""A monthly rhythm is every four weeks, so that the weekday and the hour stay."""


class Agreement(Page):
    """One thing that people agree on at the start and write down.

    `becomes` says what Trellis does with it: `contact` (when and how they may write to each other) is
    repeated in every agenda and as a private reminder, `gap` asks for weeks when somebody is away,
    `confidential` and `note` are kept for the two to read again.
    """

    key: Key
    ask: Sentence
    label: Short | None = None
    """The field's name in the form; without it the form shows `ask`."""
    becomes: Literal["contact", "schedule", "boundary", "gap", "confidential", "note"] = "note"


class FirstMeeting(Page):
    """The first conversation: how long, what about, what to agree on, how to prepare."""

    minutes: int = Field(ge=15, le=240)
    introduction: Annotated[Sentence, filled_with("mentor", "mentee")]
    guide: tuple[Sentence, ...] = Field(min_length=1, max_length=20)
    agree_on: tuple[Agreement, ...] = Field(min_length=1, max_length=20)
    prepare_mentor: tuple[Sentence, ...] = Field((), max_length=20)
    prepare_mentee: tuple[Sentence, ...] = Field((), max_length=20)
    """Sent to each alone before the first meeting."""
    questions_mentor: tuple[Sentence, ...] = Field((), max_length=20)
    questions_mentee: tuple[Sentence, ...] = Field((), max_length=20)
    """Questions that each may bring, sent with the preparation."""


class Rhythm(Page):
    """The meetings after the first. `least_minutes_a_month` is what the programme asks for, and is counted."""

    every: Literal["week", "fortnight", "month"] = "week"
    minutes: int = Field(ge=15, le=240)
    agenda: tuple[Sentence, ...] = Field(min_length=1, max_length=20)
    monthly: tuple[Sentence, ...] = ()
    remind_before_minutes: tuple[int, ...] = (24 * 60, 15)
    least_minutes_a_month: int | None = Field(None, ge=15, le=2400)

    @property
    def every_days(self) -> int:
        """How many days lie between two meetings."""
        return EVERY_DAYS[self.every]


class ReflectionQuestion(Page):
    """One question at the end of a meeting, and what its answer becomes."""

    key: Key
    ask: Sentence
    becomes: Literal["task", "opportunity", "next_meeting", "note"]
    read_by: Reader = "pair"


class Reflection(Page):
    """The end of a meeting."""

    minutes_before_end: int = Field(ge=0, le=60)
    questions: tuple[ReflectionQuestion, ...] = Field(min_length=1, max_length=10)
    look_back: tuple[Sentence, ...] = ()
