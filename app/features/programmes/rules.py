"""What a handbook says, and what follows for a cohort."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from string import Formatter
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from app.core.calendar import WEEKDAYS, localise
from app.core.notice import Wanted
from app.core.refusal import Refusal, refuse_all

Role = Literal["mentee", "mentor"]
Reader = Literal["coordinators", "match", "pair", "author", "everyone"]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
Sentence = Annotated[str, Field(min_length=1, max_length=2000)]


def filled_with(*names: str) -> AfterValidator:
    """Let only sentences pass whose `{names}` are known; another would fail when it is sent, months later."""

    def check(sentence: str) -> str:
        unknown = [name for _, name, _, _ in Formatter().parse(sentence) if name is not None and name not in names]
        if unknown:
            known = ", ".join(f"{{{name}}}" for name in names)
            raise ValueError(f"{{{unknown[0]}}} is not known here; this sentence may use {known}")
        return sentence

    return AfterValidator(check)


Short = Annotated[str, Field(min_length=1, max_length=75)]
NO_END = date(9999, 1, 1)
DIGEST_AFTER_END = timedelta(days=7)
DIGEST_USEFUL = timedelta(days=3)


class Page(BaseModel):
    """A part of a handbook file: unknown keys are refused, so that a typing error cannot hide."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Option(Page):
    """One answer to choose."""

    value: Key
    label: Short


class Question(Page):
    """One question of the sign-up form.

    `kind` decides the field and what counts as an answer; `read_by` says who will read it.
    `at_least`, `at_most`, `must_agree` and `otherwise` are the eligibility rule and its sentence.
    """

    key: Key
    ask: Short
    kind: Literal["text", "lines", "number", "choice", "choices", "languages", "slots", "agree", "switch"]
    roles: tuple[Role, ...] = ("mentee", "mentor")
    help: str = ""
    options: tuple[Option, ...] = ()
    required: bool = True
    read_by: Reader = "coordinators"
    at_least: int | None = None
    at_most: int | None = None
    otherwise: str = ""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if self.kind in ("choice", "choices", "languages") and not self.options:
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
    questions: tuple[Question, ...] = Field(min_length=1, max_length=40)

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        for role in ("mentee", "mentor"):
            keys = [one.key for one in self.questions if role in one.roles]
            twice = sorted({key for key in keys if keys.count(key) > 1})
            if twice:
                raise ValueError(f"the {role} form asks twice for: {', '.join(twice)}")
        return self


class Weights(Page):
    """How much each term of a match counts; 0 leaves it out."""

    topics: float = Field(3, ge=0)
    goals: float = Field(1, ge=0)
    languages: float = Field(1, ge=0)
    slots: float = Field(3, ge=0)
    experience: float = Field(1, ge=0)


class Matching(Page):
    """Who may be matched, what counts, and who is asked first."""

    most_pairings: int = Field(ge=1, le=20)
    shared_slot: Literal["needed", "wanted"] = "wanted"
    experience_lead: int = Field(2, ge=0)
    consent: tuple[Role, ...] = ("mentor", "mentee")
    offer_days: int = Field(ge=1, le=30)
    weights: Weights = Weights()


class Agreement(Page):
    """One thing that the two should agree on at the start."""

    key: Key
    ask: Sentence


class FirstMeeting(Page):
    """The first conversation: how long, what about, what to agree on."""

    minutes: int = Field(ge=15, le=240)
    introduction: Annotated[Sentence, filled_with("mentor", "mentee")]
    guide: tuple[Sentence, ...] = Field(min_length=1, max_length=20)
    agree_on: tuple[Agreement, ...] = Field(min_length=1, max_length=20)


class Rhythm(Page):
    """The meetings after the first."""

    every: Literal["week"] = "week"
    minutes: int = Field(ge=15, le=240)
    agenda: tuple[Sentence, ...] = Field(min_length=1, max_length=20)
    monthly: tuple[Sentence, ...] = ()
    remind_before_minutes: tuple[int, ...] = (24 * 60, 15)


class ReflectionQuestion(Page):
    """One question at the end of a meeting, and what its answer becomes."""

    key: Key
    ask: Sentence
    becomes: Literal["task", "opportunity", "next_meeting", "note"]
    read_by: Reader = "pair"


class Reflection(Page):
    """The end of a meeting."""

    minutes_before_end: int = Field(ge=0, le=60)
    questions: tuple[ReflectionQuestion, ...] = Field(min_length=1, max_length=10)
    look_back: tuple[Sentence, ...] = ()


class CheckIn(Page):
    """A coordinator's periodic question to everybody in a pairing."""

    every_days: int = Field(ge=7, le=180)
    ask: Annotated[Sentence, filled_with("partner")]
    silence: Literal["fine", "chased"] = "fine"


class Digest(Page):
    """The weekly summary in the coordinators' channel."""

    weekday: Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] = "Monday"
    at: time = time(9)


class Trouble(Page):
    """When a pairing counts as quiet."""

    quiet_after_days: int = Field(14, ge=1)


class Handbook(Page):
    """One programme, as its community wrote it."""

    programme: Key
    name: Short
    community: Short
    about: Sentence
    code_of_conduct: str = Field(pattern=r"^https://")
    least_months: int = Field(ge=1, le=60)
    signup: Signup
    matching: Matching
    first_meeting: FirstMeeting
    rhythm: Rhythm
    reflection: Reflection
    check_in: CheckIn
    digest: Digest = Digest()
    trouble: Trouble = Trouble()

    def questions(self, role: str) -> list[Question]:
        """Return the sign-up questions of a role, in order."""
        return [one for one in self.signup.questions if role in one.roles]


