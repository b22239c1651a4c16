"""Facts for tests of rules: sensible ones, with what a test cares about changed."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from app.core.calendar import Slot
from app.features.joining.rules import Application
from app.features.meetings.rules import Meeting
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from app.handbook import reading
from app.handbook.model import Handbook

NOW = datetime(2027, 1, 11, 11, tzinfo=UTC)  # a Monday, noon in Madrid
EVENING = Slot(1, 18 * 60, 20 * 60)  # Tuesday


def handbook(**changes: Any) -> Handbook:
    """WeAllJS's, with parts replaced: `matching={"shared_slot": "needed"}`."""
    said = reading.read_handbook(reading.SHIPPED / "wealljs.toml").model_dump()
    for part, values in changes.items():
        said[part] = {**said[part], **values} if isinstance(said[part], dict) else values
    return Handbook.model_validate(said)


def cohort(**changes: Any) -> Cohort:
    return Cohort(
        **{
            "id": 1,
            "team_id": "T1",
            "programme": "wealljs",
            "name": "Winter",
            "starts_on": date(2027, 1, 18),
            "ends_on": date(2027, 5, 1),
            "signup_until": date(2027, 1, 25),
            "zone": "Europe/Madrid",
            "announce_channel": "CANNOUNCE",
            "mentors_channel": "CMENTORS",
            "mentees_channel": "CMENTEES",
            "coordinators_channel": "CDESK",
            "opened_at": NOW,
            **changes,
        }
    )


def application(number: int, role: str, answers: dict[str, Any] | None = None, **changes: Any) -> Application:
    """An approved application of the user `U<number>`."""
    usual: dict[str, Any] = {"languages": {"fluent": ["en"], "some": []}, "experience": 1, "goals": "learn testing"}
    usual |= {"wants": ["backend"]} if role == "mentee" else {"offers": ["backend"], "experience": 4, "capacity": 1}
    return Application(
        **{
            "id": number,
            "team_id": "T1",
            "cohort_id": 1,
            "user_id": f"U{number}",
            "role": role,
            "round": 1,
            "zone": "Europe/Madrid",
            "answers": {**usual, **(answers or {})},
            "slots": (EVENING,),
            "submitted_at": NOW,
            "approved_at": NOW,
            **changes,
        }
    )


def pairing(**changes: Any) -> Pairing:
    usual = {"id": 1, "team_id": "T1", "cohort_id": 1, "mentor": "UMENTOR", "mentees": ("UMENTEE",), "began_at": NOW}
    return Pairing(**{**usual, **changes})


def meeting(**changes: Any) -> Meeting:
    """A meeting that both agreed on, two days ahead, at 18:00 in Madrid."""
    return Meeting(
        **{
            "id": 7,
            "team_id": "T1",
            "pairing_id": 1,
            "number": 1,
            "version": 1,
            "day": date(2027, 1, 13),
            "at": time(18),
            "zone": "Europe/Madrid",
            "starts_at": NOW + timedelta(days=2, hours=6),
            "minutes": 60,
            "place": "",
            "weekly": False,
            "by_rhythm": False,
            "proposed_at": NOW,
            "proposed_by": "UMENTEE",
            "agreed": ("UMENTEE", "UMENTOR"),
            "accepted_at": NOW,
            **changes,
        }
    )
