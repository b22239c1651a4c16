"""What people work towards: goals of any kind, activities to tick off, opportunities to follow up."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.handbook.page import Ask, Key, Page, Role, Sentence, Short, When, filled_with

MOST_FIELDS = 80
"""How many fields a form can hold, with room for its headings: Slack takes a hundred blocks."""


class GoalKind(Page):
    """One kind of goal: 30/60/90-day targets, an action plan, career goals, a group's SMART goal.

    `horizons_days` asks for one goal per horizon, counted from the day they are set. `set_when` is when
    Trellis asks for them, `review_every_days` when it asks how they stand (in agendas they stand
    always), `review_in_meetings` asks in the closing questions of every meeting. `again` asks for the next
    set when the last horizon has passed. `refine_by` asks the other side to sharpen them within
    `refine_within_days`.
    """

    key: Key
    name: Short
    """Their heading: “30, 60 and 90 days”, “Career goals”."""
    one: Short
    """What one of them is called: “target”, “goal”."""
    intro: Annotated[Sentence, filled_with()]
    written_by: Literal["mentee", "mentor", "both"] = "both"
    """`mentee` gives each mentee of a group goals of their own; otherwise the pair or group shares them."""
    read_by: Literal["pair"] = "pair"
    """Goals are read by the pair or group alone; no other reader can be chosen."""
    least: int = Field(0, ge=0, le=10)
    most: int = Field(3, ge=1, le=10)
    """How many may be open at a time."""
    horizons_days: tuple[Annotated[int, Field(ge=1, le=800)], ...] = ()
    fields: tuple[Ask, ...] = Field((), max_length=9)
    """Besides the goal itself; one of kind `date` is the day by which it should be reached."""
    set_when: When
    review_every_days: int | None = Field(None, ge=7, le=180)
    review_in_meetings: bool = False
    again: bool = False
    refine_by: Role | None = None
    refine_within_days: int = Field(7, ge=1, le=60)

    @property
    def due_field(self) -> str | None:
        """The key of the field that holds the day by which a goal should be reached."""
        return next((one.key for one in self.fields if one.kind == "date"), None)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.horizons_days and len(self.horizons_days) > self.most:
            raise ValueError(f"there are {len(self.horizons_days)} horizons but at most {self.most} goals")
        if list(self.horizons_days) != sorted(set(self.horizons_days)):
            raise ValueError("horizons_days must grow from one to the next")
        if self.again and not self.horizons_days:
            raise ValueError(
                "again needs horizons_days, so that it is known when a set is over; add them or drop again"
            )
        if self.least > self.most:
            raise ValueError("least is more than most")
        if self.most * (len(self.fields) + 1) > MOST_FIELDS:
            raise ValueError(
                f"most times (fields + 1) is over {MOST_FIELDS}, more than fits a form; lower most or ask less"
            )
        if self.refine_by == self.written_by:
            raise ValueError("refine_by names those who write the goals; name the other side")
        keys = [one.key for one in self.fields]
        if len(keys) != len(set(keys)):
            raise ValueError("two fields have the same key")
        return self


class Activity(Page):
    """Something that every pair does once, ticked off by either."""

    key: Key
    label: Short
    about: Sentence


class Lookout(Page):
    """What somebody notes for the other and follows up: opportunities, pull requests to champion."""

    key: Key
    name: Short
    """Their heading: “Opportunities”, “Pull requests”."""
    one: Short
    noted_by: tuple[Role, ...] = Field(("mentor",), min_length=1)
    championed_by: Role = "mentor"
    """Who is asked what became of it, and takes on what the other side noted."""
    has_link: bool = False
    from_reflection: bool = False
    """Whether the closing question that becomes an `opportunity` is noted here too."""
    follow_up_days: int = Field(14, ge=3, le=90)
    ask: Annotated[Sentence, filled_with("partner")]
    """What the follow-up says; what was noted stands below it."""
