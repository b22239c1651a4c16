"""A certificate as a printed page: A4, landscape, one page.

The fonts are DejaVu (their licence lies beside them): Latin, Greek, Cyrillic, Armenian, Georgian,
Hebrew and more. A name in another script is not printed as empty boxes: what can be drawn of it is
drawn, and if that is nothing the page keeps a line on which the person writes their name.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fpdf import FPDF

FONTS = Path(__file__).parent / "fonts"
INK, ACCENT, GREY = (38, 50, 56), (0, 105, 92), (96, 110, 116)
WIDTH, HEIGHT, MARGIN = 297, 210, 28
MOST_LINES = 7  # of what was done; more would reach the foot of the page


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What is printed, all of it plain text.

    Attributes:
        title, name, text, lines: from top to bottom; `lines` are what was done.
        presents: who awards it.
        issued, number: at the foot.
        address, link: between them, where it can be proved; pressed, it leads there. Empty if nowhere.
        at: the instant that the file says it was made at, UTC.
    """

    title: str
    name: str
    text: str
    lines: tuple[str, ...]
    presents: str
    issued: str
    number: str
    at: datetime
    address: str = ""
    link: str = ""


@cache
def _letters() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - heavy, and needed on the last day only

    with TTFont(FONTS / "DejaVuSans-Bold.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())


def drawable(text: str) -> str:
    """Return what of a name the font can draw decently; empty if no letter of it is left.

    Arabic letters exist in the font, but joining them needs a shaper that we do not carry.
    """
    whole = unicodedata.normalize("NFC", text).strip()
    drawn = "".join(one for one in whole if ord(one) in _letters() and unicodedata.bidirectional(one) != "AL")
    if drawn == whole:
        return whole
    kept = " ".join(drawn.split()).strip(" ()[]-,.;:/·'\"")
    return kept if sum(one.isalpha() for one in kept) > 1 else ""


def _visual(text: str) -> str:
    """Return text in the order in which it is drawn; without right-to-left letters nothing changes."""
    if not any(unicodedata.bidirectional(one) in ("R", "AL") for one in text):
        return text
    from fpdf.bidi import BidiParagraph  # noqa: PLC0415 - heavy, and needed on the last day only

    return str(BidiParagraph(text).get_reordered_string())


def page(sheet: Sheet) -> bytes:
    """Return the page as a PDF. The same sheet always makes the same file."""
    from fpdf import FPDF  # noqa: PLC0415 - heavy, and needed on the last day only

    pdf = FPDF(orientation="landscape", unit="mm", format="A4")
    pdf.set_creation_date(sheet.at)
    pdf.set_title(f"{sheet.title}: {sheet.name}")
    pdf.set_author(sheet.presents)
    pdf.set_lang("en")
    pdf.add_font("DejaVu", fname=FONTS / "DejaVuSans.ttf")
    pdf.add_font("DejaVu", style="B", fname=FONTS / "DejaVuSans-Bold.ttf")
    pdf.set_auto_page_break(auto=False)
    pdf.set_margins(MARGIN, MARGIN)
    pdf.add_page()
    _frame(pdf)
    _centred(pdf, 34, sheet.presents, 11, GREY)
    _centred(pdf, 50, sheet.title, 28, ACCENT, bold=True)
    name = drawable(sheet.name)
    if name:
        _centred(pdf, 80, name, 32, INK, bold=True)
    pdf.set_draw_color(*ACCENT)
    pdf.set_line_width(0.5)
    half = 40 if name else 75
    pdf.line(WIDTH / 2 - half, 99, WIDTH / 2 + half, 99)
    bottom = _paragraph(pdf, 107, sheet.text, 14, INK) + 3
    for line in sheet.lines[:MOST_LINES]:
        bottom = _paragraph(pdf, bottom + 1.5, line, 10.5, GREY)
    pdf.set_font("DejaVu", size=9)
    pdf.set_text_color(*GREY)
    pdf.set_xy(MARGIN, 182)
    pdf.cell(w=(WIDTH - 2 * MARGIN) / 2, text=_visual(sheet.issued), align="L")
    pdf.cell(w=(WIDTH - 2 * MARGIN) / 2, text=_visual(sheet.number), align="R")
    if sheet.address:
        _centred(pdf, 188, sheet.address, 7.5, GREY, link=sheet.link)
    return bytes(pdf.output())


def _frame(pdf: "FPDF") -> None:
    pdf.set_draw_color(*ACCENT)
    pdf.set_line_width(1.1)
    pdf.rect(10, 10, WIDTH - 20, HEIGHT - 20)
    pdf.set_line_width(0.25)
    pdf.rect(12.5, 12.5, WIDTH - 25, HEIGHT - 25)


def _centred(
    pdf: "FPDF",
    top: float,
    text: str,
    size: float,
    colour: tuple[int, int, int],
    *,
    bold: bool = False,
    link: str = "",
) -> None:
    """Draw one line, smaller if it would not fit."""
    shown = _visual(text)
    pdf.set_font("DejaVu", style="B" if bold else "", size=size)
    room = WIDTH - 2 * MARGIN
    width = pdf.get_string_width(shown)
    if width > room:
        pdf.set_font_size(size * room / width * 0.99)
    pdf.set_text_color(*colour)
    pdf.set_xy(MARGIN, top)
    pdf.cell(w=room, h=size * 0.45, text=shown, align="C", link=link)


def _paragraph(pdf: "FPDF", top: float, text: str, size: float, colour: tuple[int, int, int]) -> float:
    """Draw a centred paragraph and return where it ends; a very long one is drawn smaller."""
    shown, room = _visual(text), WIDTH - 2 * MARGIN - 20
    while True:
        pdf.set_font("DejaVu", size=size)
        height = pdf.multi_cell(w=room, h=size * 0.5, text=shown, align="C", dry_run=True, output="HEIGHT")
        if float(str(height)) <= 178 - top or size < 3:  # noqa: PLR2004 - nobody reads smaller letters
            break
        size *= 0.85
    pdf.set_text_color(*colour)
    pdf.set_xy(MARGIN + 10, top)
    pdf.multi_cell(w=room, h=size * 0.5, text=shown, align="C", new_x="LEFT", new_y="NEXT")
    return float(pdf.get_y())
