"""What people see of events and showcases."""

import itertools
from collections.abc import Iterator
from datetime import time
from typing import Any

from app.features.events.rules import Count as Coming
from app.features.events.rules import Event, Guest, Seat
from app.features.events.views import coordinators as event_coordinators
from app.features.events.views import files as event_files
from app.features.events.views import groups as event_groups
from app.features.events.views import guests as event_guests
from app.features.showcases import views as showcases
from app.features.showcases.rules import Shown as Shown_
from app.features.showcases.rules import Slide
from app.handbook.calendar import Showcase
from app.slack.blocks import Choice
from tests.building.showing import Shown
from tests.kit.make import NOW


def gathering(text: str) -> Event:
    return Event(
        id=1,
        team_id="T1",
        cohort_id=1,
        key=None,
        number=1,
        name=text[:75] or "x",
        about="x",
        who="everyone",
        roles=("mentee",),
        kind="gathering",
        minutes=60,
        day=NOW.date(),
        sessions=((time(15), "UTC"),),
        invite_days=7,
    )


def gatherings(text: str, group: Any, pair: Any) -> Iterator[tuple[str, Shown]]:
    link = "https://example.org/" + "x" * min(len(text), 400)
    two = ((time(15), "UTC"), (time(23), "UTC"))
    states: list[dict[str, Any]] = [
        {},
        {"sessions": two[:1], "who": "applicants", "key": None},
        {"cancelled_at": NOW},
        {"recorded_at": NOW},
    ]
    answers_: list[dict[str, Any]] = [
        {},
        {"said": "yes", "session": 0, "said_at": NOW, "attended_at": NOW},
        {"said": "no", "said_at": NOW},
    ]
    for changes, said in itertools.product(states, answers_):
        usual: dict[str, Any] = {"sessions": two, "who": "community", "key": "show", **changes}
        one = Event(
            id=1,
            team_id="T1",
            cohort_id=1,
            number=1,
            name=text[:75] or "x",
            about=text[:2000] or "x",
            roles=("mentee", "mentor"),
            kind="gathering",
            minutes=60,
            day=NOW.date(),
            invite_days=7,
            link=link,
            **usual,
        )
        guest = Guest(event_id=1, user_id="U1", invited_at=NOW, **said)
        for view in (event_guests.invite, event_guests.moved, event_guests.again):
            yield "events.asking", view(one, guest, "Pacific/Auckland", NOW)
        yield "events.there", event_guests.were_you_there(one, guest)
        yield "events.announcement", event_guests.announcement(one, 3, NOW)
        seat = Seat(id=1, event_id=1, pairing_id=1, asked_at=NOW, user_id="U1")
        yield "events.representative", event_groups.representative(one, seat, pair, guest, NOW, reminding=True)
        yield "events.record", event_coordinators.record(one, Coming(3, 1, 1, 1, 1))
        yield "events.cycle", event_coordinators.cycle(group, [(one, Coming(3, 1, 1, 1, 1))] * 30, NOW)
        yield "events.cycle", event_coordinators.cycle(group, [], NOW)
        yield "events.forms", event_coordinators.form(one, group)
        yield "events.forms", event_coordinators.cancelling_form(one)
        yield (
            "events.home",
            [
                *event_guests.home_line(one, guest, "UTC", NOW),
                event_coordinators.desk_line(group, [(one, Coming())], NOW),
            ],
        )
        yield "events.reminders", event_guests.tomorrow(one, 0)
        yield "events.reminders", event_guests.soon(one, 0, NOW)
        yield "events.calendar", event_files.calendar_comment(one, 0)
        given_: dict[str, Any] = {
            "link": link,
            "title": text[:100],
            "may_show": True,
            "given_by": "U1",
            "given_at": NOW,
        }
        for given in (dict[str, Any](), given_):
            slide = Slide(id=1, team_id="T1", event_id=1, pairing_id=1, asked_at=NOW, **given)
            asks = Showcase(event="show", ask=(text or "x")[:2000].replace("{", "").replace("}", ""))
            yield "showcases.ask", showcases.ask(slide, one, asks, NOW)
            yield "showcases.again", showcases.again(slide, one, NOW)
            yield "showcases.form", showcases.form(slide, one)
            yield "showcases.own", [showcases.own(slide, one)]
            yield "showcases.missing", showcases.missing(one, [Shown_(slide, pair)] * 50)
            yield "showcases.shown", showcases.shown(one, [Shown_(slide, pair)] * 50)
        many = [Choice(text[:75] or "x", f"U{number}") for number in range(120)]
        yield "events.recording", event_coordinators.recording_form(one, many, many, ["U1"])
    yield "events.forms", event_coordinators.form(None, group)
