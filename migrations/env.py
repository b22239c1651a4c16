"""Runs migrations on the connection or the URL that `app.migrating` hands over."""

from alembic import context
from sqlalchemy import Connection

from app.database.base import Base
from app.migrating import load_all_tables

load_all_tables()


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if isinstance(given, Connection):
    run(given)
else:
    with given.connect() as opened:
        run(opened)
        opened.commit()
