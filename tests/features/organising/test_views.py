"""What coordinators read in a digest and on their desk."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.core.notice import Block
from app.features.checkins.rules import Tally
from app.features.matching.rules import Standing
from app.features.organising import views
from app.features.organising.rules import Digest, Quiet
from tests.kit.make import NOW, cohort, pairing


def week(**changes: Any) -> Digest:
    usual: dict[str, Any] = {
        "applications": 0,
        "matching": Standing(waiting=0, places=0, undecided=0, asked=0),
        "pairs": 2,
        "held": 1,
        "planned": 1,
        "expected": 2,
        "quiet": (),
        "answers": Tally(well=0, better=0, help=0, open_calls=0),
        "undelivered": (),
    }
    return Digest(**{**usual, **changes})


def labels(shown: list[Block]) -> list[str]:
    return [one["text"]["text"] for block in shown if block["type"] == "actions" for one in block["elements"]]


@pytest.mark.parametrize(("in_groups", "word", "other"), [(True, "roups", "airs"), (False, "airs", "roups")])
def test_a_programme_of_groups_counts_groups(in_groups: bool, word: str, other: str) -> None:  # noqa: FBT001 - a case
    calm, _ = views.digest(cohort(), week(in_groups=in_groups), NOW)
    quiet, _ = views.digest(cohort(), week(in_groups=in_groups, quiet=[Quiet(pairing(), 20)]), NOW)
    desk = views.desk_line(cohort(), 0, 2, NOW, in_groups=in_groups)[0]["text"]["text"]
    for text in (calm, quiet, desk):
        assert word in text
        assert other not in text


def test_a_week_in_which_no_meeting_was_due_is_no_row_of_zeros() -> None:
    assert "*Meetings*: 0 held, none was due" in views.digest(cohort(), week(held=0, planned=0, expected=0), NOW)[0]
    assert "*Meetings*: 0 held of 1 expected" in views.digest(cohort(), week(held=0, planned=0, expected=1), NOW)[0]


def test_two_digests_remind_of_closing_a_cohort_that_is_over_and_say_what_it_does() -> None:
    first, second = (datetime(2027, 5, day, 7, tzinfo=UTC) for day in (3, 10))
    before, buttons = views.digest(cohort(), week(), datetime(2027, 4, 26, 7, tzinfo=UTC))
    assert "The last day was" not in before
    assert "Close the cohort" not in labels(buttons)
    for at in (first, second):
        text, buttons = views.digest(cohort(), week(), at)
        assert "*The last day was " in text
        assert "A cohort stays open until you close it." in text
        assert "everybody hears a kind goodbye and gets a summary" in text
        assert labels(buttons) == ["Close the cohort"]
        assert ("this is the last digest" in text) == (at == second)
