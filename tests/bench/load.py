"""Eight concurrent senders of signed requests, as Slack would send them."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

SENDERS = 8


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


def fire(port: int, secret: str, body: Callable[[int], str], total: int) -> Measured:
    """Send `total` requests from eight threads and measure."""
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
                    "Content-Type": "application/x-www-form-urlencoded",
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

    threads = [threading.Thread(target=send, args=(prepared[number::SENDERS],)) for number in range(SENDERS)]
    begun = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    spent = time.perf_counter() - begun
    took.sort()
    return Measured(total / spent, took[len(took) // 2], took[int(len(took) * 0.99)], failures)
