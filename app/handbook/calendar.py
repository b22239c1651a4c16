"""What happens when: stages, session plans, events."""

from datetime import time
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from app.core.calendar import known_zones
from app.handbook.page import Key, Page, Role, Sentence, Short, When, filled_with


def _session(text: str) -> str:
    """Let only times through that a clock can show, in zones that exist."""
    at, _, zone = text.partition(" ")
    try:
        time.fromisoformat(at)
    except ValueError:
        raise ValueError(f"{at} is not a time of day; write it like 15:00") from None
    if zone not in known_zones():
        raise ValueError(f"there is no time zone {zone}; zones look like UTC or Europe/Madrid")
    return text


LOOK_BACK_DAYS = 3
"""So many days before its end a stage is looked back on."""


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
    """A form that looks back on it, asked some days before its end."""

    @property
    def looks_back_on(self) -> int:
        """The day on which it is looked back on; halfway in a very short one."""
        return max(self.to_day - LOOK_BACK_DAYS, (self.from_day + self.to_day) // 2)

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        if self.to_day <= self.from_day:
            raise ValueError(f"ends on day {self.to_day}, before it begins on day {self.from_day}")
        return self


class Outline(Page):
    """A session plan: one step per meeting, the last one kept for whatever follows."""

    key: Key
    name: Short
    about: str = ""
    steps: tuple[Sentence, ...] = Field(min_length=1, max_length=20)


class Event(Page):
    """Something that many attend: an information session, onboarding, a touch base, a showcase, a celebration.

    `sessions` are wall times with a zone (`15:00 UTC`); more than one lets people of far zones choose.
    The day is the anchor's day, moved by a coordinator if need be; `when.every_days` repeats it until
    the cohort ends. A day at a weekend moves to Monday, or to Friday if it lies before its anchor or at the very end.
    """

    key: Key
    name: Short
    about: Sentence
    roles: tuple[Role, ...] = ("mentee", "mentor")
    who: Literal["everyone", "one_per_group", "applicants", "community"] = "everyone"
    """`everyone` of these roles who is matched (and whoever was approved, if it lies before the match);
    `applicants` and `community` are announced in the channel too; `one_per_group` lets each pairing name
    its representative, and falls to the mentor if it names nobody."""
    when: When
    sessions: tuple[Annotated[str, Field(pattern=r"^\d\d:\d\d [A-Za-z_/+-]+\d*$"), AfterValidator(_session)], ...] = (
        Field(("16:00 UTC",), min_length=1, max_length=4)
    )
    minutes: int = Field(60, ge=15, le=480)
    invite_days_before: int = Field(7, ge=0, le=60)
    kind: Literal["info", "onboarding", "kickoff", "touch_base", "showcase", "celebration", "gathering"] = "gathering"

    @model_validator(mode="after")
    def _has_a_day(self) -> Self:
        if not self.when.is_of_cohort:
            raise ValueError(
                f"an event falls on one day for everybody, so when.at cannot be {self.when.at}; "
                "use signup_opens, signup_closes, start, middle or end"
            )
        return self


class Showcase(Page):
    """What each pair or group shows at an event: one link, asked for some days before."""

    event: Key
    ask: Annotated[Sentence, filled_with("event", "when")]
    ask_days_before: int = Field(14, ge=1, le=60)
