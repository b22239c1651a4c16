"""What one cell of a spreadsheet means as an answer of the form, and what is wrong with it."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from app.core.calendar import WEEKDAYS, known_zones
from app.handbook.page import Option
from app.match import words

YES = frozenset("yes y true 1 x ✓ ✔ on agree agreed".split())  # noqa: SIM905 - one line
NO = frozenset("no n false 0 - off".split())  # noqa: SIM905 - the same
SOME = frozenset("some basic conversational intermediate beginner a1 a2 b1 b2".split())  # noqa: SIM905 - the same
FLUENT = frozenset("fluent fluently native advanced good c1 c2".split())  # noqa: SIM905 - the same
DAY = 24 * 60
NOON = 12
_LEVEL = re.compile(r"^(?P<name>.+?)\s*[(:\[]\s*(?P<level>[^)\]]+?)\s*[)\]]?$")
_TIME = r"(\d{1,2})(?:[:.h](\d\d))?\s*([ap]m)?"
_SLOT = re.compile(rf"^(?P<day>[^\W\d_]+)\.?,?\s+{_TIME}\s*(?:-|–|—|to|until)\s*{_TIME}$", re.IGNORECASE)  # noqa: RUF001
_OURS = re.compile(r"^([0-6])-(\d{1,4})-(\d{1,4})$")
_ZONE = re.compile(r"[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+")


class Unclear(Exception):  # noqa: N818 - a sentence for whoever keeps the file
    """A cell cannot be read. The text says what it is and how to mend it."""


def plain(text: str) -> str:
    """Return a text without what people write differently: case, spaces, punctuation."""
    return " ".join(re.findall(r"\w+", text.casefold().replace("_", " ")))


def option(said: str, options: Sequence[Option], meanings: Mapping[str, str]) -> str:
    """Return the value of the option that a text means.

    Raises:
        Unclear: if it means none.
    """
    known = {plain(one.label): one.value for one in options}
    known |= {plain(one.value): one.value for one in options}
    known |= {plain(one): value for one, value in meanings.items()}
    if plain(said) in known:
        return known[plain(said)]
    near = difflib.get_close_matches(plain(said), known, n=1, cutoff=0.6)
    if near:
        label = next((one.label for one in options if one.value == known[near[0]]), near[0])
        raise Unclear(words.NO_OPTION_NEAR.format(said=said, near=label))
    raise Unclear(words.NO_OPTION.format(said=said, labels=", ".join(one.label for one in options)))


def pieces(text: str, marks: str) -> list[str]:
    """Return the parts of a cell that holds several answers; a new line parts them too."""
    return [one.strip() for one in re.split(f"[{re.escape(marks)}\n]", text) if one.strip()]


def choices(text: str, options: Sequence[Option], meanings: Mapping[str, str], marks: str) -> list[str]:
    """Return the values of the options that a cell names; a label with a comma in it stays whole.

    Raises:
        Unclear: if a part names none.
    """
    found: list[str] = []
    for piece in [text] if _is_known(text, options, meanings) else pieces(text, marks):
        parts = [piece] if _is_known(piece, options, meanings) else [one.strip() for one in piece.split(",")]
        found += [option(one, options, meanings) for one in parts if one]
    return list(dict.fromkeys(found))


def _is_known(text: str, options: Sequence[Option], meanings: Mapping[str, str]) -> bool:
    names = (*(one.label for one in options), *(one.value for one in options), *meanings)
    return plain(text) in {plain(one) for one in names}


def languages(
    text: str, options: Sequence[Option], meanings: Mapping[str, str], marks: str
) -> tuple[list[str], list[str]]:
    """Return the languages that somebody speaks with ease, and those that they speak somewhat: `Spanish (some)`.

    Raises:
        Unclear: if a part names no language or a level that is not known.
    """
    fluent: list[str] = []
    some: list[str] = []
    for piece in [text] if _is_known(text, options, meanings) else pieces(text, marks + ","):
        said = None if _is_known(piece, options, meanings) else _LEVEL.match(piece)
        name, level = (said["name"], plain(said["level"])) if said is not None else (piece, "fluent")
        if level not in SOME | FLUENT:
            raise Unclear(words.NO_LEVEL.format(said=piece))
        (some if level in SOME else fluent).append(option(name, options, meanings))
    return fluent, some


def agrees(text: str, labels: Iterable[str]) -> bool:
    """Whether a cell says yes; forms also write the label of a box that was ticked.

    Raises:
        Unclear: if it says neither yes nor no.
    """
    said = plain(text) or text.strip().casefold()
    if said in YES or said in {plain(one) for one in labels if one}:
        return True
    if said in NO or not said:
        return False
    raise Unclear(words.NO_YES.format(said=text))


def number(text: str) -> str:
    """Return a number as people type it; spreadsheets write whole ones as `4.0`."""
    return re.sub(r"^(\d+)[.,]0+$", r"\1", text)


def zone(text: str) -> str:
    """Return a zone's name where one stands among other words, such as `(GMT+1) Europe/Madrid`."""
    found = [one for one in _ZONE.findall(text) if one in known_zones()]
    return found[0] if found else text


def slots(text: str, marks: str) -> list[str]:
    """Return weekly hours as the form has them, from `Tue 18:00-20:00; Thu 9am-10am`; past midnight is two.

    Raises:
        Unclear: if a part is no day with two times.
    """
    found: list[str] = []
    for piece in pieces(text, marks + ",") if not _SLOT.match(text.strip()) else [text.strip()]:
        if ours := _OURS.match(piece):
            weekday, start, end = (int(one) for one in ours.groups())
        else:
            said = _SLOT.match(piece)
            days = [n for n, name in enumerate(WEEKDAYS) if said and _is_day(said["day"], name)]
            if said is None or len(days) != 1:
                raise Unclear(words.NO_SLOT.format(said=piece))
            weekday = days[0]
            _, *times = said.groups()
            start, end = _minutes(*times[:3]), _minutes(*times[3:])
            end = end or DAY
        if not (0 <= start < DAY and 0 < end <= DAY) or start == end:
            raise Unclear(words.NO_SLOT.format(said=piece))
        if start < end:
            found.append(f"{weekday}-{start}-{end}")
        else:
            found += [f"{weekday}-{start}-{DAY}", f"{(weekday + 1) % 7}-0-{end}"]
    return list(dict.fromkeys(found))


def _is_day(said: str, name: str) -> bool:
    return len(said) >= 2 and name.casefold().startswith(said.casefold().removesuffix("s"))  # noqa: PLR2004 - `Tu`


def _minutes(hour: str, minute: str | None, half: str | None) -> int:
    hours = int(hour)
    if half is not None:
        hours = hours % NOON + (NOON if half.casefold() == "pm" else 0)
    return hours * 60 + int(minute or 0) if int(minute or 0) < 60 else -1  # noqa: PLR2004 - an hour's
