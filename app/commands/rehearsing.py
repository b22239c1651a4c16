"""`trellis rehearse`: live through a programme with imagined people before real ones do."""

import sys
from datetime import datetime
from pathlib import Path

import click

from app.commands.asking import FILE, known_zone
from app.commands.programmes import INTERRUPTED, chosen_handbook, next_monday

OUT = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path)


@click.command()
@click.argument("key", metavar="[PROGRAMME]", required=False)
@click.option("--people", default=60, show_default=True, help="How many people take part.")
@click.option("--seed", default=1, show_default=True, help="Decides everything that is drawn: same seed, same report.")
@click.option("--weeks", type=click.IntRange(1, 200), help="How many weeks to live; to the end without it.")
@click.option("--mix", type=FILE, help="A file of temperaments, instead of the usual mix of people.")
@click.option("--file", type=FILE, help="A programme file of your own, instead of a PROGRAMME.")
@click.option("--folder", type=FOLDER, envvar="PROGRAMMES_DIR", help="Your own files.")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help="The first day; next Monday without it.")
@click.option("--zone", default="UTC", show_default=True, help="The cohort's time zone.")
@click.option("--page", type=OUT, help="Write the report here as a page with charts and every message (HTML).")
@click.option("--markdown", type=OUT, help="Write the report here as a document.")
@click.option("--json", type=OUT, help="Write the report here for a program, and to compare with later.")
@click.option("--against", type=FILE, help="The --json of an earlier rehearsal: show what differs.")
def rehearse(
    *,
    key: str | None,
    people: int,
    seed: int,
    weeks: int | None,
    file: Path | None,
    folder: Path | None,
    start: datetime | None,
    zone: str,
    **paths: Path | None,
) -> None:
    """Let imagined people live through a programme, with the real bot on a moved clock. Nothing leaves this machine.

    The report says how it went, and what the handbook should say differently. To see what a change does:

    \b
        trellis rehearse wealljs --json before.json
        trellis rehearse --file changed.toml --against before.json

    \b
    Exit codes: 0 done
                1 something cannot be read or written; nothing was written
                2 the command was typed wrongly
                130 stopped with Ctrl-C; nothing was written
    """  # noqa: D301 - see app.__main__
    from app.rehearsal import command, words  # noqa: PLC0415 - see app.commands
    from app.rehearsal.stop import Stop  # noqa: PLC0415 - see app.commands

    wish = command.Wish(
        handbook=chosen_handbook(key, file, folder),
        people=people,
        seed=seed,
        weeks=weeks,
        file=file,
        folder=folder,
        starts_on=start.date() if start is not None else next_monday(),
        zone=known_zone(zone),
        **paths,
    )
    try:
        command.run(wish, say=click.echo)
    except Stop as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        click.echo(words.CANCELLED, err=True)
        sys.exit(INTERRUPTED)
