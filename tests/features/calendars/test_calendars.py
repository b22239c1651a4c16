"""What stands in a calendar, read by a parser that is not the one that wrote it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event as Line

from app.core.calendar import localise
from app.core.refusal import Refusal
from app.features.calendars import records, usecases, views
from app.features.calendars.rules import Entry, digest, new_token, of_event, of_meeting
from app.features.events.rules import Event, Guest
from app.features.events.views.files import calendar_file as event_file
from app.features.installing import usecases as installing
from app.features.installing.usecases import Installation
from app.features.meetings.rules import Meeting
from app.features.meetings.views import calendar_file as meeting_file
from app.features.pairings.rules import Stay
from app.features.people import usecases as people
from tests.kit.make import NOW, meeting, pairing
from tests.kit.rooms import TEAM, Rooms

DAY = timedelta(days=1)
EVIL = "Room 1; \\, “x”\r\nATTENDEE:mailto:evil@example.org\x00\u2028END:VEVENT 🌱 " + "very " * 60


def stay(**changes: Any) -> Stay:
    return Stay(**{"pairing": pairing(), "user_id": "UMENTEE", "role": "mentee", "since": NOW, **changes})


def event(**changes: Any) -> Event:
    usual = {"id": 3, "team_id": "T1", "cohort_id": 1, "key": None, "number": 1, "name": "Kick-off", "about": "x"}
    when = {"minutes": 60, "day": date(2027, 1, 20), "sessions": ((time(16), "Europe/Madrid"), (time(9), "Asia/Tokyo"))}
    of = {"who": "all", "roles": (), "kind": "talk", "invite_days": 7}
    return Event(**{**usual, **when, **of, **changes})


def guest(**changes: Any) -> Guest:
    usual = {"event_id": 3, "user_id": "UMENTEE", "invited_at": NOW, "said": "yes", "session": 0, "said_at": NOW}
    return Guest(**{**usual, **changes})


def read(*entries: Entry | None) -> Calendar:
    names = {"UMENTOR": "Mira Santos", "UMENTEE": "Ada Okafor"}
    content = views.file([one for one in entries if one is not None], names)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    return IcsCalendarStream.calendar_from_ics(content.decode())


def entry(of: Meeting, *, at: datetime = NOW, **changes: Any) -> Entry | None:
    return of_meeting(of, stay(**changes), at)


def line(found: Entry | None) -> Line:
    (only,) = read(found).events
    return only


def test_a_meeting_stands_with_its_people_its_place_and_its_time() -> None:
    seen = line(entry(meeting(place="https://meet.example/1")))
    assert (seen.summary, seen.location) == ("Mentoring: Mira Santos and Ada Okafor", "https://meet.example/1")
    assert (seen.dtstart, seen.dtend) == (NOW + timedelta(days=2, hours=6), NOW + timedelta(days=2, hours=7))
    assert (str(seen.status.value if seen.status else ""), seen.sequence) == ("CONFIRMED", 1)


def test_a_calendar_that_has_the_files_too_replaces_and_does_not_double() -> None:
    for one, file in (
        (entry(meeting(version=4)), meeting_file(meeting(version=4), "M", "A", NOW)),
        (of_event(event(version=2), guest(), NOW), event_file(event(version=2), 0, NOW)),
    ):
        (sent,) = IcsCalendarStream.calendar_from_ics(file.decode()).events
        seen = line(one)
        assert (seen.uid, seen.sequence, seen.dtstart) == (sent.uid, sent.sequence, sent.dtstart)


def test_what_was_cancelled_says_so_and_counts_as_a_change() -> None:
    gone = {"cancelled_at": NOW + DAY, "cancelled_by": "UMENTOR", "cancelled_word": "private"}
    seen = line(entry(meeting(**gone)))
    assert (seen.status and seen.status.value, seen.sequence, seen.dtstamp) == ("CANCELLED", 2, NOW + DAY)
    assert b"private" not in views.file([one for one in [entry(meeting(**gone))] if one], {})
    seen = line(of_event(event(cancelled_at=NOW), guest(), NOW))
    assert (seen.status and seen.status.value, seen.sequence) == ("CANCELLED", 2)


def test_a_proposal_is_tentative_and_vanishes_when_its_time_has_passed_unanswered() -> None:
    open_ = meeting(accepted_at=None, agreed=("UMENTEE",))
    seen = line(entry(open_))
    assert seen.status is not None
    assert (seen.status.value, seen.summary) == (
        "TENTATIVE",
        "Mentoring: Mira Santos and Ada Okafor (not agreed yet)",
    )
    assert entry(open_, at=open_.ends_at) is None


def test_who_came_late_or_left_sees_their_own_time_only() -> None:
    met = meeting()
    assert entry(met, since=met.ends_at + DAY) is None
    assert entry(met, until=met.starts_at) is None
    assert entry(met, until=met.starts_at + DAY) is not None
    assert entry(meeting(declined=("UMENTEE",))) is None
    assert entry(met, at=met.starts_at + 60 * DAY) is not None
    assert entry(met, at=met.starts_at + 60 * DAY + timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    "changes", [{"said": "no"}, {"said": None, "session": None, "said_at": None}, {"gone_at": NOW}]
)
def test_an_event_is_for_those_who_said_yes(changes: dict[str, Any]) -> None:
    assert of_event(event(), guest(**changes), NOW) is None
    seen = line(of_event(event(), guest(session=1), NOW))
    assert (seen.summary, seen.dtstart) == ("Kick-off", datetime(2027, 1, 20, 0, tzinfo=UTC))


def test_nothing_that_people_write_ends_a_line_or_begins_another() -> None:
    seen = read(entry(meeting(place=EVIL)), of_event(event(name=EVIL), guest(), NOW))
    assert len(seen.events) == 2
    assert all("evil@example.org" in str(one.location or one.summary) for one in seen.events)
    assert all(not one.attendees for one in seen.events)
    assert "Room 1; \\, “x”" in str(seen.events[0].location)


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("Europe/Madrid", [date(2027, 3, 27), date(2027, 3, 28), date(2027, 10, 30), date(2027, 10, 31)]),
        ("America/New_York", [date(2027, 3, 13), date(2027, 3, 14), date(2027, 11, 6), date(2027, 11, 7)]),
        ("Australia/Lord_Howe", [date(2027, 4, 3), date(2027, 4, 4), date(2027, 10, 2), date(2027, 10, 3)]),
    ],
)
def test_a_meeting_keeps_its_wall_clock_when_the_clocks_change(zone: str, days: list[date]) -> None:
    there = ZoneInfo(zone)
    of = [meeting(id=n, starts_at=localise(day, time(18), zone), zone=zone, day=day) for n, day in enumerate(days)]
    seen = read(*(entry(one, at=one.starts_at - DAY) for one in of))
    local = [one.start_datetime.astimezone(there) for one in seen.events]
    assert [one.date() for one in local] == days
    assert {one.time() for one in local} == {time(18)}
    assert {one.utcoffset() for one in local[:2]} == {local[0].utcoffset(), local[1].utcoffset()}
    assert local[0].utcoffset() != local[1].utcoffset()


def test_calendars_are_asked_to_look_again() -> None:
    content = views.file([], {}).decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in content
    assert "X-PUBLISHED-TTL:PT1H\r\n" in content


def test_a_token_is_long_and_only_its_digest_is_kept(rooms: Rooms) -> None:
    with rooms.tx() as tx:
        token = usecases.make(tx, team_id=TEAM, by="UA", instead_of=0, now=rooms.now)
        (row,) = tx.query(records.CalendarLinkRow).all()
    assert len(token) == 43
    assert token not in str(vars(row))
    assert row.digest == digest(token)
    assert new_token() != new_token()
    assert [digest(one) for one in ("", "x" * 42, "x" * 44, "x" * 42 + "é", "../" * 14 + "x")] == [None] * 5


def test_two_presses_make_one_link_and_an_old_button_ends_none(rooms: Rooms) -> None:
    install(rooms)
    rooms.meets("UA")

    def make(instead_of: int) -> str:
        with rooms.tx() as tx:
            return usecases.make(tx, team_id=TEAM, by="UA", instead_of=instead_of, now=rooms.now)

    def opens(token: str) -> bool:
        with rooms.tx() as tx:
            return usecases.feed(tx, token=token, now=rooms.now) is not None

    first = make(0)
    with pytest.raises(Refusal, match=r"calendars\.done-already"):
        make(0)
    assert opens(first)
    with rooms.tx() as tx:
        link = usecases.link_of(tx, team_id=TEAM, user_id="UA")
    assert link is not None
    second = make(link.id)
    assert (opens(first), opens(second)) == (False, True)
    with rooms.tx() as tx, pytest.raises(Refusal, match=r"calendars\.done-already"):
        usecases.switch_off(tx, team_id=TEAM, by="UA", link_id=link.id, now=rooms.now)
    # The same person in another workspace has no link, and nothing there ends this one.
    with rooms.tx() as tx:
        assert usecases.link_of(tx, team_id="T2", user_id="UA") is None
        usecases.make(tx, team_id="T2", by="UA", instead_of=0, now=rooms.now)
    assert opens(second)


def install(rooms: Rooms) -> None:
    with rooms.tx() as tx:
        of = Installation(team_id=TEAM, bot_token="xoxb-1", bot_id="B1", bot_user_id="U0")
        installing.install(tx, installation=of, name="W", now=rooms.now)


def test_a_link_ends_for_good_when_its_owner_leaves(rooms: Rooms) -> None:
    install(rooms)
    rooms.meets("UA")
    with rooms.tx() as tx:
        token = usecases.make(tx, team_id=TEAM, by="UA", instead_of=0, now=rooms.now)
        gone = {"id": "UA", "real_name": "Ua", "tz": "UTC", "deleted": True}
        people.meet(tx, team_id=TEAM, profile=gone, now=rooms.now)
    for _ in range(2):
        with rooms.tx() as tx:
            assert usecases.feed(tx, token=token, now=rooms.now) is None
        rooms.meets("UA")  # back again
    with rooms.tx() as tx:
        assert usecases.link_of(tx, team_id=TEAM, user_id="UA") is None


def test_a_link_opens_nothing_where_trellis_is_not_installed(rooms: Rooms) -> None:
    rooms.meets("UA")
    with rooms.tx() as tx:
        token = usecases.make(tx, team_id=TEAM, by="UA", instead_of=0, now=rooms.now)
        assert usecases.feed(tx, token=token, now=rooms.now) is None
    install(rooms)
    with rooms.tx() as tx:
        assert usecases.feed(tx, token=token, now=rooms.now) is not None
