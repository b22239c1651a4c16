"""`make tables`: write down anew the tables that stand in papers and are made from code."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from app.delivery.states import HOLDS, WAYS

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "app" / "README.md"
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


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]


def main() -> None:
    HOUSE.write_text(within(HOUSE.read_text(encoding="utf-8"), states()), encoding="utf-8")


if __name__ == "__main__":
    main()
