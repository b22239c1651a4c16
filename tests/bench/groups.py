"""Groups: three hundred people who share an hour and an outcome with sixty mentors, proved close to the best."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from random import Random
from typing import Any

import psutil

from app.core.calendar import Slot
from app.features.joining.rules import Application
from app.features.matching.rules import Pool
from app.features.matching.rules.best_groups import best_groups
from app.features.matching.rules.groups import options
from app.features.matching.rules.terms import fits_in
from app.handbook import reading
from tests.kit.make import NOW, application, cohort

MENTEES, MENTORS, HOURS = 300, 60, 5
SECONDS, GAP = 30, 0.01
CARPENTRIES = reading.read_handbook(reading.SHIPPED / "carpentries.toml")
GRID = [Slot(day, hour * 60, hour * 60 + 120) for day in range(5) for hour in range(8, 22, 2)]
ZONES = ("Europe/London", "America/New_York", "Africa/Johannesburg", "Asia/Kolkata")
Row = dict[str, Any]


def crowd(mentees: int, mentors: int, *, seed: int = 1, hours: int = HOURS, places: tuple[int, int] = (3, 5)) -> Pool:
    """People from four zones with so many two-hour slots each, as they might fill in the form of groups."""
    dice = Random(seed)  # noqa: S311 - the same crowd each time
    wants = [one.value for one in asked("outcome")]
    tools = [one.value for one in asked("tools_wanted")]

    def somebody(number: int, role: str, answers: dict[str, Any]) -> Application:
        base = {"languages": {}, "goals": "", "meets": dice.choice(("virtual", "either")), "town": ""}
        slots = tuple(sorted(dice.sample(GRID, hours)))
        return application(number, role, {**base, **answers}, zone=dice.choice(ZONES), slots=slots)

    first = tuple(
        somebody(
            number,
            "mentee",
            {"outcome": dice.sample(wants, dice.randint(1, 2)), "tools_wanted": dice.sample(tools, dice.randint(0, 3))},
        )
        for number in range(1, mentees + 1)
    )
    second = tuple(
        somebody(
            10_000 + number,
            "mentor",
            {"guides": dice.sample(wants, dice.randint(1, 3)), "tools_offered": dice.sample(tools, dice.randint(1, 4))},
        )
        for number in range(1, mentors + 1)
    )
    return Pool(first, second, {one.id: dice.randint(*places) for one in second}, frozenset())


def asked(key: str) -> Sequence[Any]:
    return next(one.options for one in CARPENTRIES.questions("mentee") if one.key == key)


def groups() -> list[Row]:
    """Where places are scarce, and where there is not one to spare; each in a process of its own."""
    return [_row("3 to 5 places each", 3, 5, GAP), _row("no place to spare", 5, 5, 2 * GAP)]


def _row(name: str, fewest: int, most: int, gap: float) -> Row:
    process = psutil.Popen([sys.executable, "-m", "tests.bench.groups", str(fewest), str(most)], stdout=subprocess.PIPE)
    out, _ = process.communicate()
    said = json.loads(out)
    return {
        "what": f"groups, {MENTEES} mentees, {MENTORS} mentors, {name}",
        "measured": f"{said['seconds']:.1f} s (scores {said['scored']:.1f} s), gap {said['gap']:.2%}",
        "floor": f"{said['placed']} of at most {said['most']} placed",
        "ratio": None,
        "target": f"gap <= {gap:.0%} in {SECONDS} s",
        "met": said["gap"] <= gap and said["seconds"] <= SECONDS,
    }


def main(fewest: int, most: int) -> None:
    """Form the groups of one crowd and print what that took, in seconds with the reading in of the solver."""
    pool = crowd(MENTEES, MENTORS, places=(fewest, most))
    begun = time.perf_counter()
    verdicts = fits_in(pool, cohort(), CARPENTRIES)
    scored = time.perf_counter() - begun
    found = best_groups(options(pool, [], verdicts, cohort(), CARPENTRIES, NOW))
    seconds = time.perf_counter() - begun
    said = {"seconds": seconds, "scored": scored, "gap": found.gap, "placed": found.placed, "most": found.most_placed}
    print(json.dumps(said))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
