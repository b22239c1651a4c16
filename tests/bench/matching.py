"""Matching pairs, against an exact solver and two packages, on the same people in the same run.

Each measurement is a program of its own (`python -m tests.bench.matching WHAT MENTEES MENTORS`), so that its
memory is its own and a peer that takes too long can be stopped. "Ours" is the whole run of the bot: the
people are read from the database, scored, matched, and every pair is explained. A peer's time is that of its
solving alone; it gets our scores for nothing.
"""

import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import import_module
from importlib.util import find_spec
from math import log
from random import Random
from types import ModuleType
from typing import Any

import numpy as np
import psutil

from app.database.session import Database, Transaction
from app.database.types import Keyring
from app.features.joining.records import ApplicationRow
from app.features.matching.rules import Pool
from app.features.matching.rules.pairs import best_pairs
from app.features.matching.rules.table import Table
from app.features.matching.rules.terms import WHOLE
from app.features.matching.usecases.common import pool_of
from app.features.people.records import Member
from app.features.programmes import usecases as programmes
from app.features.programmes.records import CohortRow
from app.migrating import migrate
from tests.kit import databases
from tests.kit.crowd import crowd
from tests.kit.make import cohort, handbook

Row = dict[str, Any]
Figures = dict[str, float]
TEAM, NOW = "T1", datetime(2027, 1, 11, 11, tzinfo=UTC)
LARGE, USUAL, SMALL = (5000, 2500), (1000, 500), (500, 250)
PATIENCE = 120
"""Seconds that a peer gets."""
SIZES = (60, 90, 120, 180, 240, 300, 400, 600, 800, 1200, 1600, 2400)
"""Numbers of mentees, with half as many mentors, at which the packages are tried until one takes too long."""
BOOK = handbook(matching={"most_pairings": 3})
NEVER = 10.0  # what a pair costs that cannot be, for solvers that must have a cost for it


def people(mentees: int, mentors: int) -> Pool:
    """Return people whose mentors take two each, more or less, as a programme plans that has twice as many mentees."""
    dice = Random(mentees)  # noqa: S311 - the same people each time
    return crowd(dice, mentees, mentors, capacity=lambda: dice.choice((1, 2, 2, 3)))


def scored(pool: Pool) -> tuple[Any, list[int]]:
    """Return the points of all pairs, and the places of the mentors, both in order of their ids."""
    table = Table(pool, cohort(), BOOK)
    return table.points(), [pool.places[one.id] for one in table.mentors]


# -- what is measured --------------------------------------------------------------------------------------


