"""Who may put somebody forward, and who takes what along when."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.refusal import Refusal
from app.features.pairings.rules import Stay
from app.features.recognition.rules import AFTER_GOODBYE, check_nominator, summaries
from tests.kit.make import NOW, pairing

DAY = timedelta(days=1)


def test_only_a_mentor_whose_mentee_was_found_ready_puts_them_forward() -> None:
    ready = pairing(graduated_at=NOW, co_mentors=("UCO",))
    check_nominator(ready, "UMENTOR")
    check_nominator(ready, "UCO")
    for who in ("UMENTEE", "USTRANGER"):
        with pytest.raises(Refusal, match=r"recognition\.not-mentor"):
            check_nominator(ready, who)
    with pytest.raises(Refusal, match=r"recognition\.not-ready"):
        check_nominator(pairing(), "UMENTOR")


def test_everybody_gets_one_summary_when_their_time_is_over() -> None:
    ends, later = NOW + 90 * DAY, NOW + DAY
    live = summaries(pairing(), [], {}, ends, NOW)
    assert {(one.to, one.due) for one in live} == {("UMENTOR", ends + DAY), ("UMENTEE", ends + DAY)}
    over = summaries(pairing(ended_at=later), [], {"UMENTOR": "UTC", "UMENTEE": "UTC"}, ends, NOW)
    assert {one.due for one in over} == {later + AFTER_GOODBYE}  # the goodbye is read first
    assert [one.key for one in over] == [one.key for one in live]
    left = Stay(pairing=pairing(), user_id="ULEFT", role="mentee", since=NOW, until=later)
    told = {(one.to, one.due) for one in summaries(pairing(), [left], {"ULEFT": "UTC"}, ends, NOW)}
    assert ("ULEFT", later + AFTER_GOODBYE) in told


def test_a_summary_comes_after_the_goodbye_which_waits_for_the_morning() -> None:
    night = datetime(2027, 1, 15, 23, tzinfo=UTC)  # a Friday
    zones = {"UMENTOR": "UTC", "UMENTEE": "America/New_York"}
    due = {one.to: one.due for one in summaries(pairing(ended_at=night), [], zones, NOW + 90 * DAY, NOW)}
    monday = datetime(2027, 1, 18, 9, tzinfo=UTC)
    assert due == {"UMENTOR": monday + AFTER_GOODBYE, "UMENTEE": night + AFTER_GOODBYE}
