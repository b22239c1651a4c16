"""What Slack's profiles say, even when they say little."""

from app.features.people.rules import read_profile

ZONES = {"Europe/Madrid", "UTC"}


def test_a_full_profile() -> None:
    said = {"id": "U1", "tz": "Europe/Madrid", "profile": {"display_name": "Ada", "real_name": "Ada O."}}
    found = read_profile(said, ZONES)
    assert (found.user_id, found.name, found.zone, found.gone) == ("U1", "Ada", "Europe/Madrid", False)


def test_an_empty_one_and_a_zone_that_nobody_knows() -> None:
    assert read_profile({"id": "U1"}, ZONES).name == "somebody"
    assert read_profile({"id": "U1", "tz": "Moon/Base"}, ZONES).zone == "UTC"
    assert read_profile({"id": "U1", "name": "ada", "deleted": True}, ZONES).gone
