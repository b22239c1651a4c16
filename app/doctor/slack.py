"""Slack: reachable, the tokens, the scopes, the clocks, the people and the channels."""

import json
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from uuid import uuid4

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from app.delivery.looking import Standing
from app.doctor.findings import Finding, fault, looked_at, note, ok, warning
from app.features.programmes.rules import Cohort
from app.slack.gateway import EVENT_TYPE
from app.slack.scopes import SCOPES
from app.slack.transport import FencedClient

SECONDS = 10
OFF_SOME, OFF_MUCH = 30.0, 240.0  # seconds; Slack's requests are refused after 300
AGAIN = "install the app to the workspace again and copy the token from “OAuth & Permissions”"
TOKENS = {
    "invalid_auth": ("Slack does not know it", "copy the token again, whole, from “OAuth & Permissions”"),
    "not_authed": ("it is empty", "copy the token from “OAuth & Permissions”"),
    "token_revoked": ("the app was removed from the workspace", AGAIN),
    "account_inactive": ("the app was removed from the workspace", AGAIN),
    "token_expired": ("it is a token that rotates", "make the app anew, with token rotation off"),
    "not_allowed_token_type": (
        "it is a token of another kind",
        "copy the bot token (xoxb-…) from “OAuth & Permissions”",
    ),
}
Unreachable = (URLError, OSError, HTTPException, SlackRequestError, json.JSONDecodeError)


@dataclass(frozen=True)
class Met:
    """A workspace that let us in.

    Attributes:
        client: speaks there.
        team_id: its id.
        name: what it is called.
        bot_user_id: who we are there.
        scopes: what was granted; None if Slack does not tell.
        off: by how many seconds Slack's clock is ahead of this machine's; None if Slack does not tell.
    """

    client: WebClient
    team_id: str
    name: str
    bot_user_id: str
    scopes: frozenset[str] | None
    off: float | None


def client_of(token: str, base_url: str) -> WebClient:
    """Return what speaks with a token: one attempt for each call."""
    return FencedClient(token=token, base_url=base_url, timeout=SECONDS, retry_handlers=[])


def meet(client: WebClient, what: str, now: Callable[[], datetime]) -> tuple[Met | None, list[Finding]]:
    """Ask who we are; None if that cannot be told.

    Args:
        client: with a token.
        what: how the token is called, for people.
        now: this machine's clock.
    """
    try:
        said = client.auth_test()
    except SlackApiError as error:
        return None, [_refused(what, error)]
    except Unreachable as error:
        return None, [_unreachable(client.base_url, error)]
    headers = {name.lower(): value for name, value in said.headers.items()}
    date = headers.get("date")
    off = None
    if date:
        with suppress(ValueError):
            off = (parsedate_to_datetime(date).astimezone(UTC) - now()).total_seconds()
    granted = headers.get("x-oauth-scopes")
    scopes = None if granted is None else frozenset(part.strip() for part in granted.split(","))
    met = Met(client, said["team_id"], said["team"], said["user_id"], scopes, off)
    return met, [ok(what, f"opens the workspace {met.name} ({met.team_id})")]


def _refused(what: str, error: SlackApiError) -> Finding:
    code = str(error.response.get("error") or f"http {error.response.status_code}")
    why, todo = TOKENS.get(code, (f"Slack says {code}", "look again in some minutes, and at https://status.slack.com"))
    return fault(what, f"does not work: {why}", todo)


def _unreachable(url: str, error: Exception) -> Finding:
    reason: object = error.reason if isinstance(error, URLError) else error
    match reason:
        case socket.gaierror():
            said, todo = "its name cannot be found", "look at this machine's DNS, and at SLACK_API_URL"
        case ConnectionRefusedError():
            said, todo = "nobody answers there", "look at SLACK_API_URL, and at the proxy (HTTPS_PROXY)"
        case ssl.SSLError():
            said = "its certificate is not trusted; a proxy may open what is encrypted"
            todo = "let Python trust the proxy's certificate (SSL_CERT_FILE)"
        case TimeoutError():
            said, todo = "no answer came in time", "let this machine through to it (firewall), or set HTTPS_PROXY"
        case SlackRequestError() | json.JSONDecodeError():
            said, todo = "what answers there is not Slack", "look at SLACK_API_URL, and at the proxy (HTTPS_PROXY)"
        case _:
            said, todo = type(reason).__name__, "look at the network, and at the proxy (HTTPS_PROXY)"
    return fault("Slack", f"cannot be reached at {url}: {said}", todo)


