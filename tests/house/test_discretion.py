"""The log tells of every fault where it was, and of nobody what they wrote."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count, cycle
from typing import Any, Literal

import pytest
import structlog
from flask import Flask
from gunicorn.config import Config
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from sqlalchemy import text

from app.database.session import Database
from app.logs.faults import told
from app.logs.net import LEFT_OUT, scrub
from app.logs.served import Through
from app.logs.visits import follow
from app.sandbox import transports
from app.serving import serving
from app.slack.payloads import Payload
from app.tools import Answer, Board, Done, Visit
from tests.kit.hearing import heard
from tests.kit.town import Town

SECRET = "Umbrella-Tulip-7"
NOTHING: dict[str, Any] = {}
numbers = count(1)


class Anything(dict[str, Any]):
    """A form in which every field that is asked for holds the same."""

    def __init__(self, value: Any) -> None:
        super().__init__(said=value)
        self.value = value

    def __missing__(self, _key: str) -> Any:
        return self.value

    def get(self, _key: str, _default: Any = None) -> Any:
        return self.value


def payloads(board: Board, user: str, team: str) -> Iterator[Payload]:
    """Yield a visit by every way in, with the secret wherever somebody may write something."""

    def made(kind: str, name: str, **more: Any) -> Payload:
        number = next(numbers)
        return Payload(kind=kind, name=name, team_id=team, user_id=user, delivery_id=f"d{number}", **more)

    for name in [*board.commands, SECRET.lower()]:
        yield made("command", name, value=SECRET)
    for name in [*board.buttons, SECRET]:
        yield made("button", name, value=f"1-{SECRET}", values=Anything(SECRET), about=Anything(SECRET))
    for name in [*board.forms, SECRET]:
        for values in (SECRET, [SECRET]):
            yield made("form", name, values=Anything(values), about=Anything("1"))
    for name in [*board.events, SECRET]:
        yield made("event", name, body={"user": {"id": user, "real_name": SECRET, "tz": SECRET}, "text": SECRET})


def visits(town: Town) -> int:
    """Let somebody come in by every door with a secret; return how often."""
    door, board = town.stage.bot.door, town.stage.bot.board
    ways = list(payloads(board, town.ada.id, town.stage.sandbox.team_id))
    for payload in ways:
        try:
            door.receive(payload)
        except Exception:
            # An event's fault goes on to Bolt, which answers 500, and whoever serves it says so.
            logging.getLogger("flask.app").exception("Exception on /slack/events [POST]")
    return len(ways)


def test_no_way_in_lets_a_word_into_the_log(town: Town) -> None:
    town.pairs()
    with heard("json") as read:
        number = visits(town)
    lines = [json.loads(line) for line in read().splitlines()]
    assert len([one["reference"] for one in lines if one["event"] == "visit"]) == number > 300
    assert SECRET.lower() not in read().lower()


FAULTS: tuple[Callable[[], Exception], ...] = (
    lambda: KeyError(SECRET),
    lambda: ValueError(f"“{SECRET}” is no number"),
    lambda: RuntimeError(SECRET, {"text": SECRET}),
    lambda: ExceptionGroup(SECRET, [KeyError(SECRET), ValueError(SECRET)]),
)


@pytest.mark.parametrize("shape", ["text", "json"])
def test_whatever_a_room_raises_its_message_stays_out(town: Town, shape: Literal["text", "json"]) -> None:
    faults = cycle(FAULTS)

    def breaks(visit: Visit) -> Answer:
        try:
            NOTHING[SECRET]
        except LookupError:
            error = next(faults)()
            error.add_note(SECRET)
            raise error from None if visit.payload.kind == "form" else error
        return Done()

    door, board = town.stage.bot.door, town.stage.bot.board
    door._board = replace(
        board,
        commands={name: replace(one, listener=breaks) for name, one in board.commands.items()},
        buttons=dict.fromkeys(board.buttons, breaks),
        forms=dict.fromkeys(board.forms, breaks),
        events=dict.fromkeys(board.events, breaks),
    )
    with heard(shape) as read:
        number = visits(town)
    said = read()
    assert SECRET.lower() not in said.lower()
    assert said.count("tests/house/test_discretion.py:") > number
    for name in ("KeyError", "ValueError", "RuntimeError", "ExceptionGroup"):
        assert said.count(name) > number / 10


def test_a_fault_on_the_way_to_slack_carries_the_notices_id(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.opens_cohort()

    def breaks(*_args: object) -> None:
        raise TypeError(SECRET)

    monkeypatch.setattr(town.stage.bot.gateway, "carry", breaks)
    with heard("json") as read:
        town.ada.presses("Find a mentor")
        town.ada.fills(town.mentee_answers(goals=SECRET))
        town.ada.submits()
    lines = [json.loads(line) for line in read().splitlines()]
    failed = [one for one in lines if one["event"] == "carrier-failed"]
    assert failed
    assert all(one["notice"] > 0 and one["exception"].endswith("TypeError") for one in failed)
    assert SECRET not in read()


def test_the_reference_that_people_read_is_in_every_line_of_their_visit(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.opens_cohort()
    monkeypatch.setattr(town.stage.bot.door, "_answer", lambda _payload: NOTHING["x"])
    with heard("json") as read:
        town.ada.types("/mentoring status")
    reference = town.ada.sees("Something went wrong on my side").split("reference *")[1][:6]
    lines = [json.loads(line) for line in read().splitlines()]
    assert [(one["event"], one["reference"], one["visit"]) for one in lines if "visit" in one] == [
        ("fault", reference, "status"),
        ("visit", reference, "status"),
    ]


def test_a_visit_is_a_line_for_whoever_debugs_and_none_for_others(town: Town) -> None:
    with heard("text", "INFO") as read:
        town.ada.types("/mentoring status")
    assert read() == ""
    with heard("text", "DEBUG") as read:
        town.ada.types("/mentoring status")
    (line,) = [one for one in read().splitlines() if "visit " in one]
    assert "took_ms=" in line
    assert "visit=status" in line
    assert ("url=/slack/events" in line) is (town.stage._transport == "http")


def test_a_web_request_has_a_reference_and_none_is_left_to_the_next() -> None:
    web = Flask("ours")
    follow(web)
    seen: list[dict[str, Any]] = []

    @web.get("/calendar/<token>.ics")
    def look(token: str) -> str:
        seen.append(structlog.contextvars.get_contextvars())
        return token

    client = web.test_client()
    client.get("/calendar/abc.ics")
    client.get("/calendar/abc.ics")
    assert [one["url"] for one in seen] == ["/calendar/<token>.ics"] * 2
    assert seen[0]["reference"] != seen[1]["reference"]
    assert structlog.contextvars.get_contextvars() == {}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("token xoxb-1-2-abc ends", "token xoxb-… ends"),
        ("xoxe.xoxb-1-abc", "xoxe-…"),
        ("xapp-1-A-2-b", "xapp-…"),
        ("https://hooks.slack.com/commands/T1/2/x?y", "https://hooks.slack.com/…"),
        ("wss://wss-primary.slack.com/link/?ticket=abc&app_id=1 closed", "wss://wss-primary.slack.com/link/?… closed"),
        ("GET /calendar/s3cr3t-token.ics 200", "GET /calendar/… 200"),
        ("postgresql+psycopg://trellis:pa55@db/trellis", "postgresql+psycopg://…@db/trellis"),
        ("host=db password=pa55 user=u", "host=db password=… user=u"),
        ("/slack/oauth_redirect?code=1.2.abc&state=xyz", "/slack/oauth_redirect?code=…&state=…"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer …"),
        ("key " + "A" * 43 + "= end", "key … end"),
        ("gAAAAABm" + "x" * 90 + "== end", "… end"),
        ("nothing to hide: T1, U2, 12:30, https://example.org/a?b=c", None),
    ],
)
def test_the_second_net_takes_out_what_looks_like_a_secret(said: str, kept: str | None) -> None:
    assert scrub(said) == (said if kept is None else kept)
    with heard("json") as read:
        structlog.get_logger().warning("x", about={"deep": [said]})
        logging.getLogger("gunicorn.error").warning("Error handling %s", said)
    ours, theirs = (json.loads(line) for line in read().splitlines())
    assert ours["about"] == {"deep": [kept or said]}
    assert theirs["event"] == f"Error handling {kept or said}"
    assert kept is None or LEFT_OUT in kept


def test_an_exception_in_the_words_of_a_library_is_told_like_all_others() -> None:
    with heard("json") as read:
        logging.getLogger("gunicorn.error").error("Unhandled: %s", KeyError(SECRET))
        thread = threading.Thread(target=lambda: NOTHING[SECRET])
        thread.start()
        thread.join()
    assert SECRET not in read()
    first, second = (json.loads(line) for line in read().splitlines())
    assert first["event"] == "Unhandled: KeyError"
    assert (second["event"], second["exception"].splitlines()[-1]) == ("thread-stopped", "KeyError")


def test_a_library_that_quotes_an_exception_does_not_quote_it_here(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transports, "ACK_SECONDS", 0.5)  # nobody acknowledges, four times

    def breaks(_visit: Visit) -> Answer:
        raise KeyError(SECRET)

    door = town.stage.bot.door
    door._board = replace(door._board, events=dict.fromkeys(door._board.events, breaks))
    with heard("json") as read:
        town.ada.person.opens_home()  # over HTTP Flask tells of it, over Socket Mode Slack's SDK: "…: {e}"
        try:
            NOTHING[SECRET]
        except KeyError as error:
            logging.getLogger("slack_sdk.x").exception(f"Failed to run a request listener: {error}")  # noqa: G004, TRY401 - as it does
    assert SECRET not in read()
    lines = [json.loads(line) for line in read().splitlines()]
    told = [one["event"] for one in lines]  # over HTTP the fault is told by another thread: either may be first
    assert {"fault", "Failed to run a request listener: KeyError"} <= set(told)


def test_gunicorn_writes_no_line_by_itself(capfd: pytest.CaptureFixture[str]) -> None:
    theirs = logging.getLogger("gunicorn.error")
    try:
        with heard("json") as read:
            logger = Through(Config())
            try:
                int(SECRET)
            except ValueError:
                logger.exception("Error handling request %s", "/calendar/secret-token.ics")
        (line,) = (json.loads(line) for line in read().splitlines())
    finally:
        theirs.propagate = True
    assert line["event"] == "Error handling request /calendar/…"
    assert line["exception"].endswith("ValueError")
    assert capfd.readouterr().err == ""
    assert serving("127.0.0.1:0")["logger_class"] is Through


def fault(database: Database, statement: str) -> str:
    try:
        with database.transaction() as tx:
            tx.execute(text(statement), {"said": SECRET})
    except Exception as error:  # noqa: BLE001 - whatever it is, it is to be told
        return told(error)
    raise AssertionError("it worked")


def test_a_fault_of_the_database_is_told_without_the_row(database: Database) -> None:
    again = "INSERT INTO workspaces SELECT :said, 'n', 't', 'b', 'u', {now} UNION ALL SELECT :said, 'n', 't', 'b', 'u', {now}"
    now = "'2027-01-01 00:00:00'" if database.is_sqlite else "now()"
    columns = "(team_id, name, bot_token, bot_id, bot_user_id, installed_at)"
    twice = fault(database, again.format(now=now).replace("workspaces", f"workspaces {columns}"))
    assert "IntegrityError: " in twice
    assert "workspaces" in twice
    missing = fault(database, "SELECT * FROM no_such_table WHERE x = :said")
    assert "no_such_table" in missing
    for one in (twice, missing):
        assert SECRET not in one


def test_a_fault_of_slack_or_of_the_network_is_told_by_its_code() -> None:
    answer = SlackResponse(
        client=WebClient(),
        http_verb="POST",
        api_url="https://slack.com/api/chat.postMessage",
        req_args={"text": SECRET},
        data={"ok": False, "error": "channel_not_found", "text": SECRET},
        headers={},
        status_code=200,
    )
    error = SlackApiError(SECRET, answer)  # type: ignore[no-untyped-call]  # slack_sdk left it untyped
    assert told(error) == "SlackApiError: channel_not_found"
    assert told(ConnectionRefusedError(111, "Connection refused")) == (
        "ConnectionRefusedError: [Errno 111] Connection refused"
    )
