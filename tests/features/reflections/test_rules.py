"""What answers become."""

from datetime import timedelta
from typing import Any

import pytest

from app.core.refusal import Refusals
from app.features.reflections.rules import Answers, Carried, carried, check_answers, closes_month, wanted
from tests.kit.make import NOW, handbook, pairing


def answers(author: str = "UMENTEE", **changes: Any) -> Answers:
    usual = {
        "meeting_id": 7,
        "author": author,
        "task": "",
        "opportunity": "",
        "note": "",
        "done": "",
        "went_well": "",
        "could_be_better": "",
        "written_at": NOW,
    }
    return Answers(**{**usual, **changes})


def test_nothing_written_carries_nothing() -> None:
    assert carried([]) == Carried()
    assert carried([answers()]) == Carried()


def test_the_later_task_counts_and_nothing_is_said_twice() -> None:
    first = answers(task="read", opportunity="a talk", note="a book", done="partly")
    second = answers("UMENTOR", task="write", opportunity="a talk", note="a film")
    found = carried([first, second])
    assert (found.task, found.done) == ("write", "partly")
    assert list(found.opportunities) == ["a talk"]
    assert list(found.notes) == ["a book", "a film"]


def test_every_fourth_meeting_closes_a_month() -> None:
    for every_days, expected in ((7, [4, 8]), (14, [2, 4, 6, 8]), (28, [2, 3, 4, 5, 6, 7, 8])):
        at = [NOW + timedelta(days=every_days * number) for number in range(9)]
        assert [n for n in range(1, 9) if closes_month(at[: n - 1], at[n - 1], every_days)] == expected


def test_the_task_is_asked_for_and_long_texts_are_refused_at_their_field() -> None:
    questions = handbook().reflection
    check_answers(questions, {"next_week": "read"})
    with pytest.raises(Refusals) as many:
        check_answers(questions, {"next_week": "", "also": "x" * 3001})
    assert {one.field: one.code for one in many.value.refusals} == {
        "next_week": "reflections.no-task",
        "also": "reflections.too-long",
    }


def test_the_author_gets_a_receipt_and_the_other_the_news() -> None:
    found = wanted(7, "UMENTEE", NOW, pairing())
    assert [(one.kind, one.to) for one in found] == [
        ("reflections.receipt", "UMENTEE"),
        ("reflections.news", "UMENTOR"),
    ]
    again = wanted(7, "UMENTEE", NOW + timedelta(hours=1), pairing())
    assert {one.key for one in found} == {one.key for one in again}
