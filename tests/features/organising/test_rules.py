"""What a digest counts."""

from datetime import timedelta

from app.core.calendar import Span
from app.features.organising.rules import WEEK, Below, Quiet, below, expected, quiet
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


def test_pairs_that_meet_too_little_are_named_least_first_unless_they_are_new_or_away() -> None:
    month = timedelta(days=30)
    pairs = [pairing(id=number, began_at=NOW - month) for number in (1, 2, 3, 4)]
    new = pairing(id=5, began_at=NOW - month + timedelta(seconds=1))
    gone = pairing(id=6, began_at=NOW - month, ended_at=NOW)
    away = {4: [Span(NOW - month, NOW - timedelta(days=14))]}
    minutes = {1: 60, 2: 45}
    found = below(minutes, [*pairs, new, gone], away, 60, NOW)
    assert found == [Below(pairs[2], 0), Below(pairs[1], 45)]
    assert below(minutes, pairs, {}, None, NOW) == []
