"""`python -m tests.kit.new_migration "what changes"`: write the next migration from models to read over.

With `--again`, the newest one is written anew (while it has not been released).
"""

import sys

from alembic import command
from alembic.script import ScriptDirectory

from app.database.session import Database
from app.database.types import Keyring
from app.migrating import FOLDER, config
from tests.kit import databases


def main(what: str, *, again: bool) -> None:
    versions = sorted((FOLDER / "versions").glob("*.py"))
    if again:
        versions.pop().unlink()
    number = len(versions) + 1
    with databases.empty("sqlite") as url:
        database = Database(url, Keyring([databases.KEY]))
        setup = config()
        with database.engine.connect() as connection:
            setup.attributes["connection"] = connection
            if ScriptDirectory.from_config(setup).get_heads():
                command.upgrade(setup, "head")
                connection.commit()
            command.revision(setup, message=what, autogenerate=True, rev_id=f"{number:04d}")


if __name__ == "__main__":
    main(sys.argv[-1], again="--again" in sys.argv)