def keys_at(loc: tuple[int | str, ...]) -> list[str]:
    """Return the keys that a handbook file may have at a place, such as `("signup", "questions", 2)`."""
    page: type[BaseModel] = Handbook
    for part in loc:
        if isinstance(part, int):
            continue
        field = page.model_fields.get(part)
        found = [one for one in _types(field.annotation) if issubclass(one, Page)] if field is not None else []
        if not found:
            return []
        page = found[0]
    return list(page.model_fields)


def _types(annotation: Any) -> Iterator[type]:
    """Yield the classes that an annotation is made of."""
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for one in get_args(annotation):
        yield from _types(one)


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """One run of a programme.

    Attributes:
        id: its number.
        team_id: the workspace.
        programme: the handbook's key.
        name: what people call it.
        starts_on: its first day.
        ends_on: its last day.
        signup_until: the last day of sign-up.
        zone: the zone in which these days begin and end, and in which the digest keeps its hour.
        announce_channel, mentors_channel, mentees_channel, coordinators_channel: Slack ids.
        opened_at, signup_closed_at, closed_at: deeds, UTC.
    """

    id: int
    team_id: str
    programme: str
    name: str
    starts_on: date
    ends_on: date
    signup_until: date
    zone: str
    announce_channel: str
    mentors_channel: str | None
    mentees_channel: str | None
    coordinators_channel: str
    opened_at: datetime
    signup_closed_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def signup_ends(self) -> datetime:
        """The instant at which sign-up ends: midnight after its last day."""
        return localise(self.signup_until + timedelta(days=1), time(), self.zone)

    @property
    def ends(self) -> datetime:
        """The instant at which the cohort ends: midnight after its last day."""
        return localise(self.ends_on + timedelta(days=1), time(), self.zone)

    def takes_applications(self, now: datetime) -> bool:
        """Whether somebody may join now."""
        return self.closed_at is None and self.signup_closed_at is None and now < self.signup_ends


@dataclass(frozen=True, kw_only=True)
class CohortWishes:
    """What a coordinator filled in to open a cohort; still unchecked."""

    programme: str
    name: str
    signup_until: str
    starts_on: str
    ends_on: str
    announce_channel: str
    mentors_channel: str | None
    mentees_channel: str | None
    coordinators_channel: str


def check_wishes(wishes: CohortWishes, names_in_use: Sequence[str], today: date) -> tuple[date, date, date]:
    """Return the three days (end of sign-up, start, end) if a cohort can be opened like this.

    Raises:
        Refusals: everything that is wrong, each at its field.
    """
    wrong: list[Refusal] = []
    if not wishes.name:
        wrong.append(Refusal("programmes.no-name", field="name"))
    elif wishes.name.casefold() in {name.casefold() for name in names_in_use}:
        wrong.append(Refusal("programmes.name-taken", field="name", name=wishes.name))
    signup, start, end = (
        _day(wishes.signup_until, "signup_until", wrong),
        _day(wishes.starts_on, "starts_on", wrong),
        _day(wishes.ends_on, "ends_on", wrong),
    )
    if signup is not None and signup < today:
        wrong.append(Refusal("programmes.day-past", field="signup_until", today=today.isoformat()))
    if start is not None and start < today:
        wrong.append(Refusal("programmes.day-past", field="starts_on", today=today.isoformat()))
    if start is not None and end is not None and end <= start:
        wrong.append(Refusal("programmes.ends-before-start", field="ends_on"))
    if signup is not None and end is not None and signup >= end:
        wrong.append(Refusal("programmes.signup-after-end", field="signup_until"))
    refuse_all(wrong)
    if signup is None or start is None or end is None:
        raise AssertionError("a missing day was refused above")
    return signup, start, end


def _day(text: str, field: str, wrong: list[Refusal]) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        wrong.append(Refusal("programmes.no-day", field=field))
        return None
    if day >= NO_END:
        wrong.append(Refusal("programmes.no-day", field=field))
        return None
    return day


def announcement(cohort: Cohort) -> Wanted:
    """Return the announcement of a cohort."""
    return Wanted(
        key=f"cohort:{cohort.id}:announcement",
        kind="programmes.announcement",
        to=cohort.announce_channel,
        due=cohort.opened_at,
        expires=cohort.signup_ends,
        about={"cohort": cohort.id},
    )


def digests(handbook: Handbook, cohort: Cohort) -> list[Wanted]:
    """List a cohort's weekly digests, from its opening to a week after its end, or until it is closed."""
    weekday = WEEKDAYS.index(handbook.digest.weekday)
    day = cohort.opened_at.date()
    day += timedelta(days=(weekday - day.weekday()) % 7)
    end = cohort.closed_at or cohort.ends + DIGEST_AFTER_END
    found: list[Wanted] = []
    while (at := localise(day, handbook.digest.at, cohort.zone)) < end:
        if at > cohort.opened_at:
            found.append(
                Wanted(
                    key=f"cohort:{cohort.id}:digest:{day.isoformat()}",
                    kind="organising.digest",
                    to=cohort.coordinators_channel,
                    due=at,
                    expires=at + DIGEST_USEFUL,
                    about={"cohort": cohort.id, "day": day.isoformat()},
                )
            )
        day += timedelta(days=7)
    return found
