"""Which days can be, and who hears of them."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.refusal import Refusal, Refusals
from app.features.breaks.rules import Wish, check_wish, wanted
from app.features.people.rules import Break, away_until
from tests.kit.make import NOW

MADRID = "Europe/Madrid"


def away(days: int = 7, first: datetime = NOW, **changes: object) -> Break:
    usual = {"id": 1, "team_id": "T1", "user_id": "U1", "word": "", "announced_at": NOW}
    return Break(**{**usual, "starts_at": first, "back_at": first + timedelta(days=days), **changes})  # type: ignore[arg-type]


def test_a_break_lasts_from_midnight_to_midnight_on_ones_own_clock() -> None:
    found = check_wish(Wish(first="2027-01-11", back="2027-01-18"), MADRID, 60, [], NOW)
    assert found == (datetime(2027, 1, 10, 23, tzinfo=UTC), datetime(2027, 1, 17, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    ("first", "back", "codes"),
    [
        ("", "", ["breaks.no-day", "breaks.no-day"]),
        ("", "2027-01-20", ["breaks.no-day"]),
        ("2027-01-10", "2027-01-10", ["breaks.past", "breaks.backwards"]),
        ("2027-01-11", "2027-03-13", ["breaks.too-long"]),
    ],
)
def test_days_that_cannot_be_are_refused_all_at_once(first: str, back: str, codes: list[str]) -> None:
    with pytest.raises(Refusals) as refused:
        check_wish(Wish(first=first, back=back), MADRID, 60, [], NOW)
    assert [one.code for one in refused.value.refusals] == codes


def test_the_longest_break_is_allowed_and_two_may_touch() -> None:
    earlier = away(first=datetime(2027, 1, 10, 23, tzinfo=UTC))
    first, _ = check_wish(Wish(first="2027-01-18", back="2027-03-19"), MADRID, 60, [earlier], NOW)
    assert first == earlier.back_at
    with pytest.raises(Refusal, match="overlaps"):
        check_wish(Wish(first="2027-01-17", back="2027-01-20"), MADRID, 60, [earlier], NOW)


def test_the_partners_hear_at_once_and_a_welcome_waits_for_the_return() -> None:
    found = wanted(away(), ["U3", "U2", "U2"])
    assert [(one.kind, one.to, one.due) for one in found] == [
        ("breaks.noted", "U1", NOW),
        ("breaks.away", "U2", NOW),
        ("breaks.away", "U3", NOW),
        ("breaks.welcome", "U1", NOW + timedelta(days=7)),
    ]


def test_whoever_is_back_early_needs_no_welcome_but_the_partners_hear_of_it() -> None:
    back = NOW + timedelta(days=2)
    found = wanted(away(ended_at=back), ["U2"])
    assert [(one.kind, one.due) for one in found][-1] == ("breaks.back", back)
    assert "breaks.welcome" not in {one.kind for one in found}


def test_whoever_is_in_no_pairing_any_more_is_welcomed_by_nobody() -> None:
    assert [one.kind for one in wanted(away(), [])] == ["breaks.noted"]


def test_breaks_that_touch_are_one_absence() -> None:
    first, second = away(), away(id=2, first=NOW + timedelta(days=7))
    assert away_until([second, first], NOW) == NOW + timedelta(days=14)
    assert away_until([second], NOW) is None
    assert away_until([away(ended_at=NOW)], NOW) is None


def test_when_a_break_is_over() -> None:
    later = away(first=NOW + timedelta(days=1))
    assert not later.is_over(NOW)
    assert away(first=NOW + timedelta(days=1), ended_at=NOW).is_over(NOW)
    assert away(ended_at=NOW + timedelta(days=1)).is_over(NOW + timedelta(days=1))
    assert not away(ended_at=NOW + timedelta(days=1)).is_over(NOW)
