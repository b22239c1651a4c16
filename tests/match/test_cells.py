"""What a cell means as an answer, and what is said about one that means nothing."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.calendar import WEEKDAYS, Slot
from app.handbook.page import Option
from app.match import cells
from app.match.cells import Unclear

TOPICS = (
    Option(value="backend", label="Backend"),
    Option(value="growth", label="Growing, step by step"),
    Option(value="open_source", label="Open source"),
)
LANGUAGES = (Option(value="en", label="English"), Option(value="es", label="Spanish"))


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Backend", ["backend"]),
        ("BACKEND;open source", ["backend", "open_source"]),
        ("backend, open_source", ["backend", "open_source"]),
        ("Growing, step by step", ["growth"]),
        ("Backend\nGrowing, step by step", ["backend", "growth"]),
        ("Growing, step by step | Backend | backend", ["growth", "backend"]),
        ("Server side", ["backend"]),
        ("", []),
    ],
)
def test_answers_are_values_labels_or_what_the_table_says_they_mean(said: str, found: list[str]) -> None:
    assert cells.choices(said, TOPICS, {"server side": "backend"}, ";|") == found


def test_an_answer_that_is_none_is_told_with_the_one_that_is_near_or_with_all() -> None:
    with pytest.raises(Unclear, match="“Backnd” is none of the answers"):
        cells.choices("Open source; Backnd", TOPICS, {}, ";|")
    with pytest.raises(Unclear, match=r"They are: Backend, Growing, step by step, Open source"):
        cells.option("Zoology", TOPICS, {})


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("English", (["en"], [])),
        ("English, Spanish (some)", (["en"], ["es"])),
        ("en: native; es: B1", (["en"], ["es"])),
        ("", ([], [])),
    ],
)
def test_languages_may_say_how_well(said: str, found: tuple[list[str], list[str]]) -> None:
    assert cells.languages(said, LANGUAGES, {}, ";|") == found


def test_a_language_or_a_level_that_nobody_knows_is_told() -> None:
    with pytest.raises(Unclear, match="Did you mean “Spanish”"):
        cells.languages("Spanisch", LANGUAGES, {}, ";")
    with pytest.raises(Unclear, match=r"Spanish \(fluent\)"):
        cells.languages("English (very)", LANGUAGES, {}, ";")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Tue 18:00-20:00; Thu 09:00-10:00", ["1-1080-1200", "3-540-600"]),
        ("tuesday 18:00 – 20:00", ["1-1080-1200"]),  # noqa: RUF001 - people type the long dash
        ("Mon 9am to 5.30pm, Wed 12am-1am", ["0-540-1050", "2-0-60"]),
        ("Sundays 22:00-01:00", ["6-1320-1440", "0-0-60"]),
        ("Sat 20-24\nSat 20-24", ["5-1200-1440"]),
        ("1-1080-1200", ["1-1080-1200"]),
        ("", []),
    ],
)
def test_weekly_hours_are_read_as_people_write_them(said: str, found: list[str]) -> None:
    assert cells.slots(said, ";|") == found


@pytest.mark.parametrize(
    "said", ["evenings", "T 18:00-20:00", "Tue 18:00", "Tue 25:00-26:00", "Tue 9:70-10:00", "Tue 9-9"]
)
def test_what_is_no_time_of_a_week_is_told(said: str) -> None:
    with pytest.raises(Unclear, match="write it like “Tue 18:00-20:00"):
        cells.slots(said, ";|")


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1440)), min_size=1, max_size=5))
def test_what_the_house_says_of_a_slot_is_read_as_that_slot(several: list[tuple[int, int, int]]) -> None:
    slots = [Slot(day, start, end) for day, start, end in several if start < end]
    found = cells.slots("; ".join(one.says() for one in slots), ";|")
    assert found == list(dict.fromkeys(f"{one.weekday}-{one.start}-{one.end}" for one in slots))
    assert all(one.says().split()[0] in WEEKDAYS for one in slots)


@given(st.text(max_size=30))
def test_no_text_is_worse_than_unclear(said: str) -> None:
    for read in (
        lambda: cells.slots(said, ";|"),
        lambda: cells.choices(said, TOPICS, {}, ";|"),
        lambda: cells.languages(said, LANGUAGES, {}, ";|"),
        lambda: cells.agrees(said, ()),
        lambda: cells.zone(cells.number(said)),
    ):
        with suppress(Unclear):
            read()


def test_yes_is_also_the_label_of_the_box_that_was_ticked() -> None:
    assert cells.agrees("I follow the code of conduct.", ("I follow the code of conduct",))
    assert cells.agrees("TRUE", ())
    assert cells.agrees("✓", ())
    assert not cells.agrees("", ())
    with pytest.raises(Unclear, match="neither yes nor no"):
        cells.agrees("perhaps", ())


def test_a_zone_is_found_among_other_words_and_whole_numbers_of_spreadsheets_are_whole() -> None:
    assert cells.zone("(GMT+01:00) Europe/Madrid") == "Europe/Madrid"
    assert cells.zone("Madrid") == "Madrid"
    assert [cells.number(one) for one in ("4.0", "4", "4.5", "0")] == ["4", "4", "4.5", "0"]
