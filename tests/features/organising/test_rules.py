"""What a digest counts."""

from datetime import timedelta

from app.core.calendar import Span
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
    weekly = dict.fromkeys([one.id for one in (there, new, gone)], 7)
    assert expected([there, new, gone], since, NOW, weekly, {}, 0) == 1
    assert expected([there], since, NOW, weekly, {}, 2) == 2


def test_no_meeting_is_expected_of_a_pair_that_is_away_for_most_of_the_week() -> None:
    since = NOW - WEEK
    there = pairing(began_at=since)
    away = {there.id: [Span(since - WEEK, NOW - timedelta(days=3))]}
    assert expected([there], since, NOW, {there.id: 7}, away, 0) == 0
    away = {there.id: [Span(since - WEEK, since + timedelta(days=3))]}
    assert expected([there], since, NOW, {there.id: 7}, away, 0) == 1


def test_a_pair_that_meets_less_often_is_expected_less_often() -> None:
    since = NOW - WEEK
    there = pairing(began_at=since)
    assert expected([there], since, NOW, {there.id: 14}, {}, 0) == 0
