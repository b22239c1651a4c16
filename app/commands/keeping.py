"""The database and its keys: made ready, saved, brought back, sealed anew."""

from pathlib import Path

import click
from cryptography.fernet import Fernet

from app.commands.asking import counted, settings_or_stop


@click.command()
def migrate() -> None:
    """Bring the database to the newest shape. Safe to run at every start."""
    from app.database.session import Database  # noqa: PLC0415 - see app.commands
    from app.database.types import Keyring  # noqa: PLC0415 - see app.commands
    from app.migrating import migrate as bring_up  # noqa: PLC0415 - see app.commands
    from app.starting import reaching  # noqa: PLC0415 - see app.commands

    settings = settings_or_stop()
    database = Database(settings.database_url, Keyring(settings.keys))
    with reaching(database):
        click.echo(f"The database is at revision {bring_up(database)}.")
    database.close()


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
def backup(file: Path) -> None:
    """Save the whole database into FILE (`-`: standard output), for either kind of database. The keys are not in it.

    It can be made while Trellis runs, and shows one instant. Whoever has the file and the keys can read everything.
    """
    from app.backups import command  # noqa: PLC0415 - see app.commands

    command.save_to(file, _say)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--replace", is_flag=True, help="Throw away what is in the database now.")
@click.option("--yes", is_flag=True, help="With --replace: do not ask.")
def restore(file: Path, replace: bool, yes: bool) -> None:  # noqa: FBT001 - see app.commands
    """Fill an empty database from FILE (`-`: standard input), as a whole or not at all. The keys are not in it.

    The kind of database may be another one than the backup was made of, and this version of Trellis a newer one.
    """
    from app.backups import command  # noqa: PLC0415 - see app.commands

    command.bring_back(file, replace=replace, is_sure=lambda text: yes or click.confirm(text, err=True), say=_say)


def _say(text: str) -> None:
    click.echo(text, err=True)  # standard output may be the file


@click.group(invoke_without_command=True)
@click.pass_context
def keys(context: click.Context) -> None:
    """Print a fresh key for TRELLIS_KEYS; `trellis keys rotate` seals everything with the newest one.

    \b
    To change keys:  1. put a fresh key in front: TRELLIS_KEYS=new,old, and restart every process
                     2. trellis keys rotate
                     3. take the old key away, and restart every process
    """  # noqa: D301 - see app.__main__
    if context.invoked_subcommand is None:
        click.echo(Fernet.generate_key().decode())


@keys.command()
def rotate() -> None:
    """Seal every private text and token with the first key of TRELLIS_KEYS. The bot may go on meanwhile."""
    from app.database.session import Database  # noqa: PLC0415 - see app.commands
    from app.database.types import Keyring  # noqa: PLC0415 - see app.commands
    from app.resealing import Unreadable, reseal  # noqa: PLC0415 - see app.commands
    from app.starting import check as check_database  # noqa: PLC0415 - see app.commands

    settings = settings_or_stop()
    database = Database(settings.database_url, Keyring(settings.keys))
    try:
        check_database(database)
        tally = reseal(database, settings.keys, click.echo)
    except Unreadable as error:
        raise click.ClickException(f"{error}.") from None
    finally:
        database.close()
    old = len(settings.keys) - 1
    further = " The older keys can be taken out of TRELLIS_KEYS now." if old else ""
    click.echo(f"{counted(tally.anew, 'text')} of {tally.texts} sealed anew with the newest key.{further}")
