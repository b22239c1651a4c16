"""Tables as they are in a database of any revision, and their values as JSON, alike for both databases."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Insert,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Time,
    bindparam,
    cast,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.types import TypeEngine

from app.database.types import UTCDateTime

VERSION = "alembic_version"
# Which kind of value a column of the database has. A sealed text is a text, and stays as it is.
KINDS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (DateTime, "instant"),
    (Date, "date"),
    (Time, "time"),
    (Boolean, "truth"),
    (JSON, "json"),
    (Float, "number"),
    (Integer, "integer"),
    (String, "text"),
)
TYPES: Mapping[str, TypeEngine[Any]] = {
    "instant": UTCDateTime(),
    "date": Date(),
    "time": Time(),
    "truth": Boolean(),
    # As it is written: JSON's null and the database's are two things.
    "json": String(),
    "number": Float(),
    "integer": Integer(),
    "text": String(),
}
TO_JSON: Mapping[str, Callable[[Any], Any]] = {
    "instant": lambda value: value.astimezone(UTC).isoformat(),
    "date": date.isoformat,
    "time": time.isoformat,
}
FROM_JSON: Mapping[str, Callable[[Any], Any]] = {
    "instant": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


class UnknownKind(Exception):  # noqa: N818 - a sentence for whoever adds a column
    """A column has a type that a backup does not know."""


@dataclass(frozen=True)
class Portable:
    """A table, seen so that its values mean the same on both databases.

    Attributes:
        name: of the table.
        columns: the kind of each column.
        keys: the columns of the primary key.
        table: for questions.
        numbered: the column that gets its number from the database, if there is one.
    """

    name: str
    columns: Mapping[str, str]
    keys: tuple[str, ...]
    table: Table
    numbered: str | None

    def all_rows(self, dialect: str) -> Select[Any]:
        """Return the question for all rows, in the order of their keys."""
        shown = [
            cast(column, String) if self.columns[column.name] == "json" and dialect != "sqlite" else column
            for column in self.table.columns
        ]
        return select(*shown).order_by(*(self.table.c[one] for one in self.keys))

    def filling(self, dialect: str) -> Insert:
        """Return the statement that puts rows in."""
        values = {}
        for name, kind in self.columns.items():
            value = bindparam(name, type_=TYPES[kind])
            values[name] = cast(value, JSON) if kind == "json" and dialect != "sqlite" else value
        return insert(self.table).values(values)

    def to_json(self, row: Any) -> list[Any]:
        """Return a row for the file."""
        return [
            value if value is None or kind not in TO_JSON else TO_JSON[kind](value)
            for value, kind in zip(row, self.columns.values(), strict=True)
        ]

    def from_json(self, values: list[Any]) -> dict[str, Any]:
        """Return a row of the file for the database."""
        return {
            name: value if value is None or kind not in FROM_JSON else FROM_JSON[kind](value)
            for value, (name, kind) in zip(values, self.columns.items(), strict=True)
        }

    def last_id(self, connection: Connection) -> int | None:
        """Return the last number that was given to a row, also if that row is gone; None if rows are not numbered."""
        if self.numbered is None:
            return None
        last: int = connection.execute(select(func.coalesce(func.max(self.table.c[self.numbered]), 0))).scalar_one()
        sequence = self.sequence(connection)
        if sequence is None:
            return last
        # Its name is PostgreSQL's own, quoted where it must be.
        question = f"SELECT last_value, is_called FROM {sequence}"  # noqa: S608 - see above
        given, is_called = connection.exec_driver_sql(question).one()
        return max(last, given if is_called else 0)

    def sequence(self, connection: Connection) -> str | None:
        """Return what numbers the rows on PostgreSQL."""
        if connection.dialect.name == "sqlite" or self.numbered is None:
            return None
        found: str | None = connection.execute(
            select(func.pg_get_serial_sequence(f'"{self.name}"', self.numbered))
        ).scalar_one()
        return found


def tables_of(connection: Connection) -> list[Portable]:
    """Return all tables but the one that holds the revision, in an order in which they can be filled.

    Raises:
        UnknownKind: if a column has a type that is not known here.
    """
    seen = inspect(connection)
    names = [name for name, _ in seen.get_sorted_table_and_fkc_names() if name is not None and name != VERSION]
    columns, keys = seen.get_multi_columns(), seen.get_multi_pk_constraint()
    return [_portable(name, columns[None, name], keys[None, name]["constrained_columns"]) for name in names]


def _portable(name: str, found: Any, keys: list[str]) -> Portable:
    columns = {one["name"]: _kind(name, one) for one in found}
    table = Table(name, MetaData(), *(Column(one, TYPES[kind]) for one, kind in columns.items()))
    numbered = keys[0] if len(keys) == 1 and columns[keys[0]] == "integer" else None
    return Portable(name, columns, tuple(keys), table, numbered)


def _kind(table: str, column: Any) -> str:
    for of, kind in KINDS:
        if isinstance(column["type"], of):
            return kind
    raise UnknownKind(f"{table}.{column['name']} has the type {column['type']}, which a backup does not know")
