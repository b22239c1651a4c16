"""What a certificate asks for, what is still missing, and when people hear of it."""

import re
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from app.core.calendar import local
from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.features.pairings.rules import Stay
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook
from app.handbook.page import Role
from app.handbook.recognition import Certificate, Rule

TELL_AFTER = timedelta(days=3)
LOOK_EVERY = timedelta(hours=6)
LONGEST_REASON = 500
PER_PAGE = 15
MADE_UP = ("form", "activities")  # what can still be done when the meetings and events are over
_TOKEN = re.compile(r"[2-9A-HJ-NP-Z]{26}")
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is read for something else


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What somebody did in one role of a cohort.

    Attributes:
        held, attended: meetings that took place while they were in a pairing, and those they were at.
        minutes: how long the attended ones were planned to take, together.
        events, forms, activities: keys of the handbook: attended, answered, ticked off.
        graduated: whether they (or their mentee) were found ready for the role.
        since: the day on which their first pairing began, `YYYY-MM-DD`.
    """

    held: int = 0
    attended: int = 0
    minutes: int = 0
    events: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    activities: frozenset[str] = frozenset()
    graduated: bool = False
    since: str = ""

    def kept(self) -> dict[str, Any]:
        """Return the facts as a database keeps them."""
        return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in vars(self).items()}


def read_facts(kept: Mapping[str, Any]) -> Facts:
    """Return the facts that were kept."""
    known: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, list) else value for name, value in kept.items()
    }
    return Facts(**known)


@dataclass(frozen=True, kw_only=True)
class Genuine:
    """What the page of a certificate says to whoever has its address: what stands on the paper, and no more.

    Attributes:
        title, name, role, number: as printed.
        programme, community: of the handbook.
        starts, ends: the days between which its owner took part.
        issued: on which day, in the cohort's zone.
    """

    title: str
    name: str
    role: Role
    programme: str
    community: str
    starts: date
    ends: date
    number: str
    issued: date


@dataclass(frozen=True)
class Point:
    """One thing that a certificate asks for, and how far somebody is.

    `kind` is `event`, `form`, `meetings`, `share`, `graduated` or `activities`; `key` names the event
    or form; `have` of `need` counts meetings or activities.
    """

    kind: str
    is_met: bool
    key: str = ""
    have: int = 0
    need: int = 0


@dataclass(frozen=True)
class Standing:
    """How far somebody is."""

    facts: Facts
    points: tuple[Point, ...]

    @property
    def missing(self) -> tuple[Point, ...]:
        """What is still to be done."""
        return tuple(one for one in self.points if not one.is_met)

    @property
    def can_be_made_up(self) -> bool:
        """Whether all that is missing can still be done when the meetings and events are over."""
        return all(one.kind in MADE_UP for one in self.missing)

    @property
    def is_earned(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def standing(certificate: Certificate, facts: Facts, activities: Collection[str]) -> Standing:
    """Return how far somebody is with a certificate; `activities` are all of the handbook's."""
    return Standing(facts, tuple(_point(rule, facts, frozenset(activities)) for rule in certificate.rules))


def _point(rule: Rule, facts: Facts, activities: frozenset[str]) -> Point:
    if rule.event is not None:
        return Point("event", rule.event in facts.events, key=rule.event)
    if rule.form is not None:
        return Point("form", rule.form in facts.forms, key=rule.form)
    if rule.meetings is not None:
        return Point("meetings", facts.attended >= rule.meetings, have=facts.attended, need=rule.meetings)
    if rule.meetings_share is not None:
        need = max(1, ceil(rule.meetings_share * facts.held - 1e-9))
        return Point("share", facts.attended >= need, have=facts.attended, need=need)
    if rule.graduated is not None:
        return Point("graduated", facts.graduated is rule.graduated)
    done = facts.activities & activities
    return Point("activities", done == activities, have=len(done), need=len(activities))


