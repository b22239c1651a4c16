"""When a pairing counts as quiet, what is offered then, and breaks."""

from typing import Annotated

from pydantic import Field

from app.handbook.page import Page, Sentence, filled_with


class Trouble(Page):
    """The ladder. Each rung offers repair first: a new time, a break, another pace, a word with the coordinators.

    Days without a first meeting, without a next one planned, until the coordinators hear that nobody
    answers, and until a kind goodbye is proposed to them. Defaults from practice: ten days, two weeks,
    three weeks, two more.
    """

    quiet_after_days: int = Field(14, ge=1)
    """From when the weekly digest names a pair."""
    first_meeting_days: int = Field(10, ge=2, le=120)
    next_meeting_days: int = Field(14, ge=2, le=180)
    unreachable_days: int = Field(21, ge=3, le=240)
    closing_days: int = Field(14, ge=3, le=120)


class Breaks(Page):
    """How long somebody may be away at a time."""

    longest_days: int = Field(60, ge=1, le=180)


class Contact(Page):
    """The private reminder of what was agreed on about contact, some days after each meeting."""

    reminder: Annotated[Sentence, filled_with("partner", "agreed")]
    every_days: int = Field(30, ge=7, le=90)
