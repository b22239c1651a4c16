"""What a changed handbook changes, told from two plans and two texts."""

from datetime import datetime, timedelta

from app.features.editions.rules import added_up, changed_keys, changes, differences
from tests.kit.make import NOW, handbook

DAY = timedelta(days=1)


def ask(days: int, kind: str = "checkins.ask", to: str = "U1") -> tuple[str, str, datetime]:
    return kind, to, NOW + days * DAY


def test_what_is_new_gone_or_moved_is_told_and_what_stays_is_not() -> None:
    before = {"a": ask(1), "b": ask(2), "c": ask(3)}
    after = {"a": ask(1), "b": ask(5), "d": ask(4, to="U2")}
    found = differences(before, after)
    assert [(one.how, one.to) for one in found] == [("moved", "U1"), ("gone", "U1"), ("new", "U2")]
    assert (found[0].before, found[0].after) == (NOW + 2 * DAY, NOW + 5 * DAY)


def test_numbers_add_up_over_steps_and_the_first_examples_are_kept() -> None:
    kept = added_up({}, differences({}, {"a": ask(1), "b": ask(2)}))
    kept = added_up(kept, differences({}, {"c": ask(3), "d": ask(1, "surveys.ask")}))
    many, one = changes(kept)
    assert (many.how, many.kind, many.count) == ("new", "checkins.ask", 3)
    assert [example.after for example in many.examples] == [NOW + DAY, NOW + 2 * DAY]
    assert (one.kind, one.count) == ("surveys.ask", 1)


def test_changed_keys_are_named_as_a_reader_of_the_file_would() -> None:
    old = handbook()
    questions = [one.model_dump() for one in old.signup.questions]
    questions[2]["ask"] = "Where to?"
    new = handbook(check_in={"every_days": 14}, signup={"questions": questions}, rhythm={"agenda": ["One thing."]})
    assert changed_keys(old, new) == ["signup.questions[3].ask", "rhythm.agenda", "check_in.every_days"]
    assert changed_keys(old, old) == []
