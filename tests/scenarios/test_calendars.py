"""A person's calendar link: made in Slack, opened by their calendar, ended in Slack."""

import re
import traceback
from datetime import timedelta

from flask.testing import FlaskClient
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event as Line
from structlog.testing import capture_logs

from app.demo.stage import Actor
from app.web.server import Watched, make_web
from tests.kit.town import Town

ADDRESS = re.compile(r"https://bot\.example\.org(/calendar/[A-Za-z0-9_-]{43}\.ics)")


def web(town: Town) -> FlaskClient:
    return make_web(None, Watched(look=list), pages=town.stage.bot.pages()).test_client()


def makes(who: Actor, label: str = "Make my link") -> str:
    """Let somebody make a link, and return its path."""
    who.types("/mentoring calendar")
    who.presses(label)
    found = ADDRESS.search(who.modal_text)
    assert found is not None
    who.closes()
    return found[1]


def lines(town: Town, path: str) -> list[Line]:
    answer = web(town).get(path)
    assert answer.status_code == 200
    return IcsCalendarStream.calendar_from_ics(answer.text).events


def test_a_calendar_follows_the_meetings_of_its_owner(open_town: Town) -> None:
    town = open_town
    town.agrees()
    town.ada.opens_home()
    town.ada.presses("Calendar link")
    said = town.ada.modal_text
    assert "Whoever has the link sees" in said
    assert "nothing that anybody wrote" in said
    town.ada.closes()
    path = makes(town.ada)
    (meeting,) = lines(town, path)
    assert meeting.summary == "Mentoring: Mira Santos and Ada Okafor"
    assert str(meeting.dtstart) == "2027-01-13 17:00:00+00:00"
    town.ada.presses("Cancel")
    town.ada.fills({"word": "My secret reason"})
    town.ada.submits()
    (gone,) = lines(town, path)
    assert (gone.status and gone.status.value, gone.uid) == ("CANCELLED", meeting.uid)
    assert (gone.sequence or 0) > (meeting.sequence or 0)
    assert "secret" not in web(town).get(path).text


def test_a_new_link_ends_the_old_one_and_switching_off_ends_it_for_good(open_town: Town) -> None:
    town = open_town
    town.pairs()
    first = makes(town.ada)
    town.ada.types("/mentoring calendar")
    off = town.ada.keeps("Switch it off")
    renew = town.ada.keeps("Make a new link")
    assert not ADDRESS.search(town.ada.modal_text)  # it cannot be shown again
    town.ada.closes()
    second = makes(town.ada, "Make a new link")
    assert first != second
    client = web(town)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    for old in (off, renew):
        town.ada.presses_kept(old)
    assert client.get(second).status_code == 200
    town.ada.types("/mentoring calendar")
    town.ada.presses("Switch it off")
    assert "The link is off" in town.ada.modal_text
    answer = client.get(second)
    assert (answer.status_code, answer.data) == (404, b"")


def test_a_link_is_its_owners_alone(open_town: Town) -> None:
    town = open_town
    town.agrees()
    path = makes(town.ada)
    town.ada.types("/mentoring calendar")
    off = town.ada.keeps("Switch it off")
    town.ada.closes()
    for who in (town.mira, town.cora, town.sam):
        who.presses_kept(off)
    assert web(town).get(path).status_code == 200
    # Sam's own calendar has nothing of theirs; Mira's has the same meeting.
    assert lines(town, makes(town.sam)) == []
    assert [one.uid for one in lines(town, makes(town.mira))] == [one.uid for one in lines(town, path)]


def test_after_a_goodbye_the_past_stays_and_nothing_new_comes(open_town: Town) -> None:
    town = open_town
    town.agrees()
    path = makes(town.ada)
    town.passes(days=3)
    town.ada.types("/mentoring end")
    town.ada.presses("Say goodbye")
    assert len(lines(town, path)) == 1
    town.stage.clock.advance(timedelta(days=60))
    assert lines(town, path) == []


def test_a_calendar_that_has_not_changed_is_not_sent_again_and_nobody_may_keep_it(open_town: Town) -> None:
    town = open_town
    town.agrees()
    path, client = makes(town.ada), web(town)
    first = client.get(path)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Cache-Control"] == "private, no-cache"
    town.passes(hours=1)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    town.ada.presses("Cancel")
    town.ada.submits()
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert client.post(path).status_code == 405


def test_guesses_find_nothing_a_fault_does_not_log_the_link_and_whoever_leaves_takes_theirs_along(
    open_town: Town,
) -> None:
    town = open_town
    town.agrees()
    path, client = makes(town.ada), web(town)
    miras = makes(town.mira)
    assert client.get(miras).status_code == 200
    town.mira.leaves_workspace()
    town.passes(minutes=1)
    assert client.get(miras).status_code == 404
    for guess in ("x", "x" * 43, path[10:-4].swapcase(), "../../healthz", "%00" * 43, "x" * 5000):
        assert client.get(f"/calendar/{guess}.ics").status_code == 404
    with town.stage.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE meetings RENAME TO meetings_gone")
    with capture_logs() as said:
        answer = client.get(path)
    assert (answer.status_code, answer.data) == (500, b"")
    (fault,) = said
    told = "".join(traceback.format_exception(fault.pop("exc_info")))
    assert "meetings" in told
    assert path[10:-4] not in f"{told} {fault}"


def test_without_an_address_there_is_no_link_and_home_does_not_offer_one(town: Town) -> None:
    town.pairs()
    town.ada.opens_home()
    assert "Calendar link" not in town.ada.home_text
    town.ada.types("/mentoring calendar")
    town.ada.sees("Trellis has no web address yet")
