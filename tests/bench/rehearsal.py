"""A rehearsal: how long a cohort of half a year takes, and whether many people cost more each than few."""

import time
from datetime import date

from app.handbook import reading
from app.rehearsal.command import rehearse
from app.rehearsal.mix import read_mix
from app.rehearsal.plan import Plan
from tests.bench.programs import Row

PROGRAMME = "wealljs"
SECONDS = 60
FEW, MANY, WHOLE, SHORT = 60, 600, 26, 6
DEARER = 1.3


def rehearsals() -> list[Row]:
    """Rehearse sixty people over half a year, and sixty and six hundred over six weeks."""
    whole, few, many = _seconds(FEW, WHOLE), _seconds(FEW, SHORT), _seconds(MANY, SHORT)
    each_of_few, each_of_many = (1000 * took / (people * SHORT) for took, people in ((few, FEW), (many, MANY)))
    ratio = each_of_many / each_of_few
    return [
        {
            "what": f"rehearsal of {FEW} people over {WHOLE} weeks",
            "measured": f"{whole:.1f} s, {1000 * whole / (FEW * WHOLE):.0f} ms a person and week",
            "floor": "",
            "ratio": None,
            "target": f"<= {SECONDS} s",
            "met": whole <= SECONDS,
        },
        {
            "what": f"rehearsal of {MANY} people over {SHORT} weeks",
            "measured": f"{many:.1f} s, {each_of_many:.0f} ms a person and week",
            "floor": f"{FEW} people: {each_of_few:.0f} ms",
            "ratio": round(ratio, 2),
            "target": f"<= {DEARER}",
            "met": ratio <= DEARER,
        },
    ]


def _seconds(people: int, weeks: int) -> float:
    handbook = reading.read_handbooks([reading.SHIPPED])[PROGRAMME]
    plan = Plan(
        handbook=handbook,
        mix=read_mix(None),
        people=people,
        seed=1,
        starts_on=date(2027, 2, 1),
        zone="UTC",
        weeks=weeks,
    )
    begun = time.monotonic()
    rehearse(plan)
    return time.monotonic() - begun
