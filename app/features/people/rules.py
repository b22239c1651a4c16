"""What is true of a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.calendar import USUAL, Hours, Span


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member of a workspace.

    Attributes:
        team_id: the workspace.
        user_id: Slack's id.
        name: how Slack shows them.
        zone: IANA name of the zone that they live in; UTC where Slack does not know it.
        gone_at: when they left the workspace, UTC.
        hours: when they may be written to, on their own clock.
    """

    team_id: str
    user_id: str
    name: str
    zone: str
    gone_at: datetime | None = None
    hours: Hours = USUAL


@dataclass(frozen=True, kw_only=True)
class Break:
    """A time when a person is away from all their pairings.

    Attributes:
        id, team_id, user_id: who.
        starts_at, back_at: from the midnight that begins it to the one that begins the day of return, UTC.
        word: to their partners, who alone read it; may be empty.
        announced_at: UTC.
        ended_at: when they came back early or called it off, UTC.
    """

    id: int
    team_id: str
    user_id: str
    starts_at: datetime
    back_at: datetime
    word: str
    announced_at: datetime
    ended_at: datetime | None = None

    @property
    def until(self) -> datetime:
        """When they were or will be back, UTC."""
        return self.back_at if self.ended_at is None else min(self.back_at, max(self.ended_at, self.starts_at))

    @property
    def span(self) -> Span:
        """The time it takes; empty if it was called off."""
        return Span(self.starts_at, self.until)

    def is_over(self, now: datetime) -> bool:
        """Whether nothing of it is left."""
        return self.until <= now or self.until <= self.starts_at


def away_until(breaks: Iterable[Break], now: datetime) -> datetime | None:
    """Return when somebody who is away now will be back; breaks without a day between them are one."""
    until = now
    for one in sorted(breaks, key=lambda one: one.starts_at):
        if one.starts_at <= until < one.until:
            until = one.until
    return until if until > now else None


@dataclass(frozen=True)
class Profile:
    """What we keep of Slack's profile of a person."""

    user_id: str
    name: str
    zone: str
    gone: bool


def read_profile(profile: Mapping[str, Any], known_zones: frozenset[str] | set[str]) -> Profile:
    """Read Slack's profile; any field of it may be missing.

    https://docs.slack.dev/reference/objects/user-object. `tz_offset` is never read: it changes with
    the season.
    """
    said = profile.get("profile") or {}
    name = said.get("display_name") or said.get("real_name") or profile.get("real_name") or profile.get("name") or ""
    zone = profile.get("tz") or "UTC"
    return Profile(
        user_id=str(profile["id"]),
        name=str(name) or "somebody",
        zone=zone if zone in known_zones else "UTC",
        gone=bool(profile.get("deleted")),
    )
