"""What a programme with events would send."""

from datetime import UTC, datetime, timedelta

from app.features.events.previews import foresee
from app.features.programmes.rules import Imagined
from tests.kit.make import NOW, cohort, handbook

EVENTS = [
    {"key": "info", "name": "Info", "about": "Ask", "who": "applicants", "when": {"at": "signup_opens", "days": 5}},
    {"key": "onboarding", "name": "Start", "about": "How", "roles": ["mentor"], "when": {"at": "start", "days": 3}},
    {"key": "check", "name": "Check", "about": "Well?", "who": "one_per_group", "when": {"at": "middle"}},
    {"key": "gone", "name": "Gone", "about": "Too early", "when": {"at": "signup_opens", "days": -3}},
]


def test_each_event_is_foreseen_with_its_buttons_and_reminders() -> None:
    book = handbook(events=EVENTS)
    imagined = Imagined(
        handbook=book, cohort=cohort(), applied_at=NOW, matched_at=NOW + timedelta(days=2), meets_at=(NOW,)
    )
    found = foresee(imagined)
    assert "Gone" not in "".join(one.text for one in found)
    onboarding = [one for one in found if "Start" in one.text]
    assert [(one.to, one.kind) for one in onboarding] == [
        ("mentor", "events.invite"),
        ("mentor", "events.calendar"),
        ("mentor", "events.tomorrow"),
        ("mentor", "events.soon"),
        ("coordinators", "events.record"),
    ]
    assert onboarding[0].answers == ("I'll come", "I can't")
    assert onboarding[2].at == datetime(2027, 1, 20, 16, tzinfo=UTC)
    assert [one.to for one in found if "Info" in one.text] == [
        "community",
        *["mentee"] * 4,
        *["mentor"] * 4,
        "coordinators",
    ]
    check = next(one for one in found if one.kind == "events.representative")
    assert (check.to, check.answers) == ("pair", ("I go",))
