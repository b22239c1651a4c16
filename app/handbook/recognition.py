"""What is awarded, published and said at the end."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.handbook.page import Key, Page, Role, Sentence, Short, filled_with


class Rule(Page):
    """One thing that a certificate asks for; exactly one of the keys is given."""

    event: Key | None = None
    """The event that was attended; in a group, by its representative for an event of one per group."""
    form: Key | None = None
    """The form that was answered."""
    meetings: int | None = Field(None, ge=1)
    """How many meetings were attended at least."""
    meetings_share: float | None = Field(None, gt=0, le=1)
    """Which share of the meetings that were held was attended at least (regular meetings)."""
    graduated: bool | None = None
    activities: bool | None = None
    """Whether all activities were ticked off."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        said = [name for name, value in self if value is not None]
        if len(said) != 1:
            raise ValueError("a rule says exactly one of: event, form, meetings, meetings_share, graduated, activities")
        return self


class Certificate(Page):
    """A certificate for a role, and what it asks for."""

    role: Role
    title: Short
    text: Annotated[Sentence, filled_with("name", "programme", "cohort", "start", "end")]
    rules: tuple[Rule, ...] = Field(min_length=1, max_length=10)
    make_up_days: int = Field(14, ge=0, le=90)
    """For how many days after the end what is still missing can be made up."""


class Graduation(Page):
    """What a mentor gets who finds the mentee ready: a text to post for the role."""

    nomination: Annotated[Sentence, filled_with("mentor", "mentee", "role", "since", "goals")]
    role_question: Key | None = None
    """The sign-up question in which the mentee named the role."""
    how: Sentence
    """Where and how to post it."""


class PublicLog(Page):
    """A public record of a pairing, in the announcement's channel: one entry at a time, and only what all agreed to."""

    invitation: Sentence


class Directory(Page):
    """A list of those who want to be listed: the sign-up question (a switch) that says so, and what it shows.

    Everybody reads the list, so the questions in `shows` must say `read_by = "everyone"`.
    """

    listed: Key
    shows: tuple[Key, ...] = Field((), max_length=6)


class Closing(Page):
    """How a pairing ends: thanks, a last reflection (a form), and what each takes along."""

    thanks: Annotated[Sentence, filled_with("partner", "programme")]
    form: Key | None = None
    summary: Literal[True] = True
