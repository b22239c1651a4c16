"""When a pairing counts as quiet, what is offered then, and breaks."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from app.handbook.page import Page, Sentence, filled_with


class Trouble(Page):
    """The ladder. Each rung offers repair first: a new time, a break, another pace, a word with the coordinators.

    Days without a first meeting, without a next one planned, until the coordinators hear that nobody
    answers, and (after that) until a kind goodbye is proposed to them. Defaults from practice: ten days,
    two weeks, three weeks, two more. Days on which a whole side is away do not count, and whoever meets
    at a slower pace is asked a week after the next meeting should have been.
    """

    quiet_after_days: int = Field(14, ge=1)
    """From when the weekly digest names a pair."""
    first_meeting_days: int = Field(10, ge=2, le=120)
    next_meeting_days: int = Field(14, ge=2, le=180)
    unreachable_days: int = Field(21, ge=3, le=240)
    closing_days: int = Field(14, ge=3, le=120)

    @model_validator(mode="after")
    def _rungs_follow_each_other(self) -> Self:
        for name in ("first_meeting_days", "next_meeting_days"):
            if self.unreachable_days <= getattr(self, name):
                raise ValueError(
                    f"unreachable_days ({self.unreachable_days}) must be more than {name} ({getattr(self, name)}): "
                    "the two are asked before the coordinators hear of it"
                )
        return self


class Breaks(Page):
    """How long somebody may be away at a time."""

    longest_days: int = Field(60, ge=1, le=180)


class Contact(Page):
    """The mentee's private reminder of what was agreed on about contact, every so many days after the first meeting."""

    reminder: Annotated[Sentence, filled_with("partner", "agreed")]
    every_days: int = Field(30, ge=7, le=90)
