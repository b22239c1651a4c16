"""The `trellis` command."""

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click
from cryptography.fernet import Fernet

if TYPE_CHECKING:
    from app.database.session import Transaction
    from app.handbook.model import Handbook
    from app.settings import Settings


_ID = click.IntRange(min=1)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
INTERRUPTED = 130  # what shells say of a program that Ctrl-C stopped


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
    from app import leaving, running  # noqa: PLC0415 - see run

    running.work(_settings())
    leaving.vanish()


@main.command()
def migrate() -> None:
    """Bring the database to the newest shape. Safe to run at every start."""
    from app.database.session import Database  # noqa: PLC0415 - see run
    from app.database.types import Keyring  # noqa: PLC0415 - see run
    from app.migrating import migrate as bring_up  # noqa: PLC0415 - see run
    from app.starting import reaching  # noqa: PLC0415 - see run

    settings = _settings()
    database = Database(settings.database_url, Keyring(settings.keys))
    with reaching(database):
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
    for warning in _too_chatty(seen.handbook):
        click.echo(f"Warning: {file.name}: {warning}", err=True)
    asked = ", ".join(f"{len(seen.handbook.questions(role))} questions for a {role}" for role in ("mentee", "mentor"))
    click.echo(f"{file.name} is right: {seen.handbook.name}, {asked}.")


@programme.command()
@click.argument("key")
def new(key: str) -> None:
    """Print a programme file to begin with, every key explained: `trellis programme new KEY > mine.toml`."""
    from app.handbook.template import template  # noqa: PLC0415 - see run

    if re.fullmatch(r"[a-z][a-z0-9_-]{0,40}", key) is None:
        raise click.UsageError("the key is a short name of small letters, digits, - and _, such as our-mentors")
    click.echo(template(key), nl=False)


def _too_chatty(handbook: "Handbook") -> Iterator[str]:
    from app import preview as story  # noqa: PLC0415 - see run

    imagined = story.imagine(handbook, date(2027, 2, 1))
    found = story.messages(imagined)
    for role in ("mentee", "mentor"):
        week, most = story.busiest(story.for_role(found, role), imagined)
        if most > handbook.unasked_a_week:
            yield (
                f"in {story.week_name(week)} a {role} would get {most} messages that nobody asked for, and "
                f"{handbook.unasked_a_week} a week are allowed; the rest waits (`trellis preview` shows them)"
            )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


@main.command()
@click.argument("key", metavar="[PROGRAMME]", required=False)
@click.option("--role", type=click.Choice(["mentee", "mentor", "coordinators"]), help="For whom; all three without it.")
@click.option("--file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A file to preview.")
@click.option("--folder", type=click.Path(path_type=Path), envvar="PROGRAMMES_DIR", help="Your own files.")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help="The first day; next Monday without it.")
@click.option("--zone", default="UTC", show_default=True, help="The cohort's time zone.")
@click.option("--markdown", "as_markdown", is_flag=True, help="For a document instead of a terminal.")
@click.option("--full", "in_full", is_flag=True, help="Repeat what differs by its day and hour only.")
def preview(
    key: str | None,
    role: str | None,
    file: Path | None,
    folder: Path | None,
    start: datetime | None,
    zone: str,
    as_markdown: bool,  # noqa: FBT001 - click hands over flags like this
    in_full: bool,  # noqa: FBT001 - see above
) -> None:
    """Show every message of a programme, in order: the day, the reason, the full text. Nothing is sent."""
    from app import preview as story  # noqa: PLC0415 - see run
    from app.sandbox.plain_text import Reader  # noqa: PLC0415 - see demo

    handbook = _handbook(key, file, folder)
    first_day = start.date() if start is not None else _next_monday()
    reader = Reader(names=lambda user: story.NAMES.get(user, user), zone=_zone(zone))
    roles = story.ROLES if role is None else (role,)
    imagined = story.imagine(handbook, first_day, zone)
    click.echo(story.tell(imagined, roles, reader.mrkdwn, as_markdown=as_markdown, in_full=in_full), nl=False)


