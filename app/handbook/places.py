"""Where each key of a TOML file stands, so that a fault can be found with an editor."""

import re
import tomllib
from collections.abc import Iterator

Loc = tuple[int | str, ...]
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?!"")"{0,2}' + r"|'''.*?'''(?!'')'{0,2}" + r'|"(?:\\.|[^"\\\n])*"' + r"|'[^'\n]*'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}\n#]+")


class Places:
    """The lines (from 1) of a file's keys and of the elements of its arrays.

    Args:
        text: the file, known to be TOML.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[Loc, int] = {}
        self._text, self._at = text, 0
        self._counts: dict[Loc, int] = {}
        self._read()

    @property
    def known(self) -> set[Loc]:
        """Every key and every element that stands in the file."""
        return set(self._lines)

    def line_of(self, loc: Loc) -> int:
        """Return the line where a key stands, or of the nearest thing around it if it is missing."""
        for length in range(len(loc), 0, -1):
            if loc[:length] in self._lines:
                return self._lines[loc[:length]]
        return 1

    def _read(self) -> None:
        table: Loc = ()
        while self._skip(_BLANK) < len(self._text):
            if self._text.startswith("[", self._at):
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Loc:
        is_list = self._text.startswith("[[", self._at)
        start = self._at
        self._at += 2 if is_list else 1
        names = list(self._names())
        self._at += 2 if is_list else 1
        loc: Loc = ()
        for number, name in enumerate(names):
            loc = (*loc, name)
            self._note(loc, start)
            if is_list and number == len(names) - 1:
                self._counts[loc] = self._counts.get(loc, 0) + 1
            if loc in self._counts:
                loc = (*loc, self._counts[loc] - 1)
        self._note(loc, start)
        return loc

    def _pair(self, table: Loc) -> None:
        start, loc = self._at, table
        for name in self._names():
            loc = (*loc, name)
            self._note(loc, start)
        self._at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(loc)

    def _names(self) -> Iterator[str]:
        while True:
            self._skip(_SPACE)
            if self._text[self._at] in "\"'":
                quoted = self._take(_STRING)
                yield str(tomllib.loads(f"x = {quoted}")["x"])
            else:
                yield self._take(_BARE)
            self._skip(_SPACE)
            if not self._text.startswith(".", self._at):
                return
            self._at += 1

    def _value(self, loc: Loc) -> None:
        first = self._text[self._at]
        if first == "[":
            self._inside("]", loc)
        elif first == "{":
            self._inside("}", loc)
        elif first in "\"'":
            self._take(_STRING)
        else:
            self._take(_PLAIN)

    def _inside(self, closing: str, loc: Loc) -> None:
        self._at += 1
        number = 0
        while self._text[self._skip(_BLANK)] != closing:
            if self._text[self._at] == ",":
                self._at += 1
            elif closing == "}":
                self._pair(loc)
            else:
                self._note((*loc, number), self._at)
                self._value((*loc, number))
                number += 1
        self._at += 1

    def _note(self, loc: Loc, at: int) -> None:
        self._lines.setdefault(loc, self._text.count("\n", 0, at) + 1)

    def _skip(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._at

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            raise AssertionError(f"the file was TOML a moment ago: {self._text[self._at : self._at + 20]!r}")
        self._at = found.end()
        return found[0]
