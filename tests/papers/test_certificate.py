"""The printed page: one page, the right words, and a name in any script."""

from typing import Any

import pytest

from app.papers.certificate import FONTS, Sheet, drawable, page
from tests.kit import pdf
from tests.kit.make import NOW


def sheet(**changes: Any) -> Sheet:
    usual: dict[str, Any] = {
        "title": "Certificate of Mentoring",
        "name": "Mira Santos",
        "text": "Mira Santos guided a group, from 18 January 2027 to 1 May 2027.",
        "lines": ("7 of 9 meetings, 7 hours", "took part in Showcase"),
        "presents": "The Community",
        "issued": "Issued on 3 May 2027",
        "number": "No. 7KM2-Q4XD",
        "at": NOW,
    }
    return Sheet(**{**usual, **changes})


def test_it_is_one_page_with_everything_on_it_and_always_the_same() -> None:
    made = page(sheet())
    assert pdf.pages(made) == 1
    said = pdf.words(made)
    for part in ("Certificate of Mentoring", "Mira Santos", "7 of 9 meetings", "Issued on 3 May 2027", "No. 7KM2-Q4XD"):
        assert part in said
    assert page(sheet()) == made


@pytest.mark.parametrize("name", ["Zoë Łukasiewicz", "Nguyễn Thị Minh", "Ольга Иванова", "Ελένη Παππά", "Սահակյան"])
def test_names_of_many_scripts_are_printed_as_they_are(name: str) -> None:
    assert drawable(name) == name
    assert name in pdf.words(page(sheet(name=name, text="x")))


def test_a_right_to_left_name_is_drawn_from_the_right() -> None:
    assert drawable("דנה לוי") == "דנה לוי"
    assert "דנה לוי"[::-1] in pdf.words(page(sheet(name="דנה לוי", text="x")))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("王小明 (Xiaoming Wang)", "Xiaoming Wang"),
        ("Ada 🌱 Okafor", "Ada Okafor"),
        ("王小明", ""),
        ("مرحبا", ""),
        ("सीता", ""),
        ("🌱", ""),
        ("  ", ""),
    ],
)
def test_of_a_name_that_the_font_lacks_the_rest_is_kept_or_a_line_to_write_on(name: str, kept: str) -> None:
    assert drawable(name) == kept
    made = page(sheet(name=name, text="The bearer took part."))
    assert pdf.pages(made) == 1
    assert "The bearer took part." in pdf.words(made)


def test_very_long_words_still_fit_on_one_page() -> None:
    long = sheet(name="A" * 80, title="T" * 75, text="word " * 400, lines=("line " * 40,) * 9, number="No. " + "9" * 60)
    made = page(long)
    assert pdf.pages(made) == 1
    assert "A" * 80 in pdf.words(made)


def test_the_fonts_come_with_their_licence() -> None:
    assert "Bitstream" in (FONTS / "LICENSE-DejaVu.txt").read_text()
