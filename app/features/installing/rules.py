"""When a workspace is gone. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from app.core.carrier import Standing

SOON = timedelta(minutes=1)
"""After Slack said that we are out, it is asked whether that is still so: what it says may come late."""
LATER = timedelta(hours=1)


class Fate(StrEnum):
    """What becomes of a workspace that seems to have thrown us out."""

    STAYS = "stays"  # it was a misunderstanding
    WAITS = "waits"
    ENDS = "ends"  # everything of it is deleted


def is_old_news(happened_at: datetime, installed_at: datetime) -> bool:
    """Whether we were thrown out before we were let in again: such news may come late.

    Slack's instants are whole seconds, so one within the second of the installation is taken for news; whether it is
    true is asked soon after. https://github.com/slackapi/bolt-js/issues/1558
    """
    return happened_at < installed_at.replace(microsecond=0)


def fate(*, left_at: datetime, standing: Standing, now: datetime, grace: timedelta) -> tuple[Fate, datetime]:
    """Return what becomes of a workspace, and when to look again.

    Args:
        left_at: since when we are out, UTC.
        standing: what Slack says of the token now.
        now: the present instant, UTC.
        grace: for how long everything is kept, should we be let in again.
    """
    if standing is Standing.GOOD:
        return Fate.STAYS, now
    ends_at = left_at + grace
    if standing is Standing.UNKNOWN:
        return Fate.WAITS, now + LATER  # nothing is deleted on a mere guess
    return (Fate.ENDS, now) if now >= ends_at else (Fate.WAITS, ends_at)
