"""`make tables`: write down anew what stands in papers and is made from code: tables, and the manifests."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

from app import lobby, manifest
from app.core.notice import NoticeKind
from app.delivery.states import HOLDS, WAYS

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "app" / "README.md"
KINDS = ROOT / "app" / "delivery" / "KINDS.md"
DEVELOPMENT = ROOT / "manifests" / "development.yaml"
PRODUCTION = ROOT / "manifests" / "production.yaml"
BEGINS, ENDS = "<!-- states: written by `make tables` -->", "<!-- end of states -->"


def states() -> str:
    """Return the two tables of a notice's life."""
    ways = [[way.start or "(nothing)", way.happens, way.end] for way in WAYS]
    holds = [[state, says] for state, says in HOLDS.items()]
    return "\n".join(
        [*_table(("state", "what its row says"), holds), "", *_table(("from", "what happens", "to"), ways)]
    )


def within(paper: str, table: str) -> str:
    """Return a paper with the tables of a notice's life in their place."""
    before, rest = paper.split(BEGINS)
    return f"{before}{BEGINS}\n\n{table}\n\n{ENDS}{rest.split(ENDS)[1]}"


ABOUT_KINDS = """# Every kind of notice

Written by `make tables` from the rooms' `notices.py`; a test compares. What the columns mean stands in
`core/notice.py` at `Manner`, `Doubt` and `NoticeKind`.

- **unasked**: it counts against the weekly budget.
- **in doubt**: what happens when nobody knows whether it went out and no history tells.
- **keeps**: how long it is worth reading where the notice itself does not say (most of those with a deadline do).
- **comes with**: the others with which it may come as one message.
- **reminds of**: two about one thing, then quiet; each carries a button that stops it.
- **live**: it is shown anew in place when its subject changes.
"""


def kinds() -> str:
    """Return the paper that lists every kind of notice."""
    head = ("kind", "manner", "unasked", "in doubt", "keeps", "comes with", "reminds of", "live")
    rows = [_row(one) for one in sorted(lobby.board().notices, key=lambda one: one.name)]
    return "\n".join([ABOUT_KINDS, *_table(head, rows), ""])


def _row(kind: NoticeKind) -> list[str]:
    yes = {True: "yes", False: ""}
    keeps = "for good" if kind.keeps is None else _length(kind.keeps)
    together = kind.merge or ""
    return [kind.name, kind.manner, yes[kind.unasked], kind.doubt, keeps, together, kind.nags or "", yes[kind.live]]


def _length(time: timedelta) -> str:
    number, unit = (time.days, "day") if time.days else (time // timedelta(hours=1), "hour")
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]


def main() -> None:
    HOUSE.write_text(within(HOUSE.read_text(encoding="utf-8"), states()), encoding="utf-8")
    KINDS.write_text(kinds(), encoding="utf-8")
    DEVELOPMENT.write_text(manifest.development(), encoding="utf-8")
    PRODUCTION.write_text(manifest.production(manifest.PLACEHOLDER), encoding="utf-8")


if __name__ == "__main__":
    main()