@dataclass(frozen=True, kw_only=True)
class Award:
    """One person's certificate for a role in a cohort, from the first day to the day it is issued.

    Attributes:
        id, team_id, cohort_id, user_id, role: whose, where.
        ends_at: when it is looked at for the first time, UTC.
        told_missing_at: when they heard what was missing, UTC.
        number: printed on it, for whoever asks whether it is genuine.
        token: in the address of its page, where that is to be seen; empty if it has none.
        name: as printed; what Slack called them on the day.
        facts: what they did, as of the day it was issued.
        issued_at: UTC.
        excused_by, excused_why: the coordinator who granted an exception, and the reason.
    """

    id: int
    team_id: str
    cohort_id: int
    user_id: str
    role: Role
    ends_at: datetime
    told_missing_at: datetime | None = None
    number: str = ""
    token: str = ""
    name: str = ""
    facts: Facts = Facts()
    issued_at: datetime | None = None
    excused_by: str | None = None
    excused_why: str | None = None


def certificate_for(handbook: Handbook, role: str) -> Certificate | None:
    """Return the certificate of a role, if the programme has one."""
    return next((one for one in handbook.certificates if one.role == role), None)


def ends_at(cohort: Cohort, handbook: Handbook, stays: Iterable[Stay]) -> datetime:
    """Return when a person's time is over: with the cohort; where people come and go, with their last pairing."""
    end = cohort.ends if cohort.closed_at is None else min(cohort.closed_at, cohort.ends)
    untils = [one.until for one in stays]
    over = [one for one in untils if one is not None]
    if handbook.admission == "rolling" and untils and len(over) == len(untils):
        return min(end, max(over))
    return end


def days_of(award: Award, cohort: Cohort, handbook: Handbook) -> tuple[date, date]:
    """Return between which days somebody took part; where people come and go, those are their own."""
    if handbook.admission != "rolling":
        return cohort.starts_on, cohort.ends_on
    since = award.facts.since
    start = date.fromisoformat(since) if since else cohort.starts_on
    return start, local(award.ends_at, cohort.zone).date()


def made_up_until(award: Award, certificate: Certificate) -> datetime:
    """Return until when what is missing can be made up."""
    return award.ends_at + timedelta(days=certificate.make_up_days)


def next_look(award: Award, certificate: Certificate, now: datetime) -> datetime | None:
    """Return when an award that is not earned is looked at again; None when its time is over."""
    if now < award.ends_at:
        return award.ends_at
    return now + LOOK_EVERY if now < made_up_until(award, certificate) else None


def new_number(random: Callable[[str], str] = secrets.choice) -> str:
    """Return a number for a certificate that nobody can guess: `7KM2-Q4XD`."""
    letters = "".join(random(_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def new_token() -> str:
    """Return what leads to a certificate's page: 130 random bits, since a number is short enough to be tried out.

    People type it from paper, so it has none of the letters that are read for something else.
    """
    return "".join(secrets.choice(_ALPHABET) for _ in range(26))


def is_token(text: str) -> bool:
    """Whether a text can be the token of a page."""
    return _TOKEN.fullmatch(text) is not None


def wanted(award: Award, certificate: Certificate) -> list[Wanted]:
    """List what an award calls for: the certificate once, or once what is missing."""
    base, about = f"award:{award.id}", {"award": award.id}
    if award.issued_at is not None:
        return [
            Wanted(
                key=f"{base}:certificate",
                kind="certificates.issued",
                to=award.user_id,
                due=award.issued_at,
                about=about,
            )
        ]
    if award.told_missing_at is None:
        return []
    return [
        Wanted(
            key=f"{base}:missing",
            kind="certificates.missing",
            to=award.user_id,
            due=award.told_missing_at,
            expires=max(made_up_until(award, certificate), award.told_missing_at + TELL_AFTER),
            about=about,
        )
    ]


def check_reason(why: str) -> None:
    """Let an exception through only with a reason.

    Raises:
        Refusal: `certificates.no-reason`, `certificates.long-reason`, at the field `why`.
    """
    if not why:
        raise Refusal("certificates.no-reason", field="why")
    if len(why) > LONGEST_REASON:
        raise Refusal("certificates.long-reason", field="why", most=LONGEST_REASON)
