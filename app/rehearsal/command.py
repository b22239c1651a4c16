"""Run a rehearsal from beginning to end: the stage, the clock, the people."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

import click

from app.core.calendar import localise
from app.core.clock import MovableClock
from app.demo.community import COORDINATOR
from app.demo.stage import Stage, keep_quiet, temporary_database
from app.handbook.model import Handbook
from app.rehearsal.cohort import Plan, Rehearsal
from app.rehearsal.mix import read_mix
from app.rehearsal.people import FEWEST
from app.rehearsal.stop import Stop

MORNING = time(11)
MOST = 5000
CANCELLED = "Stopped; nothing was written."


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody wants to rehearse; `file` and `folder` say where the handbook is, if it is not a shipped one."""

    handbook: Handbook
    people: int
    seed: int
    weeks: int | None
    mix: Path | None
    file: Path | None
    folder: Path | None
    starts_on: date
    zone: str


def run(wish: Wish, *, say: Callable[[str], None]) -> None:
    """Rehearse, showing how far it is.

    Raises:
        Stop: if what is wished for cannot be.
    """
    if wish.people < FEWEST:
        raise Stop(f"a cohort needs at least {FEWEST} people, two of each role; --people says {wish.people}")
    if wish.people > MOST:
        raise Stop(f"a rehearsal takes at most {MOST} people; --people says {wish.people}")
    plan = Plan(
        handbook=wish.handbook,
        mix=read_mix(wish.mix),
        people=wish.people,
        seed=wish.seed,
        starts_on=wish.starts_on,
        zone=wish.zone,
        weeks=wish.weeks,
    )
    with (
        click.progressbar(length=plan.lasts, label="Rehearsing", item_show_func=lambda text: text) as bar,
        _own_folder(wish) as folder,
        staged(plan, folder) as made,
    ):
        made.plays(lambda _, so_far: bar.update(1, so_far))
    say("; ".join(f"{number} {what}" for what, number in sorted(made.tally().items())))


@contextmanager
def _own_folder(wish: Wish) -> Iterator[Path | None]:
    """Yield the folder from which the bot reads programmes, with the one file that was named if one was."""
    if wish.file is None:
        yield wish.folder
        return
    with tempfile.TemporaryDirectory(prefix="trellis-rehearsal-") as folder:
        shutil.copy(wish.file, Path(folder) / "rehearsed.toml")
        yield Path(folder)


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
        stage.stride *= 2  # a day: people look at their messages once a day
        try:
            made = Rehearsal(stage, plan)
            stage.start_bot()
            yield made
        finally:
            stage.stop()
