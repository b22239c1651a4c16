"""The announcement, the form, eligibility, nominations, and the projects that join."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.handbook.page import Key, Option, Page, Reader, Role, Sentence, Short, filled_with

CONFIDED = ("wishes", "avoid", "background")
"""Kinds of questions whose answers only matching knows."""


class Question(Page):
    """One question of the sign-up form.

    `kind` decides the field and what counts as an answer; `read_by` says who will read it.
    `at_least`, `at_most`, `must_agree` and `otherwise` are the eligibility rule and its sentence.
    `note` is said in the confirmation to whoever answered (a choice of `none` does not count).
    Three kinds are read by nobody, only by matching: `wishes` (up to five people to work with, best first),
    `avoid` (up to five people never to be matched with) and `background` (what somebody would like to share
    with a partner; it counts only where both chose it).
    """

    key: Key
    ask: Short
    kind: Literal[
        "text", "lines", "number", "choice", "choices", "languages", "slots", "agree", "switch",
        "wishes", "avoid", "background",
    ]  # fmt: skip
    roles: tuple[Role, ...] = ("mentee", "mentor")
    help: str = ""
    options: tuple[Option, ...] = ()
    required: bool = True
    read_by: Reader = "coordinators"
    at_least: int | None = None
    at_most: int | None = None
    otherwise: str = ""
    note: str = ""

    @property
    def is_confided(self) -> bool:
        """Whether nobody reads the answer, not even a coordinator."""
        return self.kind in CONFIDED

    @model_validator(mode="after")
    def _is_kept_in_confidence(self) -> Self:
        if self.is_confided and self.read_by != "coordinators":
            raise ValueError(f"nobody reads a question of kind {self.kind}, so leave `read_by` out")
        if self.is_confided and self.required:
            raise ValueError(f"nobody has to answer a question of kind {self.kind}; say `required = false`")
        return self

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if self.kind in ("choice", "choices", "languages", "background") and not self.options:
            raise ValueError(f"a question of kind {self.kind} needs options")
        if (self.at_least is not None or self.at_most is not None) and self.kind != "number":
            raise ValueError("at_least and at_most are for numbers")
        if (self.at_least is not None or self.at_most is not None) and not self.otherwise:
            raise ValueError("a question with at_least or at_most needs the sentence `otherwise`, shown to the others")
        if self.kind == "agree" and not self.otherwise:
            raise ValueError("a question to agree with needs the sentence `otherwise`")
        return self


class Signup(Page):
    """The announcement and the form."""

    announcement: Annotated[Sentence, filled_with("cohort", "until", "start")]
    received: Annotated[Sentence, filled_with("by")]
    answer_within_days: int = Field(ge=1, le=60)
    late: Literal["never", "while_running"] = "never"
    """Whether people may still join after the last day of sign-up, while the cohort runs (late joiners)."""
    questions: tuple[Question, ...] = Field(min_length=1, max_length=40)

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        for role in ("mentee", "mentor"):
            keys = [one.key for one in self.questions if role in one.roles]
            twice = sorted({key for key in keys if keys.count(key) > 1})
            if twice:
                raise ValueError(f"the {role} form asks twice for: {', '.join(twice)}")
            kinds = [one.kind for one in self.questions if role in one.roles and one.is_confided]
            if len(set(kinds)) < len(kinds):
                raise ValueError(f"the {role} form has more than one question of kind {max(kinds, key=kinds.count)}")
        return self


class Nomination(Page):
    """Somebody may suggest somebody else for a role; the one suggested decides and applies as anybody does.

    `by` says who may: a mentor of the cohort, or everybody in the workspace. `invitation` is what the
    one who was suggested reads.
    """

    role: Role
    by: Literal["mentors", "coordinators", "everyone"] = "everyone"
    invitation: Annotated[Sentence, filled_with("by", "cohort", "why")]


class Projects(Page):
    """Projects declare that they join; each becomes a cohort of its own, and whoever declares it coordinates it."""

    declare: Sentence
    """What somebody reads who is about to declare a project."""
    months: int = Field(6, ge=1, le=36)
    """How long a project's cohort lasts unless it says otherwise."""
    signup_days: int = Field(21, ge=1, le=120)
