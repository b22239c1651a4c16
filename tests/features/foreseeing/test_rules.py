"""What a cohort would send: for whom, when, how much."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from app import lobby
from app.core.calendar import local
from app.features.foreseeing import views
from app.features.foreseeing.rules import UNASKED, Almanac, almanac
from app.features.foreseeing.rules.imagining import imagine, imagine_in
from app.features.programmes.rules import NO_END, Cohort
from app.handbook import reading
from tests.kit.make import NOW, cohort

BOOKS = reading.read_handbooks([reading.SHIPPED])
KINDS = lobby.board().notices
DAY = timedelta(days=1)


def foreseen(of: Cohort, now: datetime = NOW, programme: str = "wealljs") -> Almanac:
    return almanac(imagine_in(BOOKS[programme], of, now), lobby.PREVIEWS, KINDS)


def test_a_cohort_is_foreseen_on_its_own_days_and_in_its_own_zone() -> None:
    found = foreseen(cohort(starts_on=date(2027, 2, 1), ends_on=date(2027, 5, 31), zone="America/New_York"))
    of = found.imagined
    assert (of.cohort.name, local(of.matched_at, "America/New_York").isoformat()[:16]) == ("Winter", "2027-02-03T10:00")
    assert of.matched_at.hour == 15
    assert found.messages[0].at == NOW
    assert found.messages[-1].at.date() == date(2027, 6, 1)
    assert {local(one, "America/New_York").hour for one in of.meets_at} == {17}
    assert {one.hour for one in of.meets_at} == {21, 22}  # the clocks change in between


def test_a_cohort_without_an_end_is_foreseen_for_whoever_applies_today() -> None:
    of = cohort(programme="astropy", starts_on=date(2025, 1, 1), ends_on=NO_END, signup_until=NO_END)
    now = datetime(2027, 3, 1, 12, tzinfo=UTC)
    imagined = imagine_in(BOOKS["astropy"], of, now)
    assert imagined.applied_at == now
    assert imagined.matched_at.date() == date(2027, 3, 4)
    assert imagined.graduates_at is not None
    assert imagined.cohort.ends_on == imagined.graduates_at.date()
    since = almanac(imagined, lobby.PREVIEWS, KINDS, now - DAY)
    assert min(one.at for one in since.messages) >= now - DAY
    shown = str(views.overview(since, "", None, now, has_end=False))
    assert "This cohort has no end, so this is the plan for a pair that applies today" in shown
    ends_before = imagine_in(BOOKS["astropy"], cohort(programme="astropy", ends_on=date(2027, 3, 1)), NOW)
    assert ends_before.graduates_at is None


@pytest.mark.parametrize("key", sorted(BOOKS))
def test_a_cohort_of_any_length_is_foreseen_in_order_and_nobody_is_matched_before_applying(key: str) -> None:
    for starts_in, lasts in ((-400, 3), (0, 1), (0, 14), (3, 90), (60, 400)):
        first = NOW.date() + starts_in * DAY
        of = cohort(programme=key, starts_on=first, ends_on=max(first, NOW.date()) + lasts * DAY, signup_until=first)
        found = foreseen(of, NOW, key)
        assert found.imagined.applied_at <= found.imagined.matched_at
        assert all(one.at <= two.at for one, two in pairwise(found.messages))
        assert all(one < of.ends for one in found.imagined.meets_at)
        numbers = [one.number for one in found.weeks]
        assert numbers == list(range(numbers[0], numbers[-1] + 1))
        assert sum(len(one.messages) for one in found.weeks) == len(found.messages)


def test_a_week_has_seven_days_from_the_day_of_the_match() -> None:
    found = almanac(imagine(BOOKS["wealljs"], date(2027, 2, 1)), lobby.PREVIEWS, KINDS)
    first = next(one for one in found.weeks if one.number == 1)
    assert (first.first, first.last) == (date(2027, 2, 3), date(2027, 2, 9))
    assert all(first.first <= one.at.date() <= first.last for one in first.messages)


def test_the_load_counts_every_message_once_and_by_its_sort() -> None:
    found = almanac(imagine(BOOKS["wealljs"], date(2027, 2, 1)), lobby.PREVIEWS, KINDS)
    for role in ("mentee", "mentor", "coordinators"):
        load = found.load(role)
        assert sum(map(sum, load.values())) == len(found.for_role(role).messages)
        assert {len(counts) for counts in load.values()} == {len(found.weeks)}
    assert sum(found.load("mentee")[UNASKED]) == sum(
        one.is_unasked and one.foreseen.to == "mentee" for one in found.messages
    )
    assert found.for_role("") == found
