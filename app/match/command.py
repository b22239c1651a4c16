"""`trellis match`: read two files, match their people, write what came of it."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

from app.features.matching.rules.pairs import Cancelled
from app.handbook.model import Handbook
from app.handbook.tables import Csv
from app.match import page, words
from app.match.columns import table_of
from app.match.reading import People, read_people
from app.match.running import Matched, match
from app.match.writing import check_free, write

SHOWN_AFTER = 0.5  # seconds; what is quicker needs no line that says so
AS_OFTEN_AS = 0.1
CLEARED = "\r\033[K"

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What was typed."""

    handbook: Handbook
    mentors: Path
    mentees: Path
    out: Path
    columns: Path | None
    starts_on: date
    force: bool


class Progress:
    """One line on a terminal that says what takes so long; in a file or a pipe it is silent."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream if stream.isatty() else None
        self.begun = self.said = time.monotonic()
        self.shown = False

    def tell(self, step: str, share: float) -> bool:
        """Hear how far a step is; True, since only a keyboard stops this."""
        now = time.monotonic()
        if self.stream is not None and now - self.begun > SHOWN_AFTER and now - self.said > AS_OFTEN_AS:
            self.stream.write(f"{CLEARED}{words.STEPS[step]} … {share:.0%}")
            self.stream.flush()
            self.said, self.shown = now, True
        return True

    def clear(self) -> None:
        """Take the line away."""
        if self.stream is not None and self.shown:
            self.stream.write(CLEARED)
            self.stream.flush()


def run(wish: Wish, *, say: Say, warn: Say) -> None:
    """Do it.

    Args:
        wish: what was typed.
        say: hears what came of it.
        warn: hears what whoever typed it should look at.

    Raises:
        Stop: if it cannot be done; nothing was written then.
    """
    progress = Progress(sys.stderr)
    try:
        check_free(wish.out, force=wish.force)
        people = _read(wish, progress)
        matched = match(people, wish.handbook, wish.starts_on, progress.tell)
        progress.tell("write", 0.0)
        names = write(matched, wish.out)
    except (Cancelled, KeyboardInterrupt):
        raise KeyboardInterrupt from None
    finally:
        progress.clear()
    for note in people.notes:
        warn(note)
    if people.faults:
        rows = len({(one.file, one.line) for one in people.faults})
        number = f"{rows} row" if rows == 1 else f"{rows} rows"
        warn(words.ROWS_OUT.format(number=number, first=people.faults[0]))
    for line in told(matched):
        say(line)
    say(words.WROTE.format(folder=wish.out, files=", ".join(names)))


def _read(wish: Wish, progress: Progress) -> People:
    own = wish.handbook.csv
    table = own if wish.columns is None else _over(own, table_of(wish.columns))
    paths = {"mentee": wish.mentees, "mentor": wish.mentors}
    return read_people(paths, wish.handbook, table, datetime.now(UTC), lambda share: _told(progress, share))


def _told(progress: Progress, share: float) -> None:
    progress.tell("read", share)


def _over(own: Csv, said: Csv) -> Csv:
    """Return the handbook's table with what a file of one's own says in its place."""
    return Csv(
        mentees={**own.mentees, **said.mentees},
        mentors={**own.mentors, **said.mentors},
        given={**own.given, **said.given},
        values={key: {**own.values.get(key, {}), **said.values.get(key, {})} for key in {*own.values, *said.values}},
        lists=said.lists if "lists" in said.model_fields_set else own.lists,
    )


def told(matched: Matched) -> list[str]:
    """Return what came of it in a few lines."""
    found = matched.found
    mentors = {one.mentor for one in found.placed}
    lines = [
        words.PLACED.format(
            placed=found.summary.placed,
            of=len(matched.of_role("mentee")),
            mentors=len(mentors),
            all=len(matched.of_role("mentor")),
        )
    ]
    if found.placed:
        mean = found.summary.total / len(found.placed)
        lines.append(words.WORST.format(mean=f"{mean:.3f}", worst=f"{found.summary.worst:.3f}"))
        lines.append(page.certificate(matched))
    return [one for one in lines if one]