def look_at_workspace(met: Met, known: Sequence[str]) -> Iterator[Finding]:
    """Look whether a token leads into the workspace that the database is about."""
    if known and met.team_id not in known:
        yield fault(
            "workspace",
            f"the token is of {met.name} ({met.team_id}), and the database of {', '.join(known)}",
            "use the token of that workspace, or another DATABASE_URL",
        )


def look_at_scopes(met: Met) -> Iterator[Finding]:
    """Look whether everything was granted that Trellis needs; of each that is missing, say what does not work."""
    if met.scopes is None:
        yield note("scopes", "Slack does not tell which were granted")
        return
    missing = [one for one in SCOPES if one.name not in met.scopes]
    for one in missing:
        todo = "add it under “OAuth & Permissions”, “Scopes” (or paste the manifest again), and install the app anew"
        if one.is_optional:
            yield note("scopes", f"{one.name} (optional) is missing: {one.without}", todo)
        else:
            yield fault("scopes", f"{one.name} is missing: {one.without}", todo)
    if not missing:
        yield ok("scopes", f"all {len(SCOPES)} are granted")


def look_at_clock(met: Met) -> Iterator[Finding]:
    """Look whether this machine's clock agrees with Slack's."""
    if met.off is None:
        yield note("clocks", "Slack does not tell its time")
        return
    said = f"this machine's is {abs(met.off):.0f} s {'behind' if met.off > 0 else 'ahead of'} Slack's"
    if abs(met.off) > OFF_MUCH:
        yield fault("clocks", f"{said}: what Slack signs is refused as too old", "let it be set by NTP")
    elif abs(met.off) > OFF_SOME:
        yield warning("clocks", said, "let it be set by NTP")
    else:
        yield ok("clocks", "agree with Slack's")


def look_at_app_token(token: str, base_url: str) -> Iterator[Finding]:
    """Look whether Socket Mode would connect; the connection that Slack offers is not taken."""
    client = client_of("", base_url)
    try:
        client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        code = str(error.response.get("error") or f"http {error.response.status_code}")
        yield fault(
            "SLACK_APP_TOKEN",
            f"does not open a connection: Slack says {code}",
            "switch on Socket Mode, and make an app token with connections:write under “Basic Information”",
        )
    except Unreachable as error:
        yield _unreachable(base_url, error)
    else:
        yield ok("SLACK_APP_TOKEN", "opens a connection for Socket Mode")


# -- people and channels ---------------------------------------------------------------------------


def look_at_first_coordinators(met: Met, users: Sequence[str]) -> Iterator[Finding]:
    """Look whether those who shall coordinate are people who can."""
    for user in sorted(users):
        try:
            said: dict[str, Any] = met.client.users_info(user=user)["user"]
        except SlackApiError as error:
            code = error.response.get("error")
            if code == "missing_scope":
                return
            known = (
                "is not in this workspace" if code in ("user_not_found", "user_not_visible") else f"Slack says {code}"
            )
            todo = "in Slack open the profile, ⋮, “Copy member ID”, and put that into COORDINATOR_USER_IDS"
            yield fault("coordinators", f"{user} {known}", todo)
            continue
        if said.get("deleted") or said.get("is_bot") or user == "USLACKBOT":
            what = "is a bot" if not said.get("deleted") else "was deactivated"
            yield fault("coordinators", f"{user} {what}", "put somebody else into COORDINATOR_USER_IDS")
        elif said.get("is_restricted") or said.get("is_ultra_restricted"):
            todo = "put a full member into COORDINATOR_USER_IDS, or give this one the channels they need"
            yield warning("coordinators", f"{user} is a guest, who sees only some channels", todo)
        else:
            yield ok("coordinators", f"{said.get('real_name') or user} can coordinate")


