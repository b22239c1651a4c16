"""Programme files, and what can be done with one without Slack or a database."""

import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.asking import FILE, counted, known_zone

if TYPE_CHECKING:
    from app.features.programmes.rules import Imagined
    from app.handbook.model import Handbook

OUT = click.Path(path_type=Path, dir_okay=False)
INTERRUPTED = 130  # what shells say of a program that Ctrl-C stopped


@click.group()
def programme() -> None:
    """Read and check programme files (handbooks)."""


@programme.command(name="list")
@click.option("--folder", type=click.Path(path_type=Path), envvar="PROGRAMMES_DIR", help="Your own files.")
def list_programmes(folder: Path | None) -> None:
    """List the programmes that Trellis can run: its own, and those of a folder."""
    from app.handbook import reading  # noqa: PLC0415 - see app.commands

    found = reading.read_files([reading.SHIPPED, *([folder] if folder is not None else [])])
    for key, one in sorted(found.items()):
        own = "" if one.path.parent == reading.SHIPPED else f" · {one.path}"
        click.echo(f"{key:12} {one.handbook.name} ({one.handbook.community}){own}")


@programme.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def check(file: Path) -> None:
    """Check a programme file: every fault at once, each with its line, its key, and how to mend it."""
    from app.handbook import reading  # noqa: PLC0415 - see app.commands

    seen = reading.examine(reading.read_text(file), file.name)
    for one in seen.oddities:
        click.echo(f"Warning: {one}", err=True)
    if seen.handbook is None:
        for one in seen.faults:
            click.echo(str(one), err=True)
        raise click.ClickException(f"{file.name} has {counted(len(seen.faults), 'fault')}; mend and check again.")
    for warning in _too_chatty(seen.handbook):
        click.echo(f"Warning: {file.name}: {warning}", err=True)
    asked = ", ".join(f"{len(seen.handbook.questions(role))} questions for a {role}" for role in ("mentee", "mentor"))
    click.echo(f"{file.name} is right: {seen.handbook.name}, {asked}.")


@programme.command()
@click.argument("key")
def new(key: str) -> None:
    """Print a programme file to begin with, every key explained: `trellis programme new KEY > mine.toml`."""
    from app.handbook.template import template  # noqa: PLC0415 - see app.commands

    if re.fullmatch(r"[a-z][a-z0-9_-]{0,40}", key) is None:
        raise click.UsageError("the key is a short name of small letters, digits, - and _, such as our-mentors")
    click.echo(template(key), nl=False)


def _too_chatty(handbook: "Handbook") -> Iterator[str]:
    from app import preview as story  # noqa: PLC0415 - see app.commands

    imagined = story.imagine(handbook, date(2027, 2, 1))
    found = story.messages(imagined)
    for role in ("mentee", "mentor"):
        week, most = story.busiest(story.for_role(found, role), imagined)
        if most > handbook.unasked_a_week:
            yield (
                f"in {story.week_name(week)} a {role} would get {most} messages that nobody asked for, and "
                f"{handbook.unasked_a_week} a week are allowed; the rest waits (`trellis preview` shows them)"
            )


@click.command()
@click.argument("key", metavar="[PROGRAMME]", required=False)
@click.option("--role", type=click.Choice(["mentee", "mentor", "coordinators"]), help="For whom; all three without it.")
@click.option("--file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A file to preview.")
@click.option("--folder", type=click.Path(path_type=Path), envvar="PROGRAMMES_DIR", help="Your own files.")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help="The first day; next Monday without it.")
@click.option("--zone", default="UTC", show_default=True, help="The cohort's time zone.")
@click.option("--markdown", "as_markdown", is_flag=True, help="For a document instead of a terminal.")
@click.option("--full", "in_full", is_flag=True, help="Repeat what differs by its day and hour only.")
@click.option("--calendar", "is_short", is_flag=True, help="Only the overview: a line for each message.")
@click.option("--page", type=OUT, help="Write it as a page for a browser.")
@click.option("--ics", type=OUT, help="Write it as a calendar, an entry for each message.")
@click.option("--picture", type=OUT, help="Write how much it is in each week, as a PNG.")
def preview(
    *,
    key: str | None,
    role: str | None,
    file: Path | None,
    folder: Path | None,
    start: datetime | None,
    zone: str,
    as_markdown: bool,
    in_full: bool,
    is_short: bool,
    page: Path | None,
    ics: Path | None,
    picture: Path | None,
) -> None:
    """Show every message of a programme, by week and role: the day, the reason, the full text. Nothing is sent.

    With --page, --ics or --picture it is written to files instead, as many as are named.
    """
    from app import preview as story  # noqa: PLC0415 - see app.commands
    from app.sandbox.plain_text import Reader  # noqa: PLC0415 - see app.commands

    handbook = chosen_handbook(key, file, folder)
    first_day = start.date() if start is not None else next_monday()
    reader = Reader(names=lambda user: story.NAMES.get(user, user), zone=known_zone(zone))
    roles = story.ROLES if role is None else (role,)
    imagined = story.imagine(handbook, first_day, zone)
    if page or ics or picture:
        _write_preview(imagined, role or "", page=page, ics=ics, picture=picture)
    elif is_short:
        click.echo(story.tell_overview(imagined, roles, as_markdown=as_markdown))
    else:
        click.echo(story.tell(imagined, roles, reader.mrkdwn, as_markdown=as_markdown, in_full=in_full), nl=False)


