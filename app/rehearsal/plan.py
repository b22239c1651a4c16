"""What is rehearsed: which handbook, with whom, and when."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.handbook.model import Handbook
from app.rehearsal.mix import Mix

SIGNUP_DAYS = 14
MONTH = 30.4
MAKE_UP_WEEKS = 2
ROLLING_WEEKS = 26


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is rehearsed.

    Attributes:
        handbook: of the programme.
        mix: how people are.
        people: how many of them, mentors and mentees together.
        seed: decides everything that is drawn.
        starts_on: the cohort's first day.
        zone: the cohort's.
        weeks: how many weeks are lived, from the opening of sign-up; as long as it takes if None.
    """

    handbook: Handbook
    mix: Mix
    people: int
    seed: int
    starts_on: date
    zone: str
    weeks: int | None = None

    @property
    def signup_days(self) -> int:
        """For how many days before the first one people can apply."""
        projects = self.handbook.projects
        return projects.signup_days if projects is not None else SIGNUP_DAYS

    @property
    def is_rolling(self) -> bool:
        """Whether people come at any time, and nothing ends."""
        return self.handbook.admission == "rolling"

    @property
    def opens_on(self) -> date:
        """The day on which sign-up opens."""
        return self.starts_on - timedelta(days=self.signup_days)

    @property
    def ends_on(self) -> date:
        """The cohort's last day, if it has one; a project's is counted in calendar months."""
        if self.handbook.projects is not None:
            years, month = divmod(self.starts_on.month - 1 + self.handbook.projects.months, 12)
            first = self.starts_on.replace(year=self.starts_on.year + years, month=month + 1, day=1)
            return first + timedelta(days=self.starts_on.day - 1) - timedelta(days=1)
        return self.starts_on + timedelta(days=round(self.handbook.least_months * MONTH))

    @property
    def lasts(self) -> int:
        """How many weeks are lived."""
        if self.weeks is not None:
            return self.weeks
        return ROLLING_WEEKS if self.is_rolling else self._whole

    @property
    def _whole(self) -> int:
        return -(-(self.ends_on - self.opens_on).days // 7) + MAKE_UP_WEEKS

    @property
    def reaches_the_end(self) -> bool:
        """Whether the cohort is over when the rehearsal is."""
        return not self.is_rolling and self.lasts >= self._whole
