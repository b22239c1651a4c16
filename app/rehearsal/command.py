"""`trellis rehearse`, from a wish to the files: the checks, the stage, the people, the report."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

import click

from app.core.calendar import localise
from app.core.clock import MovableClock
from app.demo.community import COORDINATOR
from app.demo.stage import Stage, keep_quiet, temporary_database
from app.handbook.model import Handbook
from app.rehearsal import words
from app.rehearsal.cohort import Rehearsal
from app.rehearsal.comparing import Difference, compare
from app.rehearsal.counting import Facts, truth
from app.rehearsal.hearing import Ear
from app.rehearsal.markdown import markdown, summary
from app.rehearsal.mix import read_mix
from app.rehearsal.page import page
from app.rehearsal.people import FEWEST
from app.rehearsal.plan import Plan
from app.rehearsal.report import Report, from_json
from app.rehearsal.stop import Stop
from app.rehearsal.telling import report

MORNING = time(11)
MOST = 5000
PATIENCE = 300.0
"""For how many seconds of real time people wait for an answer: how fast this machine is, is no matter of a handbook."""
QUARTER = timedelta(minutes=15)
"""So exact is the clock: what falls into one quarter of an hour happens at its end."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody wants to rehearse.

    Attributes:
        handbook: of which programme.
        people, seed, weeks, starts_on, zone: see `Plan`.
        mix: a file of temperaments; None for the shipped one.
        file, folder: where the handbook is, if it is not a shipped one.
        against: the JSON of an earlier report to compare with.
        page, markdown, json: where to write the report.
    """

    handbook: Handbook
    people: int
    seed: int
    weeks: int | None
    starts_on: date
    zone: str
    mix: Path | None = None
    file: Path | None = None
    folder: Path | None = None
    against: Path | None = None
    page: Path | None = None
    markdown: Path | None = None
    json: Path | None = None

    @property
    def outputs(self) -> list[Path]:
        """The files that will be written."""
        return [one for one in (self.page, self.markdown, self.json) if one is not None]


def run(wish: Wish, *, say: Callable[[str], None]) -> None:
    """Rehearse, showing how far it is; tell what came of it, and write the files that were named.

    Raises:
        Stop: if what is wished for cannot be; nothing is written then.
    """
    plan = _plan(wish)
    before = _earlier(wish.against) if wish.against is not None else None
    _check_outputs(wish.outputs)
    with (
        click.progressbar(length=plan.lasts, label=words.REHEARSING, item_show_func=lambda text: text) as bar,
        _folder_of(wish) as folder,
    ):
        found = rehearse(plan, folder, lambda _, so_far: bar.update(1, so_far))
    difference = compare(before, found, wish.against.name) if before is not None and wish.against is not None else None
    say(summary(found, difference))
    _write(wish, found, difference)
    if wish.outputs:
        say("\n" + words.WROTE.format(files=", ".join(map(str, wish.outputs))))


def _plan(wish: Wish) -> Plan:
    if wish.people < FEWEST:
        raise Stop(f"a cohort needs at least {FEWEST} people, two of each role; --people says {wish.people}")
    if wish.people > MOST:
        raise Stop(f"a rehearsal takes at most {MOST} people; --people says {wish.people}")
    if wish.seed < 0:
        raise Stop(f"a seed is a whole number from 0 on; --seed says {wish.seed}")
    return Plan(
        handbook=wish.handbook,
        mix=read_mix(wish.mix),
        people=wish.people,
        seed=wish.seed,
        starts_on=wish.starts_on,
        zone=wish.zone,
        weeks=wish.weeks,
    )


def _earlier(path: Path) -> Report:
    try:
        return from_json(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(f"{path} cannot be read: {error}") from None


def _check_outputs(paths: list[Path]) -> None:
    """Find out before the wait whether the files can be written."""
    for number, path in enumerate(paths):
        if path in paths[:number]:
            raise Stop(f"{path} is named twice; give each form of the report a file of its own")
        if not path.parent.is_dir():
            raise Stop(f"{path} cannot be written: there is no folder {path.parent}")
        if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
            raise Stop(f"{path} cannot be written; choose another place")


def _write(wish: Wish, found: Report, difference: Difference | None) -> None:
    """Make everything first, so that a Ctrl-C leaves all of the files or none."""
    texts = {
        wish.page: lambda: page(found, difference),
        wish.markdown: lambda: markdown(found, difference),
        wish.json: found.as_json,
    }
    made = [(path, make()) for path, make in texts.items() if path is not None]
    for path, text in made:
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise Stop(f"{path} cannot be written: {error}") from None


def _nobody(week: int, so_far: str) -> None:
    """Listen to nothing."""


@contextmanager
def _folder_of(wish: Wish) -> Iterator[Path | None]:
    """Yield the folder from which the bot reads programmes, with the one file that was named if one was."""
    if wish.file is None:
        yield wish.folder
        return
    with tempfile.TemporaryDirectory(prefix="trellis-rehearsal-") as folder:
        shutil.copy(wish.file, Path(folder) / "rehearsed.toml")
        yield Path(folder)


def rehearse(plan: Plan, folder: Path | None = None, tell: Callable[[int, str], None] = _nobody) -> Report:
    """Let a cohort live, and return the report.

    Args:
        plan: what is rehearsed.
        folder: where the programme's file is, if it is not a shipped one.
        tell: is told of each week that is over.
    """
    with staged(plan, folder) as made:
        ear = Ear(made.stage)
        made.plays(tell)
        space = made.stage.sandbox.workspace
        with made.stage.database.glance() as tx:
            said = truth(tx, team_id=space.team_id, by=made.cora.id, now=made.now)
        return report(Facts(made, ear, said))


@contextmanager
def staged(plan: Plan, folder: Path | None) -> Iterator[Rehearsal]:
    """Yield the rehearsal of a plan, the bot running; everything is gone afterwards.

    Args:
        plan: what is rehearsed.
        folder: where the programme's file is, if it is not a shipped one.
    """
    keep_quiet()
    clock = MovableClock(localise(plan.opens_on, MORNING, plan.zone))
    with temporary_database() as (url, key):
        stage = Stage(
            database_url=url, key=key, clock=clock, transport="http", coordinators=COORDINATOR, programmes_dir=folder
        )
        stage.stride = timedelta(days=1)  # people look at their messages once a day
        stage.grain, stage.rest, stage.abreast = QUARTER, timedelta(hours=6), 8
        try:
            made = Rehearsal(stage, plan)
            stage.start_bot()
            stage.sandbox.be_patient(PATIENCE)
            yield made
        finally:
            stage.stop()