def _write_preview(
    imagined: "Imagined", role: str, *, page: Path | None, ics: Path | None, picture: Path | None
) -> None:
    from app import preview as story  # noqa: PLC0415 - see app.commands

    found = story.foreseen(imagined)
    wishes: list[tuple[Path | None, Callable[[], bytes]]] = [
        (page, lambda: story.page(found, role)),
        (ics, lambda: story.calendar(found, role, datetime.now(UTC))),
        (picture, lambda: story.picture(found, role)),
    ]
    for out, made in wishes:
        if out is None:
            continue
        content = made()
        try:
            out.write_bytes(content)
        except OSError as error:
            raise click.ClickException(f"I cannot write {out}: {error.strerror or error}.") from None
        click.echo(f"Wrote {out}.")


@click.command(name="match")
@click.argument("key", metavar="[PROGRAMME]", required=False)
@click.option("--mentors", type=FILE, required=True, help="A CSV file with a line for each mentor.")
@click.option("--mentees", type=FILE, required=True, help="A CSV file with a line for each mentee.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder for what comes of it.")
@click.option("--columns", type=FILE, help="A file that says which column holds what, like a handbook's [csv].")
@click.option("--file", type=FILE, help="A programme file of your own, instead of a PROGRAMME.")
@click.option("--folder", type=click.Path(path_type=Path), envvar="PROGRAMMES_DIR", help="Your own files.")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help="The first day; next Monday without it.")
@click.option("--force", is_flag=True, help="Replace what an earlier run wrote to the folder.")
def match_files(
    *,
    key: str | None,
    mentors: Path,
    mentees: Path,
    out: Path,
    columns: Path | None,
    file: Path | None,
    folder: Path | None,
    start: datetime | None,
    force: bool,
) -> None:
    """Match the people of two CSV files by a programme's handbook, without Slack or a database.

    Writes pairs.csv (with reasons and shared hours), left-over.csv, rejected.csv (rows that need mending),
    recruiting.txt (which mentors are missing) and index.html (all of it, to read) into the folder --out.

    A column headed with a question or its key is found by itself; others are named in the handbook's [csv],
    or in a file given with --columns.

    \b
    Exit codes: 0 done, also if rows were left out (rejected.csv says why)
                1 a file cannot be used; nothing was written
                2 the command was typed wrongly
                130 stopped with Ctrl-C; nothing was written
    """  # noqa: D301 - see app.__main__
    from app.match import command, words  # noqa: PLC0415 - see app.commands
    from app.match.files import Stop  # noqa: PLC0415 - see app.commands

    handbook = chosen_handbook(key, file, folder)
    first_day = start.date() if start is not None else next_monday()
    wish = command.Wish(
        handbook=handbook,
        mentors=mentors,
        mentees=mentees,
        out=out,
        columns=columns,
        starts_on=first_day,
        force=force,
    )
    try:
        command.run(wish, say=click.echo, warn=lambda text: click.echo(text, err=True))
    except Stop as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        click.echo(words.CANCELLED, err=True)
        sys.exit(INTERRUPTED)


def chosen_handbook(key: str | None, file: Path | None, folder: Path | None) -> "Handbook":
    """Return the programme that was named, or that of a file; anything else than one known one ends the command."""
    from app.handbook import reading  # noqa: PLC0415 - see app.commands

    if (key is None) == (file is None):
        raise click.UsageError("name a programme (`trellis programme list` shows them), or a --file")
    if file is not None:
        return reading.read_handbook(file)
    known = reading.read_handbooks([reading.SHIPPED, *([folder] if folder is not None else [])])
    if key not in known:
        raise click.UsageError(f"there is no programme “{key}”; there are {', '.join(sorted(known))}")
    return known[key]


def next_monday() -> date:
    """Return the first Monday after today."""
    today = datetime.now(UTC).date()
    return today + timedelta(days=7 - today.weekday())
