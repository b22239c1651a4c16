"""A handbook as a whole. Whether its parts fit together is examined in `fitting`."""

from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from app.handbook.asking import CheckIn, Decision, Fit, Form
from app.handbook.calendar import Event, Outline, Showcase, Stage
from app.handbook.care import Breaks, Contact, Trouble
from app.handbook.goals import Activity, GoalKind, Lookout
from app.handbook.matching import Matching
from app.handbook.meetings import FirstMeeting, Reflection, Rhythm
from app.handbook.page import Page, Sentence, Short
from app.handbook.recognition import Certificate, Closing, Directory, Graduation, PublicLog
from app.handbook.signup import Nomination, Projects, Question, Signup
from app.handbook.tables import Csv


class Digest(Page):
    """The weekly summary in the coordinators' channel."""

    weekday: Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] = "Monday"
    at: time = time(9)


class Handbook(Page):
    """One programme, as its community wrote it. Only the first parts are needed; the rest is there if it is said."""

    programme: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,40}$")]
    """The short name by which cohorts know this file; it never changes."""
    name: Short
    """What people call the programme."""
    community: Short
    """Whose programme it is."""
    about: Sentence
    """What it is, for somebody who has never heard of it."""
    code_of_conduct: str = Field(pattern=r"^https://")
    """Where the code of conduct can be read."""
    least_months: int = Field(ge=1, le=60)
    """How long a pairing lasts at least, in months."""
    admission: Literal["cohorts", "rolling"] = "cohorts"
    """`rolling` takes people at any time into one cohort without an end."""
    unasked_a_week: int = Field(3, ge=1, le=3)
    """How many unasked messages a person gets in a week at most; a handbook may only lower it."""
    signup: Signup
    nominations: tuple[Nomination, ...] = ()
    projects: Projects | None = None
    matching: Matching
    first_meeting: FirstMeeting
    rhythm: Rhythm
    reflection: Reflection
    check_in: CheckIn
    decisions: tuple[Decision, ...] = ()
    fit: Fit = Fit()
    forms: tuple[Form, ...] = ()
    goals: tuple[GoalKind, ...] = ()
    activities: tuple[Activity, ...] = ()
    lookouts: tuple[Lookout, ...] = ()
    stages: tuple[Stage, ...] = ()
    outlines: tuple[Outline, ...] = ()
    events: tuple[Event, ...] = ()
    showcase: Showcase | None = None
    certificates: tuple[Certificate, ...] = ()
    graduation: Graduation | None = None
    public_log: PublicLog | None = None
    directory: Directory | None = None
    closing: Closing | None = None
    breaks: Breaks = Breaks()
    contact: Contact | None = None
    digest: Digest = Digest()
    trouble: Trouble = Trouble()
    csv: Csv = Csv()

    def questions(self, role: str) -> list[Question]:
        """Return the sign-up questions of a role, in order."""
        return [one for one in self.signup.questions if role in one.roles]

    def carried(self, role: str) -> Form | None:
        """Return the form that a role's preparation for the first meeting carries, so that one message holds both."""
        first = self.first_meeting
        lists = {
            "mentor": (*first.prepare_mentor, *first.questions_mentor),
            "mentee": (*first.prepare_mentee, *first.questions_mentee),
        }
        if not lists[role]:
            return None
        for one in self.forms:
            at_once = one.when is not None and (one.when.at, one.when.days) == ("match", 0)
            if at_once and one.purpose == "preparation" and role in one.roles:
                return one
        return None

    def form(self, key: str) -> Form | None:
        """Return the form of that key."""
        return next((one for one in self.forms if one.key == key), None)

    def event(self, key: str) -> Event | None:
        """Return the event of that key."""
        return next((one for one in self.events if one.key == key), None)
