"""When a workspace is gone, and when it only seems to be."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.carrier import EVERYTHING, Later, Standing
from app.delivery.pace import hold_back
from app.features.installing import usecases as installing
from app.features.installing.rules import LATER, Fate, fate, is_old_news
from app.features.installing.usecases import Installation
from app.workspaces import PATIENCE, admit, looking_after
from tests.kit.rooms import TEAM, Rooms

NOON = datetime(2027, 1, 11, 12, 0, 0, 400_000, tzinfo=UTC)
GRACE = timedelta(days=30)
OURS = Installation(team_id=TEAM, bot_token="xoxb-1", bot_id="B1", bot_user_id="UBOT")


@pytest.mark.parametrize(
    ("standing", "after", "found", "again"),
    [
        (Standing.GOOD, timedelta(minutes=1), Fate.STAYS, timedelta(minutes=1)),
        (Standing.GOOD, GRACE, Fate.STAYS, GRACE),
        (Standing.VOID, timedelta(minutes=1), Fate.WAITS, GRACE),
        (Standing.VOID, GRACE, Fate.ENDS, GRACE),
        (Standing.UNKNOWN, timedelta(minutes=1), Fate.WAITS, timedelta(minutes=1) + LATER),
        (Standing.UNKNOWN, 2 * GRACE, Fate.WAITS, 2 * GRACE + LATER),  # nothing is deleted while Slack is silent
    ],
)
def test_what_becomes_of_a_workspace(standing: Standing, after: timedelta, found: Fate, again: timedelta) -> None:
    now = NOON + after
    assert fate(left_at=NOON, standing=standing, now=now, grace=GRACE) == (found, NOON + again)


def test_news_from_before_the_installation_is_old() -> None:
    assert is_old_news(NOON - timedelta(seconds=1), NOON)
    assert not is_old_news(NOON.replace(microsecond=0), NOON)


def test_who_refuses_our_token_for_hours_is_asked_and_left(rooms: Rooms) -> None:
    """Slack tells once that it threw us out, and not to a bot that was asleep."""
    asked: list[str] = []

    def asks(token: str) -> Standing:
        asked.append(token)
        return Standing.VOID

    look = looking_after(asks, GRACE)
    with rooms.database.transaction() as tx:
        admit(tx, installation=OURS, name="Ours", now=rooms.now)
        for number in range(PATIENCE):
            hold_back(tx, team_id=TEAM, no=Later(300, "token_revoked", EVERYTHING), at=NOON + timedelta(days=number))
    look(rooms.database, rooms.clock, lambda: False)
    with rooms.database.transaction() as tx:
        assert installing.installation_of(tx, team_id=TEAM) is None
    rooms.clock.advance(timedelta(minutes=2))
    assert look(rooms.database, rooms.clock, lambda: False)
    assert asked == ["xoxb-1"]
    rooms.clock.advance(GRACE)
    assert look(rooms.database, rooms.clock, lambda: False)
    with rooms.database.transaction() as tx:
        assert installing.teams(tx) == []
        assert installing.in_question(tx, now=rooms.now + 2 * GRACE) is None


def test_whoever_lets_us_in_while_slack_is_asked_wins(rooms: Rooms) -> None:
    fresh = Installation(team_id=TEAM, bot_token="xoxb-2", bot_id="B1", bot_user_id="UBOT")

    def asks(_token: str) -> Standing:
        with rooms.database.transaction() as tx:
            admit(tx, installation=fresh, name="Ours", now=rooms.now, by="UCORA")
        return Standing.VOID

    with rooms.database.transaction() as tx:
        admit(tx, installation=OURS, name="Ours", now=rooms.now)
        installing.leave(tx, team_id=TEAM, why="app_uninstalled", happened_at=rooms.now, now=rooms.now)
    rooms.clock.advance(GRACE + timedelta(days=1))
    looking_after(asks, GRACE)(rooms.database, rooms.clock, lambda: False)
    with rooms.database.transaction() as tx:
        assert installing.installation_of(tx, team_id=TEAM) == fresh
