"""Choosing when one is written to."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.calendar import USUAL, Hours, humane
from app.core.notice import Wanted
from app.core.refusal import Refusals
from app.delivery.planning import reconcile
from app.delivery.rules import NOT_NOW
from app.features.letters import usecases
from app.features.letters.rules import Wish, comes_again_at, read_hours
from app.features.letters.views import days_said
from app.features.people import usecases as people
from app.main import recipient
from tests.kit.rooms import TEAM, Rooms

WEEK = [str(day) for day in range(5)]


def wrong(**changes: object) -> dict[str | None, str]:
    wish = {"start": "09:00", "until": "20:00", "days": WEEK, **changes}
    with pytest.raises(Refusals) as found:
        read_hours(Wish(**wish))  # type: ignore[arg-type]
    return {one.field: one.code for one in found.value.refusals}


def test_each_field_says_what_is_wrong_with_it() -> None:
    assert wrong(until="08:00") == {"until": "letters.backwards"}
    assert wrong(until="09:00") == {"until": "letters.backwards"}
    assert wrong(until="10:59") == {"until": "letters.too-short"}
    assert wrong(days=[]) == {"days": "letters.no-day"}
    assert wrong(days=["9", "x", ""]) == {"days": "letters.no-day"}
    assert wrong(start="", until="soon", days=[]) == {
        "start": "letters.no-time",
        "until": "letters.no-time",
        "days": "letters.no-day",
    }


def test_two_hours_are_enough_and_midnight_ends_a_day() -> None:
    assert read_hours(Wish(start="09:00", until="11:00", days=["6", "0"])) == Hours(540, 660, (0, 6))
    assert read_hours(Wish(start="18:00", until="00:00", days=["5"])) == Hours(1080, 1440, (5,))
    assert read_hours(Wish(start="00:00", until="00:00", days=["5"])) == Hours(0, 1440, (5,))


def test_days_are_said_as_people_say_them() -> None:
    assert days_said((0, 1, 2, 3, 4)) == "Monday to Friday"
    assert days_said((5, 6)) == "Saturday and Sunday"
    assert days_said((0, 2, 3)) == "Monday, Wednesday and Thursday"
    assert days_said(tuple(range(7))) == "every day"


@pytest.mark.parametrize(
    ("now", "again"),
    [
        (datetime(2027, 1, 12, 18, 30, tzinfo=UTC), datetime(2027, 1, 13, 8, 10, tzinfo=UTC)),
        (datetime(2027, 1, 15, 9, tzinfo=UTC), datetime(2027, 1, 18, 8, tzinfo=UTC)),  # a Friday
        (datetime(2027, 3, 26, 9, tzinfo=UTC), datetime(2027, 3, 29, 7, tzinfo=UTC)),  # the clocks change on Sunday
    ],
)
def test_a_message_comes_again_on_the_next_day_of_its_reader_at_its_own_hour(now: datetime, again: datetime) -> None:
    came = datetime(2027, 1, 12, 8, 10, tzinfo=UTC)  # 09:10 in Madrid
    assert comes_again_at(came, "Europe/Madrid", USUAL, now) == again


def test_hours_are_kept_and_delivery_knows_them(rooms: Rooms) -> None:
    ada = rooms.meets("UADA")
    with rooms.tx() as tx:
        assert people.person(tx, team_id=TEAM, user_id=ada).hours == USUAL
        wish = Wish(start="18:00", until="00:00", days=["5", "6"])
        usecases.choose_hours(tx, team_id=TEAM, user_id=ada, wish=wish, now=rooms.now)
    with rooms.tx() as tx:
        assert recipient(tx, TEAM, ada, rooms.now).hours == Hours(1080, 1440, (5, 6))
        usecases.keep_hours(tx, team_id=TEAM, user_id=ada, hours=USUAL, now=rooms.now)
    with rooms.tx() as tx:
        assert recipient(tx, TEAM, ada, rooms.now).hours == USUAL


def test_only_somebody_whom_trellis_has_met_has_hours(rooms: Rooms) -> None:
    with pytest.raises(people.NotMet), rooms.tx() as tx:
        people.keep_hours(tx, team_id=TEAM, user_id="UNOBODY", hours=Hours(0, 120, (0,)))


def test_what_waits_for_old_hours_is_looked_at_again_and_nothing_else_is(rooms: Rooms) -> None:
    ada = rooms.meets("UADA")
    later = rooms.now + timedelta(days=2)
    with rooms.tx() as tx:
        wants = [
            Wanted(key=name, kind="checkins.ask", to=to, due=rooms.now)
            for name, to in (("night", ada), ("budget", ada), ("other", "UMIRA"))
        ]
        reconcile(tx, team_id=TEAM, subject="x:1", wanted=wants, now=rooms.now)
    planned = rooms.notices()
    with rooms.tx() as tx:
        for row in planned:
            row.due_at, row.reason = later, "enough messages this week" if row.key == "budget" else NOT_NOW
            tx.merge(row)
    with rooms.tx() as tx:
        usecases.keep_hours(tx, team_id=TEAM, user_id=ada, hours=Hours(0, 1440, (0, 6)), now=rooms.now)
    assert {row.key: row.due_at for row in rooms.notices()} == {
        "night": rooms.now,
        "budget": later,
        "other": later,
    }
    assert humane(rooms.now, "Europe/Madrid", Hours(0, 1440, (0, 6))) == rooms.now