@main.command(name="match")
@click.argument("key", metavar="[PROGRAMME]", required=False)
@click.option("--mentors", type=_FILE, required=True, help="A CSV file with a line for each mentor.")
@click.option("--mentees", type=_FILE, required=True, help="A CSV file with a line for each mentee.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder for what comes of it.")
@click.option("--columns", type=_FILE, help="A file that says which column holds what, like a handbook's [csv].")
@click.option("--file", type=_FILE, help="A programme file of your own, instead of a PROGRAMME.")
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
    """  # noqa: D301 - see main
    from app.match import command, words  # noqa: PLC0415 - see run
    from app.match.files import Stop  # noqa: PLC0415 - see run

    handbook = _handbook(key, file, folder)
    first_day = start.date() if start is not None else _next_monday()
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


def _handbook(key: str | None, file: Path | None, folder: Path | None) -> "Handbook":
    from app.handbook import reading  # noqa: PLC0415 - see run

    if (key is None) == (file is None):
        raise click.UsageError("name a programme (`trellis programme list` shows them), or a --file")
    if file is not None:
        return reading.read_handbook(file)
    known = reading.read_handbooks([reading.SHIPPED, *([folder] if folder is not None else [])])
    if key not in known:
        raise click.UsageError(f"there is no programme “{key}”; there are {', '.join(sorted(known))}")
    return known[key]


def _next_monday() -> date:
    today = datetime.now(UTC).date()
    return today + timedelta(days=7 - today.weekday())


@main.command()
@click.option("--pairing", type=_ID, metavar="ID", help="A pairing, with its meetings, goals, and all that is its own.")
@click.option("--meeting", type=_ID, metavar="ID", help="One meeting.")
@click.option("--application", type=_ID, metavar="ID", help="One application.")
@click.option("--cohort", type=_ID, metavar="ID", help="A cohort: what it wants as a whole, such as its digests.")
@click.option("--person", metavar="USER", help="Everything to one person, by Slack id, alone or in a group.")
@click.option("--zone", default="UTC", show_default=True, help="The time zone in which times are given.")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@click.option("-v", "--verbose", "why", is_flag=True, help="Also say what each kind of message is for.")
def timeline(zone: str, as_json: bool, why: bool, **of: int | str | None) -> None:  # noqa: FBT001 - see demo
    """Show what went out and what is planned, with states and reasons; never what a message says."""
    from app import outbox as story  # noqa: PLC0415 - see run

    given = {family: str(number) for family, number in of.items() if number is not None}
    if len(given) != 1:
        raise click.UsageError("name one of --pairing, --meeting, --application, --cohort, --person")
    ((family, number),) = given.items()
    look = story.Look(_zone(zone), why=why, as_json=as_json)
    with _looking() as (tx, _):
        try:
            text = story.timeline(tx, family=family, number=number, look=look)
        except story.NoSuch as error:
            raise click.ClickException(f"{error}.") from None
    click.echo(text, nl=False)


@main.command()
@click.option("--check", is_flag=True, help="One line; exit code 1 if something is overdue for too long (for cron).")
@click.option("--minutes", default=10, show_default=True, type=click.IntRange(min=0), help="With --check: how long.")
@click.option("--zone", default="UTC", show_default=True, help="The time zone in which times are given.")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@click.option("-v", "--verbose", "why", is_flag=True, help="Also say what each kind of message is for.")
def outbox(check: bool, minutes: int, zone: str, as_json: bool, why: bool) -> None:  # noqa: FBT001 - see demo
    """Show how all messages stand: counts, what is overdue, what did not arrive, what Slack holds back."""
    from app import outbox as story  # noqa: PLC0415 - see run

    look = story.Look(_zone(zone), why=why, as_json=as_json)
    with _looking() as (tx, now):
        if not check:
            click.echo(story.outbox(tx, now=now, look=look), nl=False)
            return
        is_late, said = story.is_late(tx, now=now, minutes=minutes)
    click.echo(said)
    if is_late:
        sys.exit(1)


def _zone(name: str) -> str:
    from app.core.calendar import known_zones  # noqa: PLC0415 - see run

    if name not in known_zones():
        raise click.UsageError(f"there is no time zone “{name}”; zones look like Europe/Madrid")
    return name


@contextmanager
def _looking() -> "Iterator[tuple[Transaction, datetime]]":
    """Open a transaction on the database of the settings, with the present instant."""
    from app.database.session import Database  # noqa: PLC0415 - see run
    from app.database.types import Keyring  # noqa: PLC0415 - see run
    from app.main import clock_of  # noqa: PLC0415 - see run
    from app.starting import check as check_database  # noqa: PLC0415 - see run

    settings = _settings()
    database = Database(settings.database_url, Keyring(settings.keys))
    try:
        check_database(database)
        with database.transaction() as tx:
            yield tx, clock_of(settings).now()
    finally:
        database.close()


@main.command()
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def doctor(as_json: bool) -> None:  # noqa: FBT001 - see demo
    """Look at settings, database, Slack and addresses: what is wrong, and what to do. Exit code 1 if something is."""
    from app.doctor import findings  # noqa: PLC0415 - see run
    from app.doctor.examining import examine  # noqa: PLC0415 - see run
    from app.settings import BadSettings, load, oddities  # noqa: PLC0415 - see run

    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)  # what it complains of is told below
    try:
        found = examine(load(), oddities=oddities())
    except BadSettings as error:
        found = examine(error.rest, error.faults, oddities())
    click.echo(findings.as_json(found) if as_json else findings.as_text(found), nl=False)
    if not findings.is_healthy(found):
        sys.exit(1)


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
def backup(file: Path) -> None:
    """Save the whole database into FILE (`-`: standard output), for either kind of database. The keys are not in it.

    It can be made while Trellis runs, and shows one instant. Whoever has the file and the keys can read everything.
    """
    from app.backups import command  # noqa: PLC0415 - see run

    command.save_to(file, _say)


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--replace", is_flag=True, help="Throw away what is in the database now.")
@click.option("--yes", is_flag=True, help="With --replace: do not ask.")
def restore(file: Path, replace: bool, yes: bool) -> None:  # noqa: FBT001 - see demo
    """Fill an empty database from FILE (`-`: standard input), as a whole or not at all. The keys are not in it.

    The kind of database may be another one than the backup was made of, and this version of Trellis a newer one.
    """
    from app.backups import command  # noqa: PLC0415 - see run

    command.bring_back(file, replace=replace, is_sure=lambda text: yes or click.confirm(text, err=True), say=_say)


def _say(text: str) -> None:
    click.echo(text, err=True)  # standard output may be the file


@main.command()
@click.option("--url", metavar="https://…", help="Trellis's public address, for HTTP; Socket Mode without it.")
@click.option("--name", default="Trellis", show_default=True, help="What people call the app in Slack.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of YAML.")
def manifest(url: str | None, name: str, as_json: bool) -> None:  # noqa: FBT001 - see demo
    """Print the app manifest to paste into Slack (api.slack.com/apps, Create New App, From a manifest)."""
    from app import manifest as paper  # noqa: PLC0415 - see run

    if not name.strip() or len(name) > paper.LONGEST_NAME or not name.isprintable():
        raise click.UsageError(f"Slack wants a name of 1 to {paper.LONGEST_NAME} characters")
    try:
        text = paper.development(name) if url is None else paper.production(paper.read_address(url), name)
    except paper.BadAddress as error:
        raise click.UsageError(str(error)) from None
    click.echo(paper.as_json(text) if as_json else text, nl=False)


@main.group(invoke_without_command=True)
@click.pass_context
def keys(context: click.Context) -> None:
    """Print a fresh key for TRELLIS_KEYS; `trellis keys rotate` seals everything with the newest one.

    \b
    To change keys:  1. put a fresh key in front: TRELLIS_KEYS=new,old, and restart every process
                     2. trellis keys rotate
                     3. take the old key away, and restart every process
    """  # noqa: D301 - see main
    if context.invoked_subcommand is None:
        click.echo(Fernet.generate_key().decode())


@keys.command()
def rotate() -> None:
    """Seal every private text and token with the first key of TRELLIS_KEYS. The bot may go on meanwhile."""
    from app.database.session import Database  # noqa: PLC0415 - see run
    from app.database.types import Keyring  # noqa: PLC0415 - see run
    from app.resealing import Unreadable, reseal  # noqa: PLC0415 - see run
    from app.starting import check as check_database  # noqa: PLC0415 - see run

    settings = _settings()
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
    click.echo(f"{_counted(tally.anew, 'text')} of {tally.texts} sealed anew with the newest key.{further}")


def _settings() -> "Settings":
    from app.settings import BadSettings, load, oddities  # noqa: PLC0415 - see run

    for one in oddities():
        click.echo(f"Warning: {one}", err=True)
    try:
        return load()
    except BadSettings as error:
        raise click.ClickException(f"The settings are not right yet:\n{error}") from None


def start() -> None:
    """Run the command; what an admin can mend is one sentence, not a traceback."""
    from app.backups.archive import BadBackup  # noqa: PLC0415 - see run
    from app.database.sole import InUse  # noqa: PLC0415 - see run
    from app.handbook.reading import BadHandbook  # noqa: PLC0415 - see run
    from app.migrating import NotMoved  # noqa: PLC0415 - see run
    from app.starting import CannotStart  # noqa: PLC0415 - see run
    from app.workspaces import AnotherWorkspace  # noqa: PLC0415 - see run

    try:
        main()
    except (AnotherWorkspace, BadBackup, BadHandbook, CannotStart, InUse, NotMoved) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    start()
