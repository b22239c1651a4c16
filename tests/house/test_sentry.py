"""What leaves for Sentry: where it broke, and nothing that anybody wrote."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from app.logs.lines import set_up_logs
from app.logs.sentry import start
from app.tools import Answer, Visit
from tests.kit.hearing import heard
from tests.kit.town import Town

SECRET = "Umbrella-Tulip-7"
DSN = "https://publickey@sentry.invalid/7"
sent: list[dict[str, Any]] = []


class Kept(Transport):
    """Keeps what would be sent."""

    def capture_envelope(self, envelope: Envelope) -> None:
        sent.append(json.loads(envelope.serialize().splitlines()[2]))


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:
    sent.clear()
    yield
    sentry_sdk.get_client().close(timeout=0)
    sentry_sdk.get_global_scope().set_client(None)


def breaks(visit: Visit) -> Answer:
    typed = visit.text("goals")
    try:
        raise ConnectionResetError(104, "Connection reset by peer")
    except OSError as error:
        raise KeyError(f"{SECRET} {typed} xoxb-1-2-3") from error


def test_a_fault_leaves_with_its_place_and_its_reference_only(town: Town) -> None:
    town.opens_cohort()
    door = town.stage.bot.door
    door._board = replace(door._board, forms=dict.fromkeys(door._board.forms, breaks))
    town.ada.presses("Find a mentor")
    with heard("json") as read:
        set_up_logs("DEBUG", "json", start(DSN, "trellis@1", Kept))
        town.ada.fills(town.mentee_answers(goals=SECRET))
        town.ada.submits()
        assert "fault" in read() or sent
    reference = town.ada.sees("Something went wrong on my side").split("reference *")[1][:6]
    (event,) = sent
    assert event["tags"] | {"reference": reference, "kind": "form", "visit": "joining.apply"} == event["tags"]
    values = event["exception"]["values"]
    assert [(one["type"], one["value"]) for one in values] == [
        ("ConnectionResetError", "[Errno 104] Connection reset by peer"),
        ("KeyError", ""),
    ]
    frames = [frame for one in values for frame in one["stacktrace"]["frames"]]
    assert "app/door.py" in {frame["filename"] for frame in frames}
    assert [frame for frame in frames if "vars" in frame] == []
    whole = json.dumps(event)
    for word in (SECRET, "xoxb-1", town.stage.sandbox.bot_token, town.ada.user.real_name):
        assert word not in whole
    assert {"request", "user", "breadcrumbs", "extra", "server_name"} & set(event) == set()


def test_a_fault_that_is_passed_on_is_reported_once() -> None:
    report = start(DSN, "trellis@1", Kept)
    error = ValueError(SECRET)
    report(error, {"event": "fault"})
    report(error, {"event": "once more"})
    assert [one["logentry"]["message"] for one in sent] == ["fault"]


def test_without_a_dsn_the_package_is_not_even_loaded() -> None:
    code = "import sys, app.running; print('sentry_sdk' in sys.modules)"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
