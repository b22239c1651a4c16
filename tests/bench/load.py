"""Concurrent senders of signed requests, as Slack would send them.

python -m tests.bench.load    sends what it reads from its input (JSON), prints what it measured
"""

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

SENDERS = 8
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True)
class Measured:
    """What a load run showed."""

    per_second: float
    p50_ms: float
    p99_ms: float
    failures: int


def command_body(number: object, text: str, team: str, user: str) -> str:
    return urlencode(
        {
            "command": "/mentoring",
            "text": text,
            "team_id": team,
            "user_id": user,
            "channel_id": "C1",
            "trigger_id": f"t{number}",
            "response_url": "http://127.0.0.1:9/none",
            "api_app_id": "A1",
        }
    )


def _interaction(payload: dict[str, object]) -> str:
    return urlencode({"payload": json.dumps(payload)})


def button_body(number: object, action: str, value: str, team: str, user: str) -> str:
    return _interaction(
        {
            "type": "block_actions",
            "team": {"id": team},
            "user": {"id": user, "team_id": team},
            "api_app_id": "A1",
            "trigger_id": f"b{number}",
            "container": {"type": "message"},
            "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": "1.0"}],
        }
    )


def form_body(
    number: object, callback: str, about: dict[str, object], values: dict[str, object], team: str, user: str
) -> str:
    return _interaction(
        {
            "type": "view_submission",
            "team": {"id": team},
            "user": {"id": user, "team_id": team},
            "api_app_id": "A1",
            "trigger_id": f"f{number}",
            "view": {
                "id": f"V{number}",
                "hash": "1",
                "type": "modal",
                "callback_id": callback,
                "private_metadata": json.dumps(about),
                "state": {"values": {key: {"value": _entered(value)} for key, value in values.items()}},
            },
        }
    )


def _entered(value: object) -> dict[str, object]:
    if isinstance(value, list):
        return {"type": "multi_static_select", "selected_options": [{"value": one} for one in value]}
    return {"type": "plain_text_input", "value": value}


def home_body(number: object, team: str, user: str) -> str:
    """Return an event, in JSON: somebody opens their Home."""
    return json.dumps(
        {
            "type": "event_callback",
            "team_id": team,
            "api_app_id": "A1",
            "event_id": f"Ev{number}",
            "event_time": int(time.time()),
            "event": {"type": "app_home_opened", "user": user, "tab": "home", "channel": "D1", "event_ts": "1.0"},
            "authorizations": [{"team_id": team, "user_id": "UBOT", "is_bot": True}],
        }
    )


def fire_from_afar(port: int, secret: str, bodies: list[str], senders: int) -> Measured:
    """Send from a process of its own, so that who sends and who answers share the machine and no interpreter."""
    said = json.dumps({"port": port, "secret": secret, "bodies": bodies, "senders": senders})
    command = [sys.executable, "-m", "tests.bench.load"]
    done = subprocess.run(command, input=said, capture_output=True, text=True, check=True)
    return Measured(**json.loads(done.stdout))


def main() -> None:
    said = json.load(sys.stdin)
    bodies = said["bodies"]
    found = fire(said["port"], said["secret"], lambda number: bodies[number], len(bodies), said["senders"])
    print(json.dumps(asdict(found)))


def fire(port: int, secret: str, body: Callable[[int], str], total: int, senders: int = SENDERS) -> Measured:
    """Send `total` requests from so many threads and measure."""
    verifier = SignatureVerifier(secret)
    stamp = str(int(time.time()))
    prepared = [
        (text := body(number), str(verifier.generate_signature(timestamp=stamp, body=text))) for number in range(total)
    ]
    took: list[float] = []
    failures = 0
    lock = threading.Lock()

    def send(part: list[tuple[str, str]]) -> None:
        nonlocal failures
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        mine: list[float] = []
        bad = 0
        for text, signature in part:
            begun = time.perf_counter()
            connection.request(
                "POST",
                "/slack/events",
                text,
                {
                    "Content-Type": JSON if text.startswith("{") else FORM,
                    "X-Slack-Request-Timestamp": stamp,
                    "X-Slack-Signature": signature,
                },
            )
            answer = connection.getresponse()
            said = answer.read()
            mine.append((time.perf_counter() - begun) * 1000)
            bad += answer.status != 200 or b'"errors"' in said or b"went wrong" in said
        connection.close()
        with lock:
            took.extend(mine)
            failures += bad

    threads = [threading.Thread(target=send, args=(prepared[number::senders],)) for number in range(senders)]
    begun = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    spent = time.perf_counter() - begun
    took.sort()
    return Measured(total / spent, took[len(took) // 2], took[int(len(took) * 0.99)], failures)


if __name__ == "__main__":
    main()
