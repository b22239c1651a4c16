"""When an entry is public, and who hears of it."""

from datetime import timedelta
from typing import Any

import pytest

from app.core.refusal import Refusal
from app.features.programmes.rules import Imagined
from app.features.publicity.previews import foresee
from app.features.publicity.rules import Entry, State, check_reader, check_seen, check_text, is_agreed, wanted
from tests.kit.make import NOW, handbook
from tests.kit.make import cohort as make_cohort


def entry(**changes: Any) -> Entry:
    usual: dict[str, Any] = {
        "id": 5,
        "team_id": "T1",
        "cohort_id": 1,
        "pairing_id": 1,
        "kind": "log",
        "author": "UMENTEE",
        "asked": ("UMENTOR", "UMENTEE", "UTHIRD"),
        "text": "private so far",
        "version": 2,
        "agreed": ("UMENTEE",),
        "drafted_at": NOW,
        "changed_at": NOW,
    }
    return Entry(**{**usual, **changes})


def kinds(one: Entry) -> list[tuple[str, str]]:
    return [(want.kind, want.to) for want in wanted(one, "CANNOUNCE")]


def test_a_draft_goes_to_those_who_are_asked_and_nowhere_else() -> None:
    assert kinds(entry()) == [
        ("publicity.draft", "UMENTEE"),
        ("publicity.ask", "UMENTOR"),
        ("publicity.ask", "UTHIRD"),
    ]
    assert not any("private" in str(want.about) for want in wanted(entry(), "CANNOUNCE"))


@pytest.mark.parametrize(
    ("deeds", "state", "expected"),
    [
        ({"declined_at": NOW, "declined_by": "UTHIRD"}, State.DECLINED, ["draft", "answered"]),
        ({"withdrawn_at": NOW}, State.WITHDRAWN, ["draft"]),
        ({"published_at": NOW}, State.PUBLIC, ["draft", "answered", "entry"]),
        ({"published_at": NOW, "withdrawn_at": NOW}, State.TAKEN_BACK, ["draft"]),
    ],
)
def test_what_an_entry_calls_for_follows_where_it_stands(
    deeds: dict[str, Any], state: State, expected: list[str]
) -> None:
    one = entry(**deeds)
    assert one.state is state
    assert [kind for kind, _ in kinds(one)] == [f"publicity.{name}" for name in expected]
    assert one.is_draft is (state is State.DECLINED)


def test_all_have_to_agree_to_the_words_that_stand() -> None:
    assert not is_agreed(("U1", "U2", "U3"), ("U1", "U2"))
    assert is_agreed(("U1", "U2"), ("U2", "U1", "UFORMER"))
    check_seen(entry(), 2)
    with pytest.raises(Refusal, match=r"publicity\.changed"):
        check_seen(entry(), 1)
    with pytest.raises(Refusal, match=r"publicity\.withdrawn"):
        check_seen(entry(withdrawn_at=NOW), 2)
    check_reader(entry(), "UTHIRD")
    with pytest.raises(Refusal, match=r"publicity\.not-yours"):
        check_reader(entry(), "USTRANGER")


def test_a_text_says_something_and_fits() -> None:
    check_text("x" * 1500)
    for text, code in (("", "no-text"), ("x" * 1501, "too-long")):
        with pytest.raises(Refusal, match=rf"publicity\.{code}") as no:
            check_text(text)
        assert no.value.field == "text"


def test_a_preview_shows_every_message_where_a_log_is_kept() -> None:
    facts: dict[str, Any] = {
        "cohort": make_cohort(),
        "applied_at": NOW,
        "matched_at": NOW,
        "meets_at": (NOW + timedelta(days=2),),
    }
    book = handbook(public_log={"invitation": "Write"})
    found = foresee(Imagined(handbook=book, **facts))
    assert {one.kind.removeprefix("publicity.") for one in found} == {"draft", "ask", "answered", "entry"}
    assert foresee(Imagined(handbook=handbook(), **facts)) == []
