"""Runs migrations on the connection or the URL that `app.migrating` hands over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from app.database.base import Base
from app.database.types import SealedText, UTCDateTime
from app.migrating import load_all_tables

load_all_tables()


def plainly(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Write our column types as what they are in the database: a migration must not change with the code."""
    if kind == "type" and isinstance(thing, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return "sa.Text()" if kind == "type" and isinstance(thing, SealedText) else False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=plainly,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if not isinstance(given, Connection):
    raise SystemExit("run `trellis migrate`; it knows where the database is")
run(given)
