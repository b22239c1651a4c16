"""What a match leaves in its folder: four files for a spreadsheet or a mail, and a page to read."""

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from app.features.matching.rules.whole import Placed
from app.features.matching.views import hints as hint_views
from app.match import page, words
from app.match.files import Stop
from app.match.running import Matched

PAIRS = ("mentee_id", "mentee", "mentor_id", "mentor", "score", "reasons", "shared_hours", "group")
LEFT = ("id", "name", "role", "reason")
REJECTED = ("file", "line", "column", "what_to_mend")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def check_free(folder: Path, *, force: bool) -> None:
    """Let only a folder through that nothing in is lost by writing.

    Raises:
        Stop: if it is a file, or holds something and `force` is not set.
    """
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not force)):
        raise Stop(words.EXISTS.format(folder=folder))


def write(matched: Matched, folder: Path) -> list[str]:
    """Write everything; a file is there as a whole or not at all. Return the names.

    Raises:
        Stop: if the folder cannot be written to.
    """
    files = {
        "index.html": page.page(matched),
        "pairs.csv": _table(PAIRS if matched.is_in_groups else PAIRS[:-1], _pairs(matched)),
        "left-over.csv": _table(LEFT, _left(matched)),
        "rejected.csv": _table(REJECTED, _rejected(matched)),
        "recruiting.txt": recruiting(matched),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as aside:
            for name, text in files.items():
                # A spreadsheet needs the mark at the beginning to read names as they are.
                encoding = "utf-8-sig" if name.endswith(".csv") else "utf-8"
                (Path(aside) / name).write_text(text, encoding=encoding, newline="")
            for name in files:
                shutil.move(os.fspath(Path(aside) / name), os.fspath(folder / name))
    except OSError as error:
        raise Stop(words.NO_FILE.format(file=folder, why=error.strerror or error)) from None
    return list(files)


def _table(headings: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    out = io.StringIO(newline="")
    written = csv.DictWriter(out, headings, extrasaction="ignore", lineterminator="\r\n")
    written.writeheader()
    written.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _harmless(value: object) -> object:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _pairs(matched: Matched) -> Iterable[dict[str, object]]:
    for number, several in enumerate(matched.groups().values(), start=1):
        for one in several:
            yield {**_pair(matched, one), "group": number}


def _pair(matched: Matched, one: Placed) -> dict[str, object]:
    mentee, mentor = matched.person(one.mentee), matched.person(one.mentor)
    return {
        "mentee_id": mentee.id,
        "mentee": mentee.name,
        "mentor_id": mentor.id,
        "mentor": mentor.name,
        "score": f"{one.fit.score:.3f}",
        "reasons": " ".join(matched.reasons(one)),
        "shared_hours": "; ".join(page.hours(matched, one)),
    }


def _left(matched: Matched) -> Iterable[dict[str, object]]:
    for number, role, code in matched.left():
        person = matched.person(number)
        yield {"id": person.id, "name": person.name, "role": role, "reason": page.why(code)}


def _rejected(matched: Matched) -> Iterable[dict[str, object]]:
    for one in matched.people.faults:
        yield {"file": one.file, "line": one.line, "column": one.column, "what_to_mend": one.says}


def recruiting(matched: Matched) -> str:
    """Return which mentors are missing, and a post for each to begin with."""
    if not matched.hints:
        return (
            words.RECRUIT_NONE if any(role == "mentee" for _, role, _ in matched.left()) else words.EVERYBODY
        ) + "\n"
    said = hint_views.sentences(matched.hints)
    posts = [hint_views.post(one, matched.cohort, matched.handbook) for one in matched.hints]
    return "\n\n".join(f"{hint}\n\n{words.POSTS}\n\n{post}" for hint, post in zip(said, posts, strict=True)) + "\n"
