"""The `trellis` command."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from cryptography.fernet import Fernet

if TYPE_CHECKING:
    from app.settings import Settings


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="trellis", prog_name="trellis")
def main() -> None:
    """Run a community's mentoring programme inside Slack, the way its handbook says.

    \b
    New here?   trellis demo           a Slack workspace on this machine, with the bot in it
                trellis demo --tour    watch a whole story unfold in seconds
    For real:   trellis keys           make a key, put it into .env
                trellis migrate        prepare the database
                trellis run            connect to your Slack workspace

    Settings come from the environment and from a file `.env`; README.md lists them.
    """  # noqa: D301 - click wants the real \b, which keeps its lines as they are


@main.command()
@click.option("--tour", is_flag=True, help="Play the first story with a small cast, print it, and exit.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="With --tour: write every message here.")
@click.option("--port", default=0, show_default="any free one", help="The port of the page.")
def demo(tour: bool, json_file: Path | None, port: int) -> None:  # noqa: FBT001 - click hands over flags like this
    """Try Trellis in a Slack workspace that lives on this machine; nothing leaves it."""
    from app.demo import show  # noqa: PLC0415 - the sandbox is loaded only where it is shown
    from app.demo import tour as story  # noqa: PLC0415 - see above

    if json_file is not None and not tour:
        raise click.UsageError("--json goes with --tour")
    if tour:
        story.play(json_file=json_file, say=click.echo)
    else:
        show.serve(port=port, say=click.echo)


@main.command()
def run() -> None:
    """Run the bot: Slack (Socket Mode or HTTP by setting), health, and the clock."""
    from app import running  # noqa: PLC0415 - `trellis --help` answers at once

    running.run(_settings())


@main.command()
def worker() -> None:
    """Only send what is due; for large installations, beside `trellis run` with INLINE_WORKER=0."""
    from app import running  # noqa: PLC0415 - see run

    running.work(_settings())


@main.command()
def migrate() -> None:
    """Bring the database to the newest shape. Safe to run at every start."""
    from app.database.session import Database  # noqa: PLC0415 - see run
    from app.database.types import Keyring  # noqa: PLC0415 - see run
    from app.migrating import migrate as bring_up  # noqa: PLC0415 - see run

    settings = _settings()
    database = Database(settings.database_url, Keyring(settings.keys))
    click.echo(f"The database is at revision {bring_up(database)}.")
    database.close()


@main.group()
def programme() -> None:
    """Read and check programme files (handbooks)."""


@programme.command(name="list")
@click.option("--folder", type=click.Path(path_type=Path), envvar="PROGRAMMES_DIR", help="Your own files.")
def list_programmes(folder: Path | None) -> None:
    """List the programmes that Trellis can run: its own, and those of a folder."""
    from app.handbook import reading  # noqa: PLC0415 - see run

    found = reading.read_files([reading.SHIPPED, *([folder] if folder is not None else [])])
    for key, one in sorted(found.items()):
        own = "" if one.path.parent == reading.SHIPPED else f" · {one.path}"
        click.echo(f"{key:12} {one.handbook.name} ({one.handbook.community}){own}")


@programme.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def check(file: Path) -> None:
    """Check a programme file: every fault at once, each with its line, its key, and how to mend it."""
    from app.handbook import reading  # noqa: PLC0415 - see run

    seen = reading.examine(reading.read_text(file), file.name)
    for one in seen.oddities:
        click.echo(f"Warning: {one}", err=True)
    if seen.handbook is None:
        for one in seen.faults:
            click.echo(str(one), err=True)
        raise click.ClickException(f"{file.name} has {_counted(len(seen.faults), 'fault')}; mend and check again.")
    asked = ", ".join(f"{len(seen.handbook.questions(role))} questions for a {role}" for role in ("mentee", "mentor"))
    click.echo(f"{file.name} is right: {seen.handbook.name}, {asked}.")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


@main.command()
def keys() -> None:
    """Print a fresh key for TRELLIS_KEYS."""
    click.echo(Fernet.generate_key().decode())


def _settings() -> "Settings":
    from app.settings import BadSettings, load  # noqa: PLC0415 - see run

    try:
        return load()
    except BadSettings as error:
        raise click.ClickException(f"The settings are not right yet:\n{error}") from None


def start() -> None:
    """Run the command; what an admin can mend is one sentence, not a traceback."""
    from app.handbook.reading import BadHandbook  # noqa: PLC0415 - see run
    from app.running import NotMigrated  # noqa: PLC0415 - see run

    try:
        main()
    except (BadHandbook, NotMigrated) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    start()
