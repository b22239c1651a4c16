"""`make chaos`: kills, freezes and storms; prints what became of every message, and fails if a promise was broken."""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from tests.chaos.crashes import die
from tests.chaos.flood import bad_weather, flood
from tests.chaos.freezes import fall_asleep
from tests.chaos.verdict import Verdict
from tests.chaos.world import nursery, world
from tests.kit.mortal import BOUNDARIES, Boundary, Nursery

LEASE = 2.0
FREEZE_LEASE = 3.0
FLOOD_LEASE = 4.0


def main() -> int:
    said = argparse.ArgumentParser()
    said.add_argument("--kills", type=int, default=207, help="on each database, over all boundaries")
    said.add_argument("--messages", type=int, default=10_000, help="in each flood")
    said.add_argument("--seed", type=int, default=1)
    said.add_argument("--only", choices=("crashes", "freezes", "flood"))
    options = said.parse_args()
    begun, verdicts = time.monotonic(), []
    with nursery() as (lives, log):
        if options.only in (None, "crashes"):
            for kind in ("sqlite", "postgres"):
                for readable in (True, False):
                    kills = options.kills if readable else options.kills // 3
                    verdicts.append(crashes(lives, log, kind, kills, options.seed, readable=readable))
        if options.only in (None, "freezes"):
            asleep: list[Boundary] = [one for one in BOUNDARIES if one != "looked"]
            verdicts.append(freezes(lives, log, asleep, options.seed, readable=True))
            verdicts.append(freezes(lives, log, asleep, options.seed, readable=False))
            # At Slack's pace every decision waits for the one before it, also if that one has fallen asleep.
            verdicts.append(freezes(lives, log, ["begun", "settling"], options.seed, readable=True, pace=0.97))
        if options.only in (None, "flood"):
            for workers, readable in ((2, True), (4, True), (4, False)):
                verdicts.append(floods(lives, log, workers, options.messages, options.seed, readable=readable))
    broken = [said for verdict in verdicts for said in verdict.broken]
    for one in broken[:50]:
        print(f"BROKEN: {one}")
    print(f"{len(broken)} promises broken, in {time.monotonic() - begun:.0f} s")
    return 1 if broken else 0


def crashes(lives: Nursery, log: Path, kind: str, kills: int, seed: int, *, readable: bool) -> Verdict:
    """Kill one worker at every boundary and print what became of its messages."""
    begun = time.monotonic()
    with world(kind, lives, log, readable=readable, lease=LEASE, people=40, seed=seed) as made:
        found = die(made, list(BOUNDARIES), kills)
        made.comes_to_rest()
        verdict = made.verdict()
    print(f"\n{kind}, {_history(readable)}: {found.total()} kills in {time.monotonic() - begun:.0f} s")
    for boundary, sentence in BOUNDARIES.items():
        print(f"  {found[boundary]:4} {sentence}")
    print(f"  {verdict.words()}", flush=True)
    return verdict


def freezes(
    lives: Nursery, log: Path, boundaries: list[Boundary], seed: int, *, readable: bool, pace: float = 0.0
) -> Verdict:
    """Let one worker fall asleep past its lease at every boundary, and print what became of its messages."""
    begun = time.monotonic()
    with world("postgres", lives, log, readable=readable, lease=FREEZE_LEASE, people=50, seed=seed, pace=pace) as made:
        found = fall_asleep(made, boundaries)
        verdict = made.verdict()
    at = "at Slack's pace, " if pace else ""
    print(f"\npostgres, {at}{_history(readable)}: {found.times.total()} freezes in {time.monotonic() - begun:.0f} s")
    for boundary, seconds in found.kept.items():
        print(f"  {found.times[boundary]:4} {BOUNDARIES[boundary]}; the others were done after {seconds:.1f} s")
    print(f"  {verdict.words()}", flush=True)
    return verdict


def floods(lives: Nursery, log: Path, workers: int, messages: int, seed: int, *, readable: bool) -> Verdict:
    """Let several workers send very much in bad weather and print what became of it."""
    with world("postgres", lives, log, readable=readable, lease=FLOOD_LEASE, people=2000, seed=seed) as made:
        made.plan(messages)
        bad_weather(made, storms=0.002, seconds=2)
        havoc = flood(made, workers=workers, every=2.5, most=1000, patience=900)
        verdict = made.verdict()
    answers = Counter({what: count for what, count in verdict.struck.items() if what.endswith(" 429")}).total()
    print(f"\npostgres, {workers} workers, {_history(readable)}: {havoc.seconds:.0f} s")
    print(f"  {havoc.kills} kills, {havoc.freezes} freezes past the lease, {answers + verdict.throttled} times 429")
    print(f"  {verdict.words()}", flush=True)
    return verdict


def _history(readable: bool) -> str:  # noqa: FBT001 - a word for a fact
    return "with im:history" if readable else "without im:history"


if __name__ == "__main__":
    sys.exit(main())
