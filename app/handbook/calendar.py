"""What happens when: stages, session plans, events."""

from typing import Annotated, Literal

from pydantic import Field

from app.handbook.page import Key, Page, Role, Sentence, Short, When, filled_with


class Stage(Page):
    """A named part of a pairing's time, from one day of it up to another; days count from the match."""

    key: Key
    name: Short
    from_day: int = Field(ge=0, le=800)
    to_day: int = Field(ge=1, le=800)
    about: Sentence
    guidance_mentee: tuple[Sentence, ...] = Field((), max_length=12)
    guidance_mentor: tuple[Sentence, ...] = Field((), max_length=12)
    opens_with: Key | None = None
    """A form whose questions begin the stage."""
    closes_with: Key | None = None
    """A form that looks back on it."""


class Outline(Page):
    """A session plan: one step per meeting, the last one kept for whatever follows."""

    key: Key
    name: Short
    about: str = ""
    steps: tuple[Sentence, ...] = Field(min_length=1, max_length=20)


class Event(Page):
    """Something that many attend: an information session, onboarding, a touch base, a showcase, a celebration.

    `sessions` are wall times with a zone (`15:00 UTC`); more than one lets people of far zones choose.
    The day is the anchor's day, moved by a coordinator if need be.
    """

    key: Key
    name: Short
    about: Sentence
    roles: tuple[Role, ...] = ("mentee", "mentor")
    who: Literal["everyone", "one_per_group", "applicants", "community"] = "everyone"
    """`one_per_group` lets each group name its representative; `community` is announced in the channel too."""
    when: When
    sessions: tuple[Annotated[str, Field(pattern=r"^\d\d:\d\d [A-Za-z_/+-]+\d*$")], ...] = Field(
        ("16:00 UTC",), min_length=1, max_length=4
    )
    minutes: int = Field(60, ge=15, le=480)
    invite_days_before: int = Field(7, ge=0, le=60)
    kind: Literal["info", "onboarding", "kickoff", "touch_base", "showcase", "celebration", "gathering"] = "gathering"


class Showcase(Page):
    """What each pair or group shows at an event: one link, asked for some days before."""

    event: Key
    ask: Annotated[Sentence, filled_with("event", "when")]
    ask_days_before: int = Field(14, ge=1, le=60)
