"""Two people on different clocks meet every week while the clocks change around them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app import lobby
from app.core.calendar import local, localise
from app.delivery.records import Notice
from app.delivery.rules import HUMANE
from app.demo.stage import Actor
from tests.kit.town import Town

CAN_WAIT = {kind.name for kind in lobby.board().notices if kind.manner in HUMANE}
FIRST = date(2027, 1, 17)  # a Sunday, as all days on which clocks change


def meet_weekly(town: Town, zone: str, other: str, at: time) -> tuple[Actor, Actor]:
    mentor = town.arrives("lea", "Lea Leads", zone)
    mentee = town.arrives("fay", "Fay Follows", other)
    town.mentorship.members |= {mentor.id, mentee.id}
    town.opens_cohort()
    town.joins(mentee, "mentee")
    town.joins(mentor, "mentor")
    town.approves(mentee)
    town.approves(mentor)
    town.asks_for_matches()
    town.cora.presses("Accept")
    town.cora.closes_all()
    town.passes(days=1)  # offers come by day, wherever that is
    mentor.presses("Yes, gladly")
    town.passes(days=1)
    mentee.presses("Yes, please")
    town.passes(days=1)
    mentor.types("/mentoring meet")
    mentor.fills({"day": FIRST.isoformat(), "at": f"{at:%H:%M}", "zone": zone, "weekly": ["weekly"]})
    mentor.submits()
    town.passes(days=1)
    mentee.presses("Works for me", where="repeat every week")
    return mentor, mentee


def told(who: Actor, words: str) -> list[datetime]:
    """Return to the second when somebody got a message that says so."""
    return [datetime.fromtimestamp(int(float(one["ts"])), UTC) for one in who.messages() if words in who.plain(one)]


@pytest.mark.parametrize(
    ("zone", "other", "at"),
    [
        ("America/New_York", "Australia/Lord_Howe", time(2, 30)),  # an hour that 14 March does not have
        ("Australia/Lord_Howe", "Europe/London", time(1, 45)),  # one that 4 April has twice
        ("Africa/Casablanca", "Pacific/Apia", time(2, 30)),  # 7 February twice, 14 March not at all
    ],
)
def test_a_weekly_hour_is_reminded_of_to_the_minute_and_nights_stay_quiet(
    town: Town, zone: str, other: str, at: time
) -> None:
    pair = meet_weekly(town, zone, other, at)
    weeks = 13
    for _ in range(weeks):
        town.passes(days=7)
    begins = [localise(FIRST + timedelta(weeks=number), at, zone) for number in range(weeks)]
    for who in pair:
        soon = told(who, "In 15 minutes")
        assert soon == [one - timedelta(minutes=15) for one in begins if one - timedelta(minutes=15) <= soon[-1]]
        assert len(soon) >= weeks - 1
        tomorrow = told(who, "Tomorrow you meet")
        assert {later - earlier for earlier, later in zip(tomorrow, soon, strict=False)} == {
            timedelta(days=1) - timedelta(minutes=15)
        }
    homes = {who.id: who.user.zone for who in pair}
    with town.stage.database.transaction() as tx:
        rows = tx.scalars(select(Notice).where(Notice.outcome == "sent", Notice.kind.in_(CAN_WAIT))).all()
    alone = [(row.kind, local(row.settled_at, homes[row.to])) for row in rows if row.to in homes and row.settled_at]
    assert len(alone) > 3
    assert [kind for kind, here in alone if here.weekday() > 4 or not 9 <= here.hour < 20] == []
