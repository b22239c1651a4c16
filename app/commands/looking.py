"""How things stand: what went out and is planned, and whether all is well."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import click

from app.commands.asking import known_zone, settings_or_stop

if TYPE_CHECKING:
    from app.database.session import Transaction

ID = click.IntRange(min=1)


@click.command()
@click.option("--pairing", type=ID, metavar="ID", help="A pairing, with its meetings, goals, and all that is its own.")
@click.option("--meeting", type=ID, metavar="ID", help="One meeting.")
@click.option("--application", type=ID, metavar="ID", help="One application.")
@click.option("--cohort", type=ID, metavar="ID", help="A cohort: what it wants as a whole, such as its digests.")
@click.option("--person", metavar="USER", help="Everything to one person, by Slack id, alone or in a group.")
@click.option("--zone", default="UTC", show_default=True, help="The time zone in which times are given.")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@click.option("-v", "--verbose", "why", is_flag=True, help="Also say what each kind of message is for.")
def timeline(zone: str, as_json: bool, why: bool, **of: int | str | None) -> None:  # noqa: FBT001 - see app.commands
    """Show what went out and what is planned, with states and reasons; never what a message says."""
    from app import outbox as story  # noqa: PLC0415 - see app.commands

    given = {family: str(number) for family, number in of.items() if number is not None}
    if len(given) != 1:
        raise click.UsageError("name one of --pairing, --meeting, --application, --cohort, --person")
    ((family, number),) = given.items()
    look = story.Look(known_zone(zone), why=why, as_json=as_json)
    with _looking() as (tx, _):
        try:
            text = story.timeline(tx, family=family, number=number, look=look)
        except story.NoSuch as error:
            raise click.ClickException(f"{error}.") from None
    click.echo(text, nl=False)


@click.command()
@click.option("--check", is_flag=True, help="One line; exit code 1 if something is overdue for too long (for cron).")
@click.option("--minutes", default=10, show_default=True, type=click.IntRange(min=0), help="With --check: how long.")
@click.option("--zone", default="UTC", show_default=True, help="The time zone in which times are given.")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@click.option("-v", "--verbose", "why", is_flag=True, help="Also say what each kind of message is for.")
def outbox(check: bool, minutes: int, zone: str, as_json: bool, why: bool) -> None:  # noqa: FBT001 - see app.commands
    """Show how all messages stand: counts, what is overdue, what did not arrive, what Slack holds back."""
    from app import outbox as story  # noqa: PLC0415 - see app.commands

    look = story.Look(known_zone(zone), why=why, as_json=as_json)
    with _looking() as (tx, now):
        if not check:
            click.echo(story.outbox(tx, now=now, look=look), nl=False)
            return
        is_late, said = story.is_late(tx, now=now, minutes=minutes)
    click.echo(said)
    if is_late:
        sys.exit(1)


@contextmanager
def _looking() -> "Iterator[tuple[Transaction, datetime]]":
    """Open a transaction on the database of the settings, with the present instant."""
    from app.database.session import Database  # noqa: PLC0415 - see app.commands
    from app.database.types import Keyring  # noqa: PLC0415 - see app.commands
    from app.main import clock_of  # noqa: PLC0415 - see app.commands
    from app.starting import check as check_database  # noqa: PLC0415 - see app.commands

    settings = settings_or_stop()
    database = Database(settings.database_url, Keyring(settings.keys))
    try:
        check_database(database)
        with database.transaction() as tx:
            yield tx, clock_of(settings).now()
    finally:
        database.close()


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def doctor(as_json: bool) -> None:  # noqa: FBT001 - see app.commands
    """Look at settings, database, Slack and addresses: what is wrong, and what to do. Exit code 1 if something is."""
    from app.doctor import findings  # noqa: PLC0415 - see app.commands
    from app.doctor.examining import examine  # noqa: PLC0415 - see app.commands
    from app.settings import BadSettings, load, oddities  # noqa: PLC0415 - see app.commands

    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)  # what it complains of is told below
    try:
        found = examine(load(), oddities=oddities())
    except BadSettings as error:
        found = examine(error.rest, error.faults, oddities())
    click.echo(findings.as_json(found) if as_json else findings.as_text(found), nl=False)
    if not findings.is_healthy(found):
        sys.exit(1)
