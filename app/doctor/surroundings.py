"""Settings, handbooks, the port, the public address: what is around the database and Slack."""

import json
import os
import secrets
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from slack_sdk.signature import SignatureVerifier

from app.doctor.findings import Finding, fault, note, ok, warning
from app.handbook import reading
from app.hosting import host_of, sqlite_file
from app.mending import Fault
from app.settings import Settings

SECONDS = 10.0
UNAUTHORIZED = 401
SLACK = "https://slack.com/api/"


def look_at_settings(settings: Settings, wrong: Sequence[Fault], oddities: Sequence[str]) -> Iterator[Finding]:
    """Look at what the admin decided."""
    for one in wrong:
        said, _, todo = str(one).partition("; ")
        yield fault("settings", said, todo or "set it right; README.md says what each setting means")
    if not wrong:
        yield ok("settings", f"all {len(Settings.model_fields)} can be read")
    for odd in oddities:
        yield warning("settings", odd, "mend the name, or take the line out")
    if sqlite_file(settings.database_url) is not None and not settings.inline_worker:
        yield fault(
            "settings",
            "INLINE_WORKER is off, and with SQLite there can be no worker beside: nobody would send anything",
            "take INLINE_WORKER out, or use PostgreSQL",
        )
    if settings.slack_api_url == SLACK and settings.slack_pace == 0:
        yield warning("settings", "SLACK_PACE is 0: Slack will turn messages away", "take SLACK_PACE out")
    if settings.clock_file is not None:
        yield warning("settings", "CLOCK_FILE is set: Trellis lives by a clock that somebody made up", "take it out")


def look_at_handbooks(folder: Path | None) -> Iterator[Finding]:
    """Look whether every programme file can be read."""
    try:
        found = reading.read_files([reading.SHIPPED, *([folder] if folder is not None else [])])
    except reading.BadHandbook as error:
        lines = str(error).splitlines()
        more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
        todo = "`trellis programme check FILE` tells every fault; PROGRAMMES_DIR must be a folder with such files"
        yield fault("handbooks", f"{lines[0]}{more}", todo)
        return
    own = sum(one.path.parent != reading.SHIPPED for one in found.values())
    yield ok("handbooks", f"{len(found)} can be read, {own} of them your own")


def look_at_port(port: int) -> Iterator[Finding]:
    """Look whether the port is free, or Trellis answers there already."""
    with closing(socket.socket()) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("0.0.0.0", port))  # noqa: S104 - where Trellis will listen
        except OSError as error:
            why = error.strerror or type(error).__name__
        else:
            yield ok("port", f"{port} is free" if port else "any free one")
            return
    if _get(f"http://127.0.0.1:{port}/healthz") == (200, "alive"):
        yield ok("port", f"Trellis answers on {port} already")
    else:
        yield fault("port", f"{port} cannot be used: {why}", "stop what listens there, or set PORT to another number")


def look_at_address(settings: Settings) -> Iterator[Finding]:
    """Look whether Trellis answers at its public address, and hears Slack with the same signing secret."""
    url = settings.public_url
    if not url:
        if settings.slack_transport == "http":
            yield note("public address", "not told, so it cannot be tried", "set PUBLIC_URL to have it tried")
        return
    status, body = _get(f"{url}/healthz")
    if (status, body) != (200, "alive"):
        what = body if status == 0 else f"it answers {status}"
        yield fault(
            "public address",
            f"{url}/healthz does not say that Trellis is alive: {what}",
            "start Trellis there; let the proxy lead https to its PORT; look whether PUBLIC_URL is right",
        )
        return
    yield ok("public address", f"Trellis answers at {url}")
    secret = settings.slack_signing_secret.get_secret_value()
    if settings.slack_transport == "http" and secret:
        yield _heard(url, secret)


def _heard(url: str, secret: str) -> Finding:
    """Ask what Slack asks when an address is entered, signed as Slack does."""
    challenge = secrets.token_hex(8)
    body = json.dumps({"type": "url_verification", "challenge": challenge, "token": "doctor"})
    stamp = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body) or ""
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature,
    }
    status, said = _get(f"{url}/slack/events", body.encode(), headers)
    if status == UNAUTHORIZED:
        return fault(
            "signed requests",
            f"{url} refuses what is signed with SLACK_SIGNING_SECRET",
            "set the same secret there and restart it; look at its clock (its log says if that is off)",
        )
    if challenge not in said:
        todo = "set SLACK_TRANSPORT=http there, too; let the proxy pass /slack/events on as it is"
        return fault("signed requests", f"{url}/slack/events answers {status or said} to Slack's question", todo)
    return ok("signed requests", "are understood at the public address")


def _get(url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """Return status and text of an answer; 0 and why, if there is none."""
    request = Request(url, data=body, headers=headers or {})  # noqa: S310 - the settings let only http(s) pass
    try:
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - see above
            return answer.status, answer.read(1000).decode(errors="replace").strip()
    except HTTPError as error:
        with error:
            return error.code, ""
    except URLError as error:
        return 0, str(error.reason)
    except (OSError, HTTPException, ValueError) as error:
        return 0, type(error).__name__


def where() -> str:
    """Return where this runs, for the first line."""
    host = host_of(os.environ)
    return host.name if host is not None else "this machine"
