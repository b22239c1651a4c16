"""What people work towards: goals of any kind, activities to tick off, opportunities to follow up."""

from typing import Literal, Self

from pydantic import Field, model_validator

from app.handbook.page import Ask, Key, Page, Reader, Role, Sentence, Short, When


class GoalKind(Page):
    """One kind of goal: 30/60/90-day targets, an action plan, career goals, a group's SMART goal.

    `horizons_days` asks for one goal per horizon, counted from the day they are set. `set_when` is when
    Trellis asks for them, `review_every_days` when it asks how they stand (in agendas they stand
    always). `again` asks for the next set when the last horizon has passed. `refine_by` lets the other
    one sharpen them within `refine_within_days`.
    """

    key: Key
    name: Short
    one: Short
    """What one of them is called: “target”, “goal”."""
    intro: Sentence
    written_by: Literal["mentee", "mentor", "both"] = "both"
    read_by: Reader = "pair"
    least: int = Field(0, ge=0, le=10)
    most: int = Field(3, ge=1, le=10)
    horizons_days: tuple[int, ...] = ()
    fields: tuple[Ask, ...] = Field((), max_length=9)
    """Besides the goal itself; one of kind `date` is the day by which it should be reached."""
    set_when: When
    review_every_days: int | None = Field(None, ge=7, le=180)
    review_in_meetings: bool = False
    again: bool = False
    refine_by: Role | None = None
    refine_within_days: int = Field(7, ge=1, le=60)

    @model_validator(mode="after")
    def _horizons_fit(self) -> Self:
        if self.horizons_days and len(self.horizons_days) > self.most:
            raise ValueError(f"there are {len(self.horizons_days)} horizons but at most {self.most} goals")
        if self.least > self.most:
            raise ValueError("least is more than most")
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
    one: Short
    noted_by: tuple[Role, ...] = ("mentor",)
    championed_by: Role = "mentor"
    """Who is asked what became of it."""
    has_link: bool = False
    follow_up_days: int = Field(14, ge=3, le=90)
    ask: Sentence
    """What the follow-up says."""
