"""When people are asked how it goes, and who reads what they say."""

from datetime import timedelta
from typing import Any

import pytest

from app.core.refusal import Refusal
from app.features.checkins.rules import (
    Call,
    CheckIn,
    Tally,
    call_messages,
    check_text,
    due_dates,
    readers,
    tally,
    wanted,
)
from tests.kit.make import NOW, handbook, pairing

DAY = timedelta(days=1)


def checkin(**changes: Any) -> CheckIn:
    usual = {"id": 3, "team_id": "T1", "pairing_id": 1, "user_id": "UMENTEE", "number": 1, "asked_at": NOW}
    return CheckIn(**{**usual, **changes})


def call(**changes: Any) -> Call:
    usual = {
        "id": 4,
        "team_id": "T1",
        "cohort_id": 1,
        "user_id": "UMENTEE",
        "kind": "help",
        "text": "private",
        "called_at": NOW,
    }
    return Call(**{**usual, **changes})


def test_every_month_from_the_beginning_until_the_end() -> None:
    rhythm = handbook().check_in
    assert due_dates(rhythm, NOW, NOW + 91 * DAY, NOW) == [NOW + 30 * DAY, NOW + 60 * DAY, NOW + 90 * DAY]
    assert due_dates(rhythm, NOW, NOW + 30 * DAY, NOW) == []


def test_a_pairing_without_an_end_is_planned_a_year_ahead_and_then_on() -> None:
    rhythm, endless = handbook().check_in, NOW + 2_900_000 * DAY
    first = due_dates(rhythm, NOW, endless, NOW)
    assert (len(first), first[-1]) == (12, NOW + 360 * DAY)
    later = due_dates(rhythm, NOW, endless, NOW + 90 * DAY)
    assert later[: len(first)] == first
    assert len(later) == 15


def test_silence_is_chased_only_where_the_handbook_says_so() -> None:
    fine, chased = handbook().check_in, handbook(check_in={"silence": "needed"}).check_in
    assert [one.kind for one in wanted([checkin()], pairing(), fine)] == ["checkins.ask"]
    assert [one.kind for one in wanted([checkin()], pairing(), chased)] == ["checkins.ask", "checkins.chase"]
    twice = wanted([checkin()], pairing(), handbook(check_in={"silence": "needed", "chases": 2}).check_in)
    assert [one.due for one in twice] == [NOW, NOW + 4 * DAY, NOW + 8 * DAY]
    answered = checkin(said="well", said_at=NOW)
    assert [one.kind for one in wanted([answered], pairing(), chased)] == ["checkins.ask"]
    assert wanted([checkin()], pairing(ended_at=NOW), chased) == []


def test_a_call_for_help_reaches_all_readers_and_a_word_waits() -> None:
    assert [(one.kind, one.to) for one in call_messages(call(), ["UA", "UB"])] == [
        ("checkins.received", "UMENTEE"),
        ("checkins.call", "UA"),
        ("checkins.call", "UB"),
    ]
    assert [one.kind for one in call_messages(call(kind="better"), ["UA"])] == ["checkins.received"]
    taken = call_messages(call(kind="better", handled_at=NOW, handled_by="UA"), ["UA"])
    assert [one.kind for one in taken] == ["checkins.received", "checkins.taken"]


def test_no_message_about_a_call_carries_its_text() -> None:
    assert not any("private" in str(one.about) for one in call_messages(call(), ["UA"]))


def test_partners_and_oneself_are_no_readers() -> None:
    assert readers(["UA", "UPARTNER", "UME", "UB"], "UME", ["UPARTNER", "UME"]) == ["UA", "UB"]


@pytest.mark.parametrize(("text", "code"), [("", "checkins.no-text"), ("x" * 3001, "checkins.too-long")])
def test_a_text_says_something_and_not_too_much(text: str, code: str) -> None:
    check_text("help")
    with pytest.raises(Refusal, match=code) as no:
        check_text(text)
    assert no.value.field == "text"


def test_a_tally_counts_its_week_and_every_open_call() -> None:
    said = [checkin(said=word, said_at=NOW - n * DAY) for n, word in enumerate(("well", "better", "help", "well"))]
    old = checkin(said="well", said_at=NOW - 7 * DAY)
    calls = [call(), call(kind="better"), call(handled_at=NOW, handled_by="UA")]
    found = tally([*said, old, checkin()], calls, NOW - 7 * DAY, NOW)
    assert found == Tally(well=2, better=1, help=1, open_calls=1)
    assert found.answered == 4
