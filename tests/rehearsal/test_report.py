"""What a rehearsal of a shipped handbook tells."""

import json
import re

from app.rehearsal.comparing import compare
from app.rehearsal.markdown import markdown, summary
from app.rehearsal.page import page
from app.rehearsal.report import Report, from_json
from tests.rehearsal.conftest import PEOPLE, WEEKS


def value(report: Report, key: str) -> tuple[float | None, float | None]:
    one = next(one for one in report.figures if one.key == key)
    return one.value, one.of


def test_everybody_is_accounted_for(usual: Report) -> None:
    applied, of = value(usual, "people.applied")
    away, _ = value(usual, "people.turned_away")
    matched, approved = value(usual, "people.matched")
    left, _ = value(usual, "people.left_over")

    assert of == PEOPLE
    assert (applied or 0) + (away or 0) == PEOPLE
    assert approved == applied
    assert (matched or 0) + (left or 0) == approved
    assert left == len(usual.left_over)
    assert all(why for _, why in usual.left_over)


def test_pairs_meet_and_what_is_held_is_counted_once_in_figures_and_weeks(usual: Report) -> None:
    held, expected = value(usual, "meetings.held")

    assert held
    assert (held, expected) == (sum(one.held for one in usual.weeks), sum(one.expected for one in usual.weeks))
    assert len(usual.weeks) == WEEKS
    assert value(usual, "meetings.met")[0] == len(usual.first_meetings)


def test_unasked_messages_are_the_same_in_figures_weeks_hours_and_one_by_one(usual: Report) -> None:
    unasked, got = value(usual, "messages.unasked")

    assert unasked
    assert unasked == sum(sum(one.weekly) for one in usual.people)
    assert unasked == sum(usual.hours)
    assert unasked == sum(each.unasked for one in usual.people for each in one.messages)
    assert got == sum(len(one.messages) for one in usual.people)
    assert value(usual, "messages.over")[0] == 0


def test_nobody_is_asked_at_night(usual: Report) -> None:
    assert sum(usual.hours[9:20]) == sum(usual.hours)


def test_the_shipped_handbook_is_told_of_no_fault(usual: Report) -> None:
    assert usual.findings == ()
    assert usual.faults == ()


def test_messages_read_as_people_read_them(usual: Report) -> None:
    first = next(one for one in usual.people if one.messages).messages[0]

    assert first.kind == "joining.received"
    assert first.where == "alone"
    assert "You applied to *Rehearsal*" in first.text
    assert "joining.card" in {one.kind for one in usual.channels["mentoring-desk"]}


def test_the_json_is_read_back_as_it_was_written(usual: Report) -> None:
    text = usual.as_json()

    assert from_json(text, "a.json") == usual
    assert list(json.loads(text)) == sorted(json.loads(text))


def test_the_page_stands_alone(usual: Report) -> None:
    text = page(usual)

    assert text.count("<svg") >= 4
    assert not re.search(r'(?:href|src)="(?!#|data:)', text)
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)
    assert all(one.name in text for one in usual.people)


def test_what_people_wrote_cannot_break_the_page(usual: Report) -> None:
    person = usual.people[0]
    evil = person.messages[0].model_copy(update={"text": "<script>alert(1)</script>"})
    changed = usual.model_copy(update={"people": (person.model_copy(update={"messages": (evil,)}),)})

    assert "<script>" not in page(changed)


def test_every_figure_stands_in_the_document_with_what_it_is_a_part_of(usual: Report) -> None:
    text, short = markdown(usual), summary(usual)

    for one in usual.figures:
        assert f"| {one.label} |" in text
        assert one.label in short
    held, expected = value(usual, "meetings.held")
    assert f"{held:.0f} of {expected:.0f}" in text


def test_a_report_does_not_differ_from_itself(usual: Report) -> None:
    assert compare(usual, usual, "before.json").is_none
    assert "Nothing differs." in markdown(usual, compare(usual, usual, "before.json"))
