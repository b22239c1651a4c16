"""What several commands ask for: the settings, a file, a time zone."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from app.settings import Settings

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


def settings_or_stop() -> "Settings":
    """Return the settings; what is wrong with them ends the command, with a line for each."""
    from app.settings import BadSettings, load, oddities  # noqa: PLC0415 - see app.commands

    for one in oddities():
        click.echo(f"Warning: {one}", err=True)
    try:
        return load()
    except BadSettings as error:
        raise click.ClickException(f"The settings are not right yet:\n{error}") from None


def known_zone(name: str) -> str:
    """Return the name of a time zone; one that nobody knows ends the command."""
    from app.core.calendar import known_zones  # noqa: PLC0415 - see app.commands

    if name not in known_zones():
        raise click.UsageError(f"there is no time zone “{name}”; zones look like Europe/Madrid")
    return name


def counted(number: int, what: str) -> str:
    """Return a number of things, such as `3 faults`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
