"""Rows for every table of a database at any revision, made from what the database says of itself.

Two rows of each table: one in which everything that may be empty is, and one in which as little as possible is.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, inspect, text

from app.backups.tables import Portable, tables_of
from app.database.types import Keyring
from app.resealing import sealed_columns

ROWS = 2
BEGAN = datetime(2027, 1, 11, 10, tzinfo=UTC)
SAID = "What only Ada may read"
KNOWN = {"team_id": "T1", "zone": "Europe/Madrid"}


def fill(connection: Connection, ring: Keyring) -> dict[str, list[dict[str, Any]]]:
    """Fill every table; return what was put in, by table."""
    sealed = {(table.name, column.name) for table, column in sealed_columns()}
    seen = inspect(connection)
    said: tuple[Any, ...] = (
        seen.get_multi_columns(),
        seen.get_multi_foreign_keys(),
        seen.get_multi_check_constraints(),
    )
    put: dict[str, list[dict[str, Any]]] = {}
    for one in tables_of(connection):
        columns, foreign, checks = (part[None, one.name] for part in said)
        put[one.name] = []
        for number in range(ROWS):
            row = _row(one, number, columns, sealed, ring)
            for found in foreign:
                for here, there in zip(found["constrained_columns"], found["referred_columns"], strict=True):
                    if row[here] is not None:
                        row[here] = put[found["referred_table"]][number][there]
            _obey(row, [str(found["sqltext"]) for found in checks], is_full=number == 0)
            put[one.name].append(row)
        connection.execute(one.filling(connection.dialect.name), put[one.name])
        sequence = one.sequence(connection)
        if sequence is not None:
            connection.execute(text(f"SELECT setval('{sequence}', {ROWS})"))
    return put


def _row(one: Portable, number: int, columns: Any, sealed: set[tuple[str, str]], ring: Keyring) -> dict[str, Any]:
    may_lack = {found["name"] for found in columns if found["nullable"]}
    is_full = number == 0
    row: dict[str, Any] = {}
    for place, (name, kind) in enumerate(one.columns.items()):
        if name in may_lack and not is_full:
            row[name] = None
        elif (one.name, name) in sealed:
            row[name] = ring.seal(SAID)
        else:
            row[name] = _value(name, kind, number, place)
    if one.keys == ("team_id",):
        row["team_id"] = f"T{number + 1}"
    return row


def _value(name: str, kind: str, number: int, place: int) -> Any:
    later = BEGAN + timedelta(days=number, hours=place)
    values: dict[str, Any] = {
        "instant": later,
        "date": date(2027, 2, 1) + timedelta(days=number + place),
        "time": time(9 + number, 30),
        "truth": number == 0,
        "json": f'{{"of": "{name}", "number": {number}}}',
        "number": 0.25 + number / 2,
        "integer": number + 1,
        "text": KNOWN.get(name, f"{name} {number} ä “€” 😀"),
    }
    return values[kind]


def _obey(row: dict[str, Any], checks: list[str], *, is_full: bool) -> None:
    """Change a row so that it passes the checks of its table."""
    plain = [
        re.sub(r"::(character varying|double precision|\w+)(\[\])?", "", one).replace("(", " ").replace(")", " ")
        for one in checks
    ]
    plain = [re.sub(r"\s+", " ", one).strip() for one in plain]
    for one in plain:
        row |= dict(_demanded(one, row, is_full=is_full))
    # What must be empty together comes last: an alternative may have emptied one half.
    for one in plain:
        pair = re.fullmatch(r"(\w+) IS NULL = (\w+) IS NULL", one)
        if pair is not None and (row[pair[1]] is None or row[pair[2]] is None):
            row[pair[1]] = row[pair[2]] = None


def _demanded(check: str, row: Mapping[str, Any], *, is_full: bool) -> Iterator[tuple[str, Any]]:
    if said := re.fullmatch(r"(\w+) (?:IN|= ANY ARRAY) ?(.*)", check):
        if row[said[1]] is not None:
            yield said[1], re.findall(r"'(\w+)'", said[2])[0]
    elif said := re.fullmatch(r"(\w+) IS NULL OR (\w+) IS NULL", check):
        yield said[2], None
    elif said := re.fullmatch(r"(\w+) IS NULL = version = 0", check):
        yield "version", 1 if is_full else 0
    elif said := re.fullmatch(r"([a-z]\w*) ([<>]) ([a-z]\w*)", check):
        early, late = (said[1], said[3]) if said[2] == "<" else (said[3], said[1])
        yield late, row[early] + timedelta(days=7)
    elif said := re.match(r"score >= 0", check):
        yield "score", 0.5
