"""What a declaration must say, and what follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core.calendar import read_day
from app.core.notice import Wanted
from app.core.refusal import Refusal, refuse_all
from app.features.programmes.rules import CohortWishes

LONGEST_ABOUT, LONGEST_HOW, LONGEST_NAME = 1500, 1000, 60
MOST_MONTHS = 36


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody filled in to declare a project; still unchecked."""

    name: str
    about: str
    how_to_join: str
    starts_on: str
    months: str


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """A project that would like to take part.

    Attributes:
        id, team_id, programme: where it belongs.
        by: who declared it, and will coordinate it.
        name, about, how_to_join: what its announcement says.
        starts_on, months: from when and for how long.
        declared_at, accepted_at, declined_at: deeds, UTC.
        declined_why: the reason, for whoever declared it.
        cohort_id: what it became.
    """

    id: int
    team_id: str
    programme: str
    by: str
    name: str
    about: str
    how_to_join: str
    starts_on: date
    months: int
    declared_at: datetime
    accepted_at: datetime | None = None
    declined_at: datetime | None = None
    declined_why: str | None = None
    cohort_id: int | None = None

    @property
    def waits(self) -> bool:
        """Whether nobody has answered it."""
        return self.accepted_at is None and self.declined_at is None

    @property
    def ends_on(self) -> date:
        """Its last day: the day before the same day so many months later."""
        month = self.starts_on.month - 1 + self.months
        year, month = self.starts_on.year + month // 12, month % 12 + 1
        return _same_day(year, month, self.starts_on.day) - timedelta(days=1)


def _same_day(year: int, month: int, day: int) -> date:
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1  # the 31st of a shorter month is its last day


def check_wish(wish: Wish, today: date) -> tuple[date, int]:
    """Return first day and months of a project that can be declared like this.

    Raises:
        Refusals: everything that is wrong, each at its field.
    """
    wrong = [
        Refusal("projects.no-text", field=field)
        for field, text in (("name", wish.name), ("about", wish.about), ("how_to_join", wish.how_to_join))
        if not text
    ]
    wrong += [
        Refusal("projects.too-long", field=field, most=most)
        for field, text, most in (
            ("name", wish.name, LONGEST_NAME),
            ("about", wish.about, LONGEST_ABOUT),
            ("how_to_join", wish.how_to_join, LONGEST_HOW),
        )
        if len(text) > most
    ]
    start = read_day(wish.starts_on)
    if start is None or start < today:
        wrong.append(Refusal("projects.no-day", field="starts_on", today=today.isoformat()))
    months = int(wish.months) if wish.months.isdecimal() and len(wish.months) < 3 else 0  # noqa: PLR2004 - no overflow
    if not 1 <= months <= MOST_MONTHS:
        wrong.append(Refusal("projects.months", field="months", most=MOST_MONTHS))
    refuse_all(wrong)
    if start is None:
        raise AssertionError("refused above")
    return start, months


def wishes_of(
    declaration: Declaration,
    name: str,
    channels: tuple[str, str, str | None, str | None],
    signup_days: int,
    today: date,
) -> CohortWishes:
    """Return the cohort that a project becomes.

    Args:
        declaration: the project.
        name: what its cohort is called.
        channels: where it is announced, the coordinators', the mentors' and the mentees' channel.
        signup_days: the handbook's time for sign-up.
        today: the coordinator's day; a project that was to start before it starts on it.
    """
    announce, desk, mentors, mentees = channels
    start = max(declaration.starts_on, today)
    return CohortWishes(
        programme=declaration.programme,
        name=name,
        signup_until=(today + timedelta(days=signup_days)).isoformat(),
        starts_on=start.isoformat(),
        ends_on=max(declaration.ends_on, start + timedelta(days=signup_days + 1)).isoformat(),
        announce_channel=announce,
        coordinators_channel=desk,
        mentors_channel=mentors,
        mentees_channel=mentees,
        about=declaration.about,
        how_to_join=declaration.how_to_join,
    )


def wanted(declaration: Declaration, readers: Iterable[str]) -> list[Wanted]:
    """List the messages of a declaration: a receipt, a card for each who may answer it, the answer."""
    base, about = f"project:{declaration.id}", {"project": declaration.id}
    at = declaration.declared_at
    messages = [Wanted(key=f"{base}:receipt", kind="projects.receipt", to=declaration.by, due=at, about=about)]
    messages += [Wanted(key=f"{base}:card:{one}", kind="projects.card", to=one, due=at, about=about) for one in readers]
    answered = declaration.accepted_at or declaration.declined_at
    if answered is not None:
        messages.append(
            Wanted(key=f"{base}:answer", kind="projects.answer", to=declaration.by, due=answered, about=about)
        )
    return messages
