"""What a handbook says, and what follows for a cohort."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.core.calendar import WEEKDAYS, local, localise, read_day
from app.core.notice import Wanted
from app.core.refusal import Refusal, refuse_all
from app.handbook.model import Handbook
from app.handbook.page import When

NO_END = date(9999, 1, 1)
DAYS_A_MONTH = 30.4
DIGEST_AFTER_END = timedelta(days=14)
"""Two digests remind of closing a cohort that is over; then they stop."""
DIGEST_USEFUL = timedelta(days=3)
WEEK = timedelta(days=7)
DIGESTS_AHEAD = timedelta(weeks=26)
"""How far ahead digests are planned, so that a cohort without an end has no endless plan."""


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """One run of a programme.

    Attributes:
        id: its number.
        team_id: the workspace.
        programme: the handbook's key.
        name: what people call it.
        starts_on: its first day.
        ends_on: its last day; `NO_END` for one without an end.
        signup_until: the last day of sign-up; `NO_END` for sign-up at any time.
        zone: the zone in which these days begin and end, and in which the digest keeps its hour.
        announce_channel, mentors_channel, mentees_channel, coordinators_channel: Slack ids.
        opened_at, signup_closed_at, closed_at: deeds, UTC.
        edition: the digest of the handbook text it runs by; None for whatever the file says.
        late: whether people may still ask to join after sign-up, while it runs.
        about, how_to_join: what a project says of itself in its announcement, and how to take part.
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
    edition: str | None = None
    late: bool = False
    about: str = ""
    how_to_join: str = ""

    @property
    def has_end(self) -> bool:
        """Whether it ends on a day that is known."""
        return self.ends_on < NO_END

    @property
    def months(self) -> int | None:
        """How many months it lasts, to the nearest; None if it has no end."""
        return round((self.ends_on - self.starts_on).days / DAYS_A_MONTH) if self.has_end else None

    @property
    def signup_ends(self) -> datetime:
        """The instant at which sign-up ends: midnight after its last day."""
        return localise(self.signup_until + timedelta(days=1), time(), self.zone)

    @property
    def ends(self) -> datetime:
        """The instant at which the cohort ends: midnight after its last day."""
        return localise(self.ends_on + timedelta(days=1), time(), self.zone)

    def takes_applications(self, now: datetime) -> bool:
        """Whether somebody may join now, in time or late."""
        if self.closed_at is not None or self.signup_closed_at is not None:
            return False
        return now < (max(self.signup_ends, self.ends) if self.late else self.signup_ends)

    def is_late(self, now: datetime) -> bool:
        """Whether whoever joins now comes after the last day of sign-up."""
        return now >= self.signup_ends


@dataclass(frozen=True, kw_only=True)
class Imagined:
    """A cohort in which everything goes well, for a preview: one mentor, one mentee (or a group), every meeting held.

    Attributes:
        handbook, cohort: what runs; the cohort's channels are `CANNOUNCE`, `CMENTORS`, `CMENTEES`, `CDESK`.
        applied_at, matched_at: when the two applied and were matched, UTC.
        meets_at: when their meetings start, UTC.
        graduates_at: when the mentee is found ready, with which the pairing ends, UTC; None where nobody is, or
            the cohort ends first.
        mentor, mentees: Slack ids; a preview shows them by name.
    """

    handbook: Handbook
    cohort: Cohort
    applied_at: datetime
    matched_at: datetime
    meets_at: tuple[datetime, ...]
    graduates_at: datetime | None = None
    mentor: str = "UMENTOR"
    mentees: tuple[str, ...] = ("UMENTEE",)

    @property
    def parts_at(self) -> datetime:
        """The instant at which the pairing ends."""
        return self.cohort.ends if self.graduates_at is None else self.graduates_at


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
    about: str = ""
    how_to_join: str = ""


