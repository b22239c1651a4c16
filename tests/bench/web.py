"""The `web` process as it is run: what it holds, how fast it answers, how it begins and ends."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from tests.bench.load import Measured, button_body, command_body, fire_from_afar, form_body, home_body
from tests.bench.programs import APPLY, Row, free_port, prepared, program
from tests.kit import databases
from tests.kit.far_slack import FarSlack

PEOPLE, WARM, MANY = 1000, 1000, 10_000
FITS = 256  # MB
GROWS = 0.05
AT_ONCE = (8, 32, 64)
ANSWERED = 3000


def web() -> list[Row]:
    """Measure the web process."""
    return [*_memory(), *_speed(), *_begin_and_end()]


def environment(slack: FarSlack, url: str, port: int, **more: str) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "TRELLIS_KEYS": databases.KEY,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_TRANSPORT": "http",
        "SLACK_API_URL": slack.api_url,
        "SLACK_PACE": "0",
        "PORT": str(port),
        "LOG_LEVEL": "ERROR",
        **more,
    }


def megabytes(process: psutil.Process) -> float:
    """Return what all processes of a program hold; what they share is counted once."""
    family = [process, *process.children(recursive=True)]
    return float(sum(one.memory_full_info().pss for one in family) / 2**20)


def _mixed(team: str, users: list[str], cohort: int, run: str, total: int) -> list[str]:
    """Return commands, presses, openings of Home and forms, as many people send them."""
    bodies = []
    for number in range(total):
        user, mark = users[number % len(users)], f"{run}{number}"
        match number % 5:
            case 0:
                bodies.append(command_body(mark, ("help", "status", "join", "why")[number // 5 % 4], team, user))
            case 1:
                bodies.append(home_body(mark, team, user))
            case 2:
                bodies.append(button_body(mark, "joining.as_mentor", str(cohort), team, user))
            case 3:
                about = {"cohort": cohort, "role": "mentor"}
                bodies.append(form_body(mark, "joining.apply", about, APPLY, team, user))
            case _:
                bodies.append(command_body(mark, "status", team, user))
    return bodies


def _memory() -> list[Row]:
    rows: list[Row] = []
    for kind in ("sqlite", "postgres"):
        port = free_port()
        with FarSlack() as slack, databases.empty(kind) as url:
            users = slack.people(PEOPLE)
            cohort = prepared(url, slack.team_id, users)
            with program("-m", "app", "run", port=port, **environment(slack, url, port)) as (process, _):
                time.sleep(5)
                idle = megabytes(process)
                warm = _after(process, port, slack, _mixed(slack.team_id, users, cohort, "w", WARM))
                many = _after(process, port, slack, _mixed(slack.team_id, users, cohort, "m", MANY))
        grew = many / warm - 1
        rows.append(
            {
                "what": f"web process, after {MANY} interactions on {kind}",
                "measured": f"{many:.0f} MB in all (idle {idle:.0f}, after {WARM} {warm:.0f})",
                "floor": f"grew by {grew:+.1%}",
                "ratio": round(many / warm, 2),
                "target": f"< {FITS} MB, grows < {GROWS:.0%} once warm",
                "met": many < FITS and grew < GROWS,
                "idle_mb": round(idle, 1),
                "warm_mb": round(warm, 1),
                "many_mb": round(many, 1),
            }
        )
    return rows


def _after(process: psutil.Process, port: int, slack: FarSlack, bodies: list[str]) -> float:
    found = fire_from_afar(port, slack.signing_secret, bodies, 8)
    if found.failures > len(bodies) // 4:  # a form is refused to whoever has applied already
        raise SystemExit(f"{found.failures} of {len(bodies)} interactions failed")
    time.sleep(8)  # all that came of it has been sent
    return megabytes(process)


def _speed() -> list[Row]:
    rows: list[Row] = []
    floor = {}
    with _floor() as (port, secret):
        for senders in AT_ONCE:
            floor[senders] = _asked(port, secret, "T1", [f"U{n}" for n in range(PEOPLE)], senders)
    for kind in ("sqlite", "postgres"):
        port = free_port()
        with FarSlack() as slack, databases.empty(kind) as url:
            users = slack.people(PEOPLE)
            prepared(url, slack.team_id, users)
            said = environment(slack, url, port, INLINE_WORKER="0")
            with program("-m", "app", "run", port=port, **said):
                for senders in AT_ONCE:
                    ours = _asked(port, slack.signing_secret, slack.team_id, users, senders)
                    rows.append(_against(kind, senders, ours, floor[senders]))
    return rows


@contextmanager
def _floor() -> Iterator[tuple[int, str]]:
    port, secret = free_port(), "a-secret"
    with program("-m", "tests.bench.floor", str(port), secret, port=port):
        yield port, secret


def _asked(port: int, secret: str, team: str, users: list[str], senders: int) -> Measured:
    """Let so many people at once type `/mentoring help`."""

    def bodies(run: str, total: int) -> list[str]:
        return [command_body(f"{run}{senders}-{n}", "help", team, users[n % len(users)]) for n in range(total)]

    fire_from_afar(port, secret, bodies("warm", 300), senders)
    return fire_from_afar(port, secret, bodies("run", ANSWERED), senders)


def _against(kind: str, senders: int, ours: Measured, floor: Measured) -> Row:
    ratio, slower = ours.per_second / floor.per_second, ours.p99_ms / floor.p99_ms
    return {
        "what": f"/mentoring help from {senders} at once on {kind}",
        "measured": f"{ours.per_second:.0f}/s, p50 {ours.p50_ms:.1f} ms, p99 {ours.p99_ms:.1f} ms",
        "floor": f"{floor.per_second:.0f}/s, p99 {floor.p99_ms:.1f} ms",
        "ratio": round(ratio, 2),
        "target": f">= 0.5, p99 < 5 times (is {slower:.1f})",
        "met": ratio >= 0.5 and slower < 5 and ours.failures == 0,
        "failures": ours.failures,
    }


def _begin_and_end() -> list[Row]:
    rows: list[Row] = []
    for transport, busy in (("socket", False), ("http", False), ("http", True)):
        ready, gone = _lived(transport, busy=busy)
        rows.append(
            {
                "what": f"start and stop over {transport}, {'Slack silent' if busy else 'idle'}",
                "measured": f"ready after {ready:.1f} s, gone {gone:.2f} s after SIGTERM",
                "floor": "",
                "ratio": None,
                "target": "< 5 s to stop",
                "met": gone < 5,
                "ready_seconds": round(ready, 2),
                "stop_seconds": round(gone, 2),
            }
        )
    return rows


def _lived(transport: str, *, busy: bool) -> tuple[float, float]:
    """Return the seconds from start to ready, and from SIGTERM to the end."""
    port = free_port()
    with FarSlack() as slack, databases.empty("sqlite") as url:
        users = slack.people(4)
        prepared(url, slack.team_id, users)
        said = environment(slack, url, port, SLACK_TRANSPORT=transport, COORDINATOR_USER_IDS=users[0])
        with program("-m", "app", "run", port=port, **said) as (process, ready):
            time.sleep(2)
            if busy:
                slack.weather("views.publish", kind="slow", share=1.0, seed=1, seconds=8)
                fire_from_afar(port, slack.signing_secret, [home_body("busy", slack.team_id, users[0])], 1)
                time.sleep(0.5)
            begun = time.perf_counter()
            process.send_signal(signal.SIGTERM)
            process.wait(15)
            return ready, time.perf_counter() - begun
