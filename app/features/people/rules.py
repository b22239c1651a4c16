"""What is true of a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member of a workspace.

    Attributes:
        team_id: the workspace.
        user_id: Slack's id.
        name: how Slack shows them.
        zone: IANA name of the zone that they live in; UTC where Slack does not know it.
        gone_at: when they left the workspace, UTC.
    """

    team_id: str
    user_id: str
    name: str
    zone: str
    gone_at: datetime | None = None


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