def check_wishes(
    wishes: CohortWishes, names_in_use: Sequence[str], today: date, *, rolling: bool = False
) -> tuple[date, date, date]:
    """Return the three days (end of sign-up, start, end) if a cohort can be opened like this.

    A rolling programme may leave out its end and the end of sign-up; both are then `NO_END`.

    Raises:
        Refusals: everything that is wrong, each at its field.
    """
    wrong: list[Refusal] = []
    if not wishes.name:
        wrong.append(Refusal("programmes.no-name", field="name"))
    elif wishes.name.casefold() in {name.casefold() for name in names_in_use}:
        wrong.append(Refusal("programmes.name-taken", field="name", name=wishes.name))
    signup, start, end = (
        NO_END if rolling and not wishes.signup_until else _day(wishes.signup_until, "signup_until", wrong),
        _day(wishes.starts_on, "starts_on", wrong),
        NO_END if rolling and not wishes.ends_on else _day(wishes.ends_on, "ends_on", wrong),
    )
    if signup is not None and signup < today:
        wrong.append(Refusal("programmes.day-past", field="signup_until", today=today.isoformat()))
    if start is not None and start < today:
        wrong.append(Refusal("programmes.day-past", field="starts_on", today=today.isoformat()))
    if start is not None and end is not None and end <= start:
        wrong.append(Refusal("programmes.ends-before-start", field="ends_on"))
    if signup is not None and end is not None and signup >= end and end != NO_END:
        wrong.append(Refusal("programmes.signup-after-end", field="signup_until"))
    refuse_all(wrong)
    if signup is None or start is None or end is None:
        raise AssertionError("a missing day was refused above")
    return signup, start, end


def _day(text: str, field: str, wrong: list[Refusal]) -> date | None:
    day = read_day(text)
    if day is None:
        wrong.append(Refusal("programmes.no-day", field=field))
    return day


def announcement(cohort: Cohort) -> Wanted:
    """Return the announcement of a cohort."""
    return Wanted(
        key=f"cohort:{cohort.id}:announcement",
        kind="programmes.announcement",
        to=cohort.announce_channel,
        due=cohort.opened_at,
        expires=max(cohort.signup_ends, cohort.ends) if cohort.late else cohort.signup_ends,
        about={"cohort": cohort.id},
    )


FALLS_AT = time(9)
"""The hour of a day that a handbook counts out, in the cohort's zone."""


def day_of(when: When, cohort: Cohort) -> datetime | None:
    """Return the instant of a moment that is the same for everybody in a cohort, UTC.

    None for a moment that belongs to a pairing, or that never comes (the middle of a cohort without an end).
    """
    if (when.at in ("middle", "end") and cohort.ends_on >= NO_END) or (
        when.at == "signup_closes" and cohort.signup_until >= NO_END
    ):
        return None
    match when.at:
        case "signup_opens":
            at = local(cohort.opened_at, cohort.zone).date()
        case "signup_closes":
            at = cohort.signup_until
        case "start":
            at = cohort.starts_on
        case "middle":
            at = cohort.starts_on + (cohort.ends_on - cohort.starts_on) / 2
        case "end":
            at = cohort.ends_on
        case _:
            return None
    return localise(at + timedelta(days=when.days), FALLS_AT, cohort.zone)


def is_last_digest(cohort: Cohort, at: datetime) -> bool:
    """Whether no digest follows one that is due at an instant, UTC, in a cohort that nobody closes."""
    return cohort.has_end and at + WEEK >= cohort.ends + DIGEST_AFTER_END


def digests(handbook: Handbook, cohort: Cohort, until: datetime) -> list[Wanted]:
    """List a cohort's weekly digests, from its opening to two weeks after its end, or until it is closed.

    Those after `until` are left out: a cohort without an end has no endless plan.
    """
    weekday = WEEKDAYS.index(handbook.digest.weekday)
    day = cohort.opened_at.date()
    day += timedelta(days=(weekday - day.weekday()) % 7)
    end = min(cohort.closed_at or (cohort.ends + DIGEST_AFTER_END if cohort.has_end else until), until)
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