def ours(mentees: int, mentors: int) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/matching.sqlite", Keyring([databases.KEY]))
        migrate(database)
        programmes.put_on_shelf({"wealljs": BOOK})
        with database.transaction() as tx:
            number = settle(tx, people(mentees, mentors))
        process = psutil.Process()
        begun, worked = time.perf_counter(), process.cpu_times()
        with database.transaction() as tx:
            here = programmes.cohort(tx, team_id=TEAM, cohort_id=number)
            book = programmes.handbook_of(tx, here)
            pool = pool_of(tx, here)
        read = time.perf_counter() - begun
        found = best_pairs(pool, here, book)
        seconds, after = time.perf_counter() - begun, process.cpu_times()
        database.close()
    return {
        "seconds": seconds,
        "cpu": after.user + after.system - worked.user - worked.system,
        "read": read,
        "placed": len(found.matches),
        "total": found.total,
        "gap": found.gap,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def settle(tx: Transaction, pool: Pool) -> int:
    """Write a cohort and its people down; return its number."""
    of = cohort()
    row = CohortRow(
        team_id=TEAM,
        programme="wealljs",
        name="Bench",
        starts_on=of.starts_on,
        ends_on=of.ends_on,
        signup_until=date(2027, 1, 25),
        zone=of.zone,
        announce_channel="C1",
        coordinators_channel="C2",
        opened_at=NOW,
        opened_by="UBOSS",
    )
    tx.add(row)
    tx.flush()
    for one in (*pool.mentees, *pool.mentors):
        tx.add(Member(team_id=TEAM, user_id=one.user_id, name=one.user_id, zone=one.zone, met_at=NOW))
        tx.add(
            ApplicationRow(
                id=one.id,
                team_id=TEAM,
                cohort_id=row.id,
                user_id=one.user_id,
                role=one.role,
                round=1,
                zone=one.zone,
                slots=[[slot.weekday, slot.start, slot.end] for slot in one.slots],
                answers=dict(one.answers),
                submitted_at=NOW,
                approved_at=NOW,
                approved_by="UBOSS",
            )
        )
    tx.flush()
    return row.id


def scipy(mentees: int, mentors: int) -> Figures:
    """The exact answer for everybody at once: a column for each place."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - a peer that only this program needs

    points, places = scored(people(mentees, mentors))
    costs = np.repeat(np.where(points < 0, NEVER, -points / WHOLE), places, axis=1)
    begun = time.perf_counter()
    rows, columns = linear_sum_assignment(costs)
    seconds = time.perf_counter() - begun
    chosen = costs[rows, columns]
    return {
        "seconds": seconds,
        "placed": int((chosen < NEVER).sum()),
        "total": float(-chosen[chosen < NEVER].sum()),
    }


def mentor_match(mentees: int, mentors: int) -> Figures:
    """The package's own matrix and solver, one seat of a mentor as one mentor; its only rule asks our table."""
    load("process", "mentor", "mentee")
    process = import_module("matching.process")
    points, places = scored(people(mentees, mentors))
    table = points.tolist()
    seats = [column for column, number in enumerate(places) for _ in range(number)]
    teachers = [import_module("matching.mentor").Mentor(grade=1, email=f"mentor{n}") for n in range(len(seats))]
    learners = [import_module("matching.mentee").Mentee(grade=0, email=f"mentee{n}") for n in range(len(table))]
    for number, one in enumerate(teachers):
        one.number = seats[number]
    for number, one in enumerate(learners):
        one.number = number

    class Ours:
        """A rule of theirs: what a pair scores, and whether it is out."""

        def apply(self, match: Any) -> int:
            score: int = table[match.mentee.number][match.mentor.number]
            match.disallowed = score < 0
            return max(0, score)

    begun = time.perf_counter()
    process.process_data(teachers, learners, [[Ours()]])
    seconds = time.perf_counter() - begun
    pairs = [(two.number, one.number) for one in teachers for two in one.mentees]
    return {"seconds": seconds, "placed": len(pairs), "total": sum(table[a][b] for a, b in pairs) / WHOLE}


def matching(mentees: int, mentors: int) -> Figures:
    """The package's hospitals and residents: stable pairs, both sides ranking by our scores."""
    warnings.simplefilter("ignore")
    load("base", "matchings", "players", "games")
    points, places = scored(people(mentees, mentors))
    wants = {
        f"a{row}": [f"b{column}" for column in np.argsort(-line, kind="stable").tolist() if line[column] >= 0]
        for row, line in enumerate(points)
    }
    offers = {
        f"b{column}": [f"a{row}" for row in np.argsort(-line, kind="stable").tolist() if line[row] >= 0]
        for column, line in enumerate(points.T)
    }
    wants, offers = ({key: few for key, few in some.items() if few} for some in (wants, offers))
    seats = {f"b{column}": number for column, number in enumerate(places) if f"b{column}" in offers}
    games = import_module("matching.games")
    begun = time.perf_counter()
    game = games.HospitalResident.create_from_dictionaries(wants, offers, seats)
    found = game.solve()
    seconds = time.perf_counter() - begun
    pairs = [(int(str(two)[1:]), int(str(one)[1:])) for one, some in found.items() for two in some]
    return {"seconds": seconds, "placed": len(pairs), "total": sum(int(points[pair]) for pair in pairs) / WHOLE}


def load(*pages: str) -> None:
    """Make pages of `matching` importable: two packages of that name share one folder, and one's first page wins."""
    spec = find_spec("matching")
    if spec is None or spec.submodule_search_locations is None:
        raise ModuleNotFoundError("matching")
    whole = ModuleType("matching")
    whole.__path__ = list(spec.submodule_search_locations)
    sys.modules["matching"] = whole
    for page in pages:
        found = import_module(f"matching.{page}")
        for name, value in vars(found).items():
            if isinstance(value, type):
                setattr(whole, name, value)


WHAT: dict[str, Callable[[int, int], Figures]] = {
    "ours": ours,
    "scipy": scipy,
    "mentor_match": mentor_match,
    "matching": matching,
}


# -- the rows ----------------------------------------------------------------------------------------------


def measured(what: str, size: tuple[int, int], *, patience: float = 1800, cores: int | None = None) -> Figures | None:
    """Return what a program of its own measured, None if it took too long."""
    command = [sys.executable, "-m", "tests.bench.matching", what, *(str(one) for one in size), str(cores or 0)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=patience, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        raise SystemExit(done.stderr)
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def largest(peer: str) -> tuple[tuple[int, int], Figures]:
    """Return the largest size that a peer finishes in time, and what it measured there."""
    best: tuple[tuple[int, int], Figures] | None = None
    for mentees in SIZES:
        size = (mentees, mentees // 2)
        found = measured(peer, size, patience=PATIENCE + 30)
        if found is None or found["seconds"] > PATIENCE:
            break
        best = size, found
        if found["seconds"] > PATIENCE / 3:
            break  # the next would take longer than anybody waits
    if best is None:
        raise SystemExit(f"{peer} did not finish even {SIZES[0]} mentees")
    return best


def said(found: Figures) -> str:
    return f"{found['seconds']:.2f} s, {found['placed']:.0f} placed, total {found['total']:.1f}"


def matches() -> list[Row]:
    """Pairs: against scipy at full size, against the packages at the largest size that they finish, and the growth."""
    large, usual, small = (
        measured("ours", size, cores=cores) for size, cores in ((LARGE, None), (USUAL, 1), (SMALL, None))
    )
    exact = measured("scipy", LARGE)
    if large is None or usual is None or small is None or exact is None:
        raise SystemExit("a measurement did not end")
    rows: list[Row] = [
        {
            "what": "match 5,000 with 2,500 (the whole run)",
            "measured": f"{said(large)} (read {large['read']:.1f} s)",
            "floor": f"scipy: {said(exact)}",
            "ratio": round(large["seconds"] / exact["seconds"], 3),
            "target": "<= 0.2",
            "met": large["seconds"] <= exact["seconds"] / 5,
        },
        {
            "what": "as many placed, total within the proven gap",
            "measured": f"gap {large['gap']:.3%}",
            "floor": "",
            "ratio": round(large["total"] / exact["total"], 5),
            "target": "gap <= 0.1 %",
            "met": large["placed"] == exact["placed"]
            and large["gap"] <= 0.001
            and large["total"] >= exact["total"] * (1 - large["gap"]) - 1e-6,
        },
        {
            "what": "memory of it",
            "measured": f"{large['megabytes']:.0f} MB",
            "floor": "",
            "ratio": None,
            "target": "< 1024 MB",
            "met": large["megabytes"] < 1024,
        },
        {
            "what": "match 1,000 with 500, on one core",
            "measured": f"{said(usual)} ({usual['cpu']:.2f} s of processor)",
            "floor": "",
            "ratio": None,
            "target": "<= 1 s",
            "met": usual["seconds"] <= 1,
        },
        {
            "what": "growth from 500 to 5,000 mentees",
            "measured": f"{small['seconds']:.2f} s to {large['seconds']:.2f} s",
            "floor": "",
            "ratio": round(growth := log(large["seconds"] / small["seconds"]) / log(10), 2),
            "target": "<= 1.7 (the power of n)",
            "met": growth <= 1.7,
        },
    ]
    for peer, name in (("mentor_match", "mentor-match"), ("matching", "matching")):
        size, theirs = largest(peer)
        mine = measured("ours", size)
        if mine is None:
            raise SystemExit("a measurement did not end")
        rows.append(
            {
                "what": f"match {size[0]} with {size[1]}, against {name}",
                "measured": said(mine),
                "floor": said(theirs),
                "ratio": round(theirs["seconds"] / mine["seconds"], 1),
                "target": ">= 20 times, no worse a total",
                "met": theirs["seconds"] >= 20 * mine["seconds"]
                and (mine["placed"], mine["total"] + 1e-6) >= (theirs["placed"], theirs["total"]),
            }
        )
    return rows


def main() -> None:
    what, mentees, mentors, cores = sys.argv[1], *(int(one) for one in sys.argv[2:5])
    if cores:
        psutil.Process().cpu_affinity(list(range(cores)))
    # A package of the peers calls itself once for each of thousands of people.
    sys.setrecursionlimit(1_000_000)
    threading.stack_size(1 << 29)
    work = threading.Thread(target=lambda: print(json.dumps(WHAT[what](mentees, mentors))))
    work.start()
    work.join()


if __name__ == "__main__":
    main()
