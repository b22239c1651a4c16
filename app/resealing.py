"""Sealing everything anew with the newest key, so that the old one can be thrown away.

Row by row, in short transactions: the bot goes on meanwhile, and whoever stops it half-way begins again where it was.
A row that somebody changes in the same moment was sealed by them, with the newest key.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Column, Table, Text, and_, select, tuple_, type_coerce, update

from app.database.base import Base
from app.database.session import Database, Transaction
from app.database.types import Keyring, SealedText
from app.migrating import load_all_tables

AT_ONCE = 200  # rows of a transaction


class Unreadable(Exception):  # noqa: N818 - a sentence for the admin
    """A text opens with none of the keys. The text says where it stands, and never what it is."""


@dataclass
class Tally:
    """How many texts there are, and how many were sealed anew."""

    texts: int = 0
    anew: int = 0


def sealed_columns() -> Iterator[tuple[Table, Column[Any]]]:
    """Yield every column that is sealed at rest, with its table."""
    load_all_tables()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, SealedText):
                yield table, column


def reseal(database: Database, keys: Sequence[str], tell: Callable[[str], object] = lambda _text: None) -> Tally:
    """Seal every text with the first of the keys.

    Args:
        database: where the texts are.
        keys: newest first; each text must open with one of them.
        tell: called with a line for each column.

    Raises:
        Unreadable: if a text opens with none; what was done until then stays done.
    """
    whole = Tally()
    ring, newest = Keyring(list(keys)), Fernet(keys[0])
    for table, column in sealed_columns():
        tally = Tally()
        last: tuple[Any, ...] | None = None
        while True:
            with database.transaction() as tx:
                rows = _some(tx, table, column, last)
                for row in rows:
                    _one(tx, table, column, (tuple(row[:-1]), row[-1]), ring, newest, tally)
            if not rows:
                break
            last = tuple(rows[-1][:-1])
        if tally.texts:
            tell(f"{table.name}.{column.name}: {tally.anew} of {tally.texts} sealed anew")
        whole.texts += tally.texts
        whole.anew += tally.anew
    return whole


def _some(tx: Transaction, table: Table, column: Column[Any], last: tuple[Any, ...] | None) -> Sequence[Any]:
    """Return the next rows: their keys, and the text as it is at rest."""
    keys = list(table.primary_key.columns)
    question = select(*keys, type_coerce(column, Text)).where(column.is_not(None)).order_by(*keys).limit(AT_ONCE)
    if last is not None:
        question = question.where(tuple_(*keys) > last)
    return tx.execute(question).all()


def _one(
    tx: Transaction,
    table: Table,
    column: Column[Any],
    found: tuple[tuple[Any, ...], str],
    ring: Keyring,
    newest: Fernet,
    tally: Tally,
) -> None:
    key, sealed = found
    tally.texts += 1
    try:
        newest.decrypt(sealed.encode())
    except InvalidToken:
        pass
    else:
        return
    try:
        text = ring.open(sealed)
    except ValueError:
        where = ", ".join(str(part) for part in key)
        raise Unreadable(
            f"{table.name}.{column.name} ({where}) opens with none of the keys in TRELLIS_KEYS; put the key back that "
            "it was sealed with, and run this again"
        ) from None
    here = and_(*(one == value for one, value in zip(table.primary_key.columns, key, strict=True)))
    at_rest = type_coerce(column, Text)
    changed = tx.execute(
        update(table)
        .where(here, at_rest == sealed)
        .values({column.name: text})
        .execution_options(preserve_rowcount=True)
    )
    tally.anew += int(getattr(changed, "rowcount", 0))
