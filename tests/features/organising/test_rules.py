"""What a digest counts."""

from datetime import timedelta

from app.features.organising.rules import WEEK, Quiet, expected, quiet
from tests.kit.make import NOW, pairing


def test_a_pair_is_quiet_from_the_handbooks_day_on_longest_first() -> None:
    pairs = [pairing(id=number) for number in (1, 2, 3, 4)]
    since = {1: timedelta(days=14), 2: timedelta(days=13), 3: None, 4: timedelta(days=30)}
    assert quiet(since, pairs, 14) == [Quiet(pairs[3], 30), Quiet(pairs[0], 14)]


def test_a_weekly_rhythm_expects_one_meeting_of_each_pair_that_was_there_all_week() -> None:
    since = NOW - WEEK
    there, new = pairing(began_at=since), pairing(began_at=since + timedelta(seconds=1))
    gone = pairing(began_at=since - WEEK, ended_at=NOW)
    assert expected([there, new, gone], since, NOW, 7, 0) == 1
    assert expected([there], since, NOW, 7, 2) == 2