def look_at_channels(met: Met, cohorts: Sequence[Cohort]) -> Iterator[Finding]:
    """Look whether the coordinators' channel of each cohort can be reached.

    We ask to invite ourselves, which never has an effect: Slack says why not, and so whether the channel is there.
    """
    for one in cohorts:
        channel = one.coordinators_channel
        said = f"of the coordinators of “{one.name}” ({channel})"
        code = "cant_invite_self"
        try:
            met.client.conversations_invite(channel=channel, users=met.bot_user_id)
        except SlackApiError as error:
            code = str(error.response.get("error") or error.response.status_code)
        match code:
            case "cant_invite_self" | "already_in_channel":
                yield ok("channel", f"{said}: Trellis is in it")
            case "not_in_channel":
                yield ok("channel", f"{said}: public, Trellis can write there")
            case "is_archived":
                yield fault("channel", f"{said} is archived", "unarchive it in Slack, or close the cohort")
            case "channel_not_found":
                todo = "invite Trellis to it in Slack: /invite @Trellis (as a member of that channel)"
                yield fault("channel", f"{said} is not there, or private and Trellis is not in it", todo)
            case _:
                yield note("channel", f"{said}: cannot be told, Slack says {code}")


# -- marks -----------------------------------------------------------------------------------------


def look_at_marks(met: Met, last: Standing | None) -> Iterator[Finding]:
    """Look whether a message's mark can be found again, as after a crash: in our own conversation, or in the last one.

    Args:
        met: the workspace.
        last: the message to a person that arrived last; it is ours, and only its mark is looked at.
    """
    if met.scopes is not None and "im:history" not in met.scopes:
        yield note("marks", "are not looked for: im:history is not granted")
        return
    try:
        own = met.client.conversations_open(users=met.bot_user_id)["channel"]["id"]
    except SlackApiError:
        own = None  # most workspaces let no bot speak to itself
    if own is not None:
        yield from _round_trip(met.client, own)
    elif last is None:
        yield note("marks", "can be tried once a first message has arrived; Slack lets Trellis not write to itself")
    elif last.mark in _marks(met.client, last.channel, last.ts):
        yield ok("marks", "the mark of the last message to a person was found again")
    else:
        yield warning(
            "marks",
            "the last message to a person has lost its mark: after a crash Trellis cannot tell whether it arrived",
            "nothing is lost; a message may come twice then (see “One process or several” in README.md)",
        )


def _round_trip(client: WebClient, channel: str) -> Iterator[Finding]:
    mark = uuid4().hex
    metadata = {"event_type": EVENT_TYPE, "event_payload": {"id": mark}}
    said = client.chat_postMessage(channel=channel, text="`trellis doctor` looks at itself.", metadata=metadata)
    try:
        found = mark in _marks(client, said["channel"], said["ts"])
    finally:
        client.chat_delete(channel=said["channel"], ts=said["ts"])
    if found:
        yield ok("marks", "a message to itself kept its mark, and was taken back")
    else:
        yield warning("marks", "a message to itself lost its mark", "after a crash a message may come twice")


def _marks(client: WebClient, channel: str, ts: str) -> list[str]:
    said = client.conversations_history(
        channel=channel, oldest=ts, latest=ts, inclusive=True, include_all_metadata=True, limit=1
    )
    payloads = [(one.get("metadata") or {}).get("event_payload") or {} for one in said["messages"]]
    return [mark for one in payloads for mark in str(one.get("id", "")).split()]


def look_inside(met: Met, users: Sequence[str], cohorts: Sequence[Cohort], last: Standing | None) -> Iterator[Finding]:
    """Look at everything in a workspace that let us in."""
    yield from looked_at("scopes", lambda: look_at_scopes(met))
    yield from looked_at("coordinators", lambda: look_at_first_coordinators(met, users))
    yield from looked_at("channel", lambda: look_at_channels(met, cohorts))
    yield from looked_at("marks", lambda: look_at_marks(met, last))
