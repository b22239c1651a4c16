"""The `trellis` command."""

import sys
from pathlib import Path

import click

from app.commands import keeping, looking, programmes, rehearsing
from app.commands.asking import settings_or_stop


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
@click.option(
    "--story",
    type=click.Choice(["empty", "sign-up", "third-week", "end"]),
    default="sign-up",
    show_default=True,
    help="Where to start: nothing has happened yet, people sign up, the third week with trouble in it, the end.",
)
def demo(tour: bool, json_file: Path | None, port: int, story: str) -> None:  # noqa: FBT001 - click hands over flags like this
    """Try Trellis in a Slack workspace that lives on this machine; nothing leaves it."""
    from app.demo import show  # noqa: PLC0415 - the sandbox is loaded only where it is shown
    from app.demo import tour as first_story  # noqa: PLC0415 - see above

    if json_file is not None and not tour:
        raise click.UsageError("--json goes with --tour")
    if tour:
        first_story.play(json_file=json_file, say=click.echo)
    else:
        show.serve(port=port, say=click.echo, story=story)


@main.command()
def run() -> None:
    """Run the bot: Slack (Socket Mode or HTTP by setting), health, and the clock."""
    from app import running  # noqa: PLC0415 - `trellis --help` answers at once

    running.run(settings_or_stop())


@main.command()
def worker() -> None:
    """Only send what is due; for large installations, beside `trellis run` with INLINE_WORKER=0."""
    from app import leaving, running  # noqa: PLC0415 - see run

    running.work(settings_or_stop())
    leaving.vanish()


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


for _one in (
    keeping.migrate,
    keeping.keys,
    keeping.backup,
    keeping.restore,
    looking.doctor,
    looking.outbox,
    looking.timeline,
    programmes.programme,
    programmes.preview,
    programmes.match_files,
    rehearsing.rehearse,
):
    main.add_command(_one)


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
