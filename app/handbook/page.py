"""What every part of a handbook is made of."""

from string import Formatter
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Role = Literal["mentee", "mentor"]
ROLES: tuple[Role, ...] = ("mentee", "mentor")
Reader = Literal["coordinators", "match", "pair", "author", "everyone"]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
Sentence = Annotated[str, Field(min_length=1, max_length=2000)]
Short = Annotated[str, Field(min_length=1, max_length=75)]
Silence = Literal["fine", "needed"]
"""What no answer means: all is well, or somebody has to ask again."""


def filled_with(*names: str) -> AfterValidator:
    """Let only sentences pass whose `{names}` are known; another would fail when it is sent, months later."""

    def check(sentence: str) -> str:
        unknown = [name for _, name, _, _ in Formatter().parse(sentence) if name is not None and name not in names]
        if unknown:
            known = ", ".join(f"{{{name}}}" for name in names)
            may = f"this sentence may use {known}" if names else "this sentence may use no names in braces"
            raise ValueError(f"{{{unknown[0]}}} is not known here; {may}")
        return sentence

    return AfterValidator(check)


class Page(BaseModel):
    """A part of a handbook file: unknown keys are refused, so that a typing error cannot hide."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Option(Page):
    """One answer to choose."""

    value: Key
    label: Short


class When(Page):
    """A moment in the life of a cohort or of a pairing, from which something is due.

    `at` is the anchor. The first five belong to the cohort and fall on the same day for everybody;
    `match` is the beginning of a pairing, `first_meeting` its first meeting that was held, and
    `meetings` those with the numbers in `numbers`. `days` moves it (before the anchor if negative);
    `every_days` repeats it until the pairing or the cohort ends.
    """

    at: Literal["signup_opens", "signup_closes", "start", "middle", "end", "match", "first_meeting", "meetings"]
    days: int = Field(0, ge=-120, le=400)
    every_days: int | None = Field(None, ge=7, le=180)
    numbers: tuple[int, ...] = ()

    @property
    def is_of_cohort(self) -> bool:
        """Whether it falls on the same day for everybody."""
        return self.at in ("signup_opens", "signup_closes", "start", "middle", "end")


class Ask(Page):
    """One question of a form that people fill in during the programme; `kind` decides the field.

    `link` is an https address, `scale` is 1 to 5, `yes` is yes or no, `number` a whole number.
    """

    key: Key
    ask: Annotated[str, Field(min_length=1, max_length=150)]
    kind: Literal["lines", "text", "link", "choice", "choices", "scale", "number", "date", "yes"] = "lines"
    help: str = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    shared: bool = False
    """Whether it may be shown to the partner even where the form as a whole is read by others."""

    @model_validator(mode="after")
    def _options_fit(self) -> Self:
        chosen = self.kind in ("choice", "choices")
        if chosen and len(self.options) < 2:  # noqa: PLR2004 - one option is no choice
            raise ValueError(f"kind {self.kind} needs at least two options, such as {{ value = 'a', label = 'A' }}")
        if self.options and not chosen:
            raise ValueError(f"kind {self.kind} has no options; kind choice or choices has")
        return self
