"""Who may be matched, what counts, and who is asked first."""

from typing import Literal, Self

from pydantic import Field, model_validator

from app.handbook.page import Key, Page, Role


class Weights(Page):
    """How much each term of a match counts; 0 leaves it out."""

    topics: float = Field(3, ge=0)
    goals: float = Field(1, ge=0)
    languages: float = Field(1, ge=0)
    slots: float = Field(3, ge=0)
    experience: float = Field(1, ge=0)
    place: float = Field(0, ge=0)
    wishes: float = Field(0, ge=0)
    background: float = Field(0, ge=0)


class Topics(Page):
    """Two sign-up questions that answer each other: what mentees want and what mentors offer."""

    wants: Key = "wants"
    offers: Key = "offers"


class Group(Page):
    """One mentor (or more) with several mentees who share a weekly slot."""

    most_mentors: int = Field(1, ge=1, le=2)
    least_mentees: int = Field(2, ge=1, le=10)
    most_mentees: int = Field(5, ge=2, le=6)  # Slack's group conversations hold eight people, the bot among them
    replace_after_missed: int = Field(2, ge=1)
    """After how many missed meetings in a row the coordinators are offered to give the place to somebody else."""
    outcome: Topics | None = None
    """The two sign-up questions of which a whole group has one answer in common: what all in it work towards."""


class Ranking(Page):
    """Mentees rank the mentors who fit them best, and then mentors choose among those who ranked them.

    With this table a coordinator can open such a ranking. A rank and a choice are the two consents, so its
    pairs begin at once; whoever is left goes to the usual search, where `consent` says who is asked.
    """

    most: int = Field(3, ge=1, le=3)
    """How many mentors a mentee may rank."""
    choices: int = Field(8, ge=2, le=20)
    """How many fitting mentors each mentee is shown, best first."""
    days: int = Field(5, ge=1, le=30)
    """How long mentees have for it; it closes earlier once all have ranked."""
    choose_days: int = Field(5, ge=1, le=30)
    """How long a mentor has to choose, each time that they are asked."""


class Matching(Page):
    """Who may be matched, what counts, and who is asked first.

    `shared_topic` and `shared_slot` say whether nobody is matched without one, or whether it only counts.
    `consent` lists who is asked, in order; empty means that the coordinators decide (a committee).
    `talk_first` lets whoever is asked speak with the other before they decide. `required_language` is
    a sign-up question (a choice) whose answer, unless it is `none`, the other must speak. `place` is
    a sign-up question (a choice of `virtual`, `in_person`, `either`), `town` one with the place.
    """

    most_pairings: int = Field(ge=1, le=20)
    shared_slot: Literal["needed", "wanted"] = "wanted"

    shared_topic: Literal["needed", "wanted"] = "wanted"
    """Whether nobody is matched without a topic in common, or whether it only counts."""
    experience_lead: int = Field(2, ge=0)
    consent: tuple[Role, ...] = ("mentor", "mentee")
    talk_first: bool = False
    offer_days: int = Field(ge=1, le=30)
    topics: tuple[Topics, ...] = (Topics(),)
    required_language: Key | None = None
    place: Key | None = None
    town: Key | None = None
    group: Group | None = None
    ranking: Ranking | None = None
    """Where mentees say first whom they would like; without it the best whole is proposed at once."""
    open_offers: int = Field(3, ge=1, le=20)
    """How many open questions a mentor has at most; further proposals wait until one is answered."""
    weights: Weights = Weights()

    @model_validator(mode="after")
    def _ranks_or_groups(self) -> Self:
        if self.ranking is not None and self.group is not None:
            raise ValueError("mentees rank mentors for pairs; take out [matching.ranking] or [matching.group]")
        return self

    @property
    def most_mentors(self) -> int:
        """How many mentors a pairing may have; a pair may get a second one when it needs help."""
        return self.group.most_mentors if self.group is not None else 2
