"""The one door to Slack's Web API.

Its client has no retries of its own: slack_sdk's default handler posts a message again whose answer
was lost, and then a person reads it twice.
"""

import json
import socket
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web import SlackResponse

from app.core.carrier import (
    EVERYTHING,
    Absent,
    CannotTell,
    Found,
    Job,
    Later,
    Need,
    Outcome,
    Refused,
    Sent,
    Standing,
    Unknown,
)
from app.core.notice import Block, Errand, Invite, NotNeeded, Post, PublishHome, Upload
from app.slack.limits import METHODS_OF, rest
from app.slack.text import Mrkdwn, clip
from app.slack.transport import FencedClient, TooLate, leaving_until

log = structlog.get_logger()

TIMEOUT = 10.0
UPDATE_MOST = 4000
EVENT_TYPE = "trellis_notice"
# "It's possible some aspect of the operation succeeded": https://docs.slack.dev/reference/methods/chat.postMessage
UNCLEAR = {"internal_error", "fatal_error", "request_timeout"}
PASSING = {"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org"}
# The workspace's token does not work now; it may again after a reinstall.
LOCKED_OUT = {"token_revoked", "account_inactive", "invalid_auth", "not_authed", "token_expired"}
LOCKED_OUT_SECONDS = 300.0
REFUSED_SECONDS = 5.0
SERVER_FAULT = 500
MOST_PAGES = 5


class Gateway:
    """Talks to Slack for every workspace.

    Args:
        token_of: returns a workspace's bot token, or None if Trellis is not installed there.
        base_url: where Slack's Web API is.
        pace: which share of Slack's published limits to use; 0 for a Slack that counts nothing.
        timeout: seconds that Slack has for an answer.
        renewed: forgets what is remembered of a workspace's token, and returns the one that is there now. Another
            process may have been given a new one, and the old one then looks as if the workspace had locked us out.
    """

    def __init__(
        self,
        token_of: Callable[[str], str | None],
        base_url: str,
        *,
        pace: float = 0.97,
        timeout: float = TIMEOUT,
        renewed: Callable[[str], str | None] | None = None,
    ) -> None:
        self._token_of = token_of
        self._renewed = renewed or token_of
        self._base_url = base_url
        self._pace = pace
        self._timeout = timeout
        self._places: dict[tuple[str, str], str] = {}

    def client(self, team_id: str) -> WebClient:
        """Return a client for a workspace, without retries."""
        return FencedClient(
            token=self._token_of(team_id),
            base_url=self._base_url,
            timeout=self._timeout,  # type: ignore[arg-type]  # whole seconds are not needed
            retry_handlers=[],
            team_id=team_id,
        )

    def standing(self, token: str) -> Standing:
        """Ask Slack what a bot token is worth now."""
        client = FencedClient(token=token, base_url=self._base_url, timeout=TIMEOUT, retry_handlers=[])  # type: ignore[arg-type]  # see client
        try:
            client.auth_test()
        except SlackApiError as error:
            return Standing.VOID if error.response["error"] in LOCKED_OUT else Standing.UNKNOWN
        except (URLError, OSError, HTTPException, SlackRequestError, json.JSONDecodeError):
            return Standing.UNKNOWN
        return Standing.GOOD

    # -- what people see at once ---------------------------------------------------------------

    def open_view(self, team_id: str, trigger_id: str, view: Block) -> None:
        """Open a modal. Raises SlackApiError if Slack refuses (`expired_trigger_id`)."""
        self._show(team_id, lambda client: client.views_open(trigger_id=trigger_id, view=view))

    def push_view(self, team_id: str, trigger_id: str, view: Block) -> None:
        """Put a modal on top of the open one. Raises SlackApiError if Slack refuses."""
        self._show(team_id, lambda client: client.views_push(trigger_id=trigger_id, view=view))

    def update_view(self, team_id: str, view_id: str, view_hash: str, view: Block) -> None:
        """Replace an open modal if it is still the version that was pressed. Raises SlackApiError."""
        self._show(team_id, lambda client: client.views_update(view_id=view_id, hash=view_hash, view=view))

    def user(self, team_id: str, user_id: str) -> dict[str, Any]:
        """Return Slack's profile of a person. Raises SlackApiError if Slack refuses."""
        found: dict[str, Any] = self._show(team_id, lambda client: client.users_info(user=user_id))["user"]
        return found

    def _show(self, team_id: str, call: Callable[[WebClient], SlackResponse]) -> SlackResponse:
        """Call Slack; once more if our token was void and there is a new one: nothing came of the first call."""
        token = self._token_of(team_id)
        try:
            return call(self.client(team_id))
        except SlackApiError as error:
            _note_scope(error)
            if error.response["error"] not in LOCKED_OUT or self._renewed(team_id) == token:
                raise
        return call(self.client(team_id))

    def _unless_renewed(self, team_id: str, work: Callable[[], Outcome]) -> Outcome:
        """Do the work; a void token closes the workspace only if there is no new one."""
        token = self._token_of(team_id)
        outcome = work()
        locked = isinstance(outcome, Later) and outcome.what == EVERYTHING and outcome.reason in LOCKED_OUT
        return Later(0.0, "new token") if locked and self._renewed(team_id) != token else outcome

    # -- what delivery carries -----------------------------------------------------------------

    def needs(self, job: Job, team_id: str, to: str, errand: Errand) -> list[Need]:
        """Return which methods a job calls, and how long each must rest afterwards."""
        whats = list(METHODS_OF[job] if job != "carry" else METHODS_OF[type(errand)])
        alone = to.startswith(("C", "G")) or "+" not in to
        needs_id = job == "find" or isinstance(errand, Upload) or not alone
        if needs_id and not to.startswith(("C", "G")) and (team_id, to) not in self._places:
            whats.append("conversations.open")
        if job == "carry" and isinstance(errand, Post | Upload):
            whats.append(f"post:{to}")
        return [Need(what, rest(what) / self._pace if self._pace > 0 else 0.0) for what in whats]

    def carry(self, team_id: str, to: str, errand: Errand, marks: Sequence[str], until: float) -> Outcome:
        """Carry an errand to an address; see `app.core.carrier`."""
        with leaving_until(until):
            return self._unless_renewed(team_id, lambda: _outcome(lambda: self._carry(team_id, to, errand, marks)))

    def show_anew(self, team_id: str, channel: str, ts: str, post: Post) -> Outcome:
        """Replace a message where it stands."""
        return self._unless_renewed(
            team_id, lambda: _outcome(lambda: self._update(self.client(team_id), channel, ts, post))
        )

    def find(self, team_id: str, to: str, errand: Errand, mark: str, since: datetime) -> Found:
        """Look for a message, by its mark or its file's name, in the history of its conversation."""
        try:
            channel = self._conversation(team_id, to)
            pages = self._history(self.client(team_id), channel, since)
            for message in pages:
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                names = [one.get("name") for one in message.get("files") or []]
                known = str(payload.get("id", "")).split()
                if mark in known or (isinstance(errand, Upload) and errand.filename in names):
                    return Sent(channel, message["ts"])
        except SlackApiError as error:
            # A fault now says nothing about the history; only a "no" for good does.
            outcome = _of_answer(error)
            if isinstance(outcome, Later):
                return outcome
            return Later(30.0, outcome.reason) if isinstance(outcome, Unknown) else CannotTell()
        except (URLError, OSError, HTTPException, SlackRequestError, json.JSONDecodeError):
            return Later(30.0, "no connection")
        return Absent()

    def take_back(self, team_id: str, channel: str, ts: str) -> None:
        """Delete a second copy of a message; if that fails, it stays, and the log says so."""
        try:
            self.client(team_id).chat_delete(channel=channel, ts=ts)
        except (SlackApiError, URLError, OSError, HTTPException) as error:
            log.warning("second-copy-stays", team=team_id, error=type(error).__name__)

    def _history(self, client: WebClient, channel: str, since: datetime) -> Iterator[dict[str, Any]]:
        """Yield what was said in a conversation; a public channel is joined if that is what it takes."""
        cursor = None
        for _ in range(MOST_PAGES):
            try:
                page = client.conversations_history(
                    channel=channel, oldest=str(since.timestamp()), include_all_metadata=True, limit=200, cursor=cursor
                )
            except SlackApiError as error:
                if error.response["error"] != "not_in_channel":
                    raise
                client.conversations_join(channel=channel)
                yield from self._history(client, channel, since)
                return
            yield from page["messages"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    def _carry(self, team_id: str, to: str, errand: Errand, marks: Sequence[str]) -> Sent:
        client = self.client(team_id)
        match errand:
            case Post(text=text, blocks=blocks):
                answer = client.chat_postMessage(
                    # A person's id opens their DM by itself: https://docs.slack.dev/reference/methods/chat.postMessage
                    channel=self._conversation(team_id, to) if "+" in to else to,
                    text=text,
                    blocks=blocks,
                    metadata={"event_type": EVENT_TYPE, "event_payload": {"id": " ".join(marks)}},
                    unfurl_links=False,
                    unfurl_media=False,
                )
                return Sent(answer["channel"], answer["ts"])
            case Upload():
                return self._upload(client, self._conversation(team_id, to), errand)
            case Invite(channel=channel, users=users):
                self._invite(client, channel, users)
                return Sent(channel)
            case PublishHome(view=view):
                client.views_publish(user_id=to, view=view)
                return Sent()
            case NotNeeded():
                return Sent()

    def _conversation(self, team_id: str, to: str) -> str:
        """Return the channel of an address. The same people always share the same DM, so it is asked for once."""
        if to.startswith(("C", "G")):
            return to
        place = self._places.get((team_id, to))
        if place is None:
            opened = self.client(team_id).conversations_open(users=",".join(sorted(to.split("+"))))
            place = self._places[team_id, to] = str(opened["channel"]["id"])
        return place

    @staticmethod
    def _upload(client: WebClient, channel: str, errand: Upload) -> Sent:
        client.files_upload_v2(
            channel=channel,
            filename=errand.filename,
            title=errand.filename,
            file=errand.file,
            initial_comment=errand.comment,
        )
        return Sent(channel)

    def _invite(self, client: WebClient, channel: str, users: tuple[str, ...]) -> None:
        try:
            client.conversations_invite(channel=channel, users=",".join(users))
        except SlackApiError as error:
            if error.response["error"] == "already_in_channel":
                return
            if error.response["error"] != "not_in_channel":
                raise
            client.conversations_join(channel=channel)
            self._invite(client, channel, users)

    def _update(self, client: WebClient, channel: str, ts: str, post: Post) -> Sent:
        # A message may be longer than a changed one: https://docs.slack.dev/reference/methods/chat.update
        text = clip(Mrkdwn(post.text), UPDATE_MOST)
        client.chat_update(channel=channel, ts=ts, text=text, blocks=post.blocks)
        return Sent(channel, ts)


def _method(error: SlackApiError) -> str:
    """Return the method that was called: the last part of its address."""
    return str(error.response.api_url).rsplit("/", 1)[-1]


def _wait(error: SlackApiError) -> float:
    return float(error.response.headers.get("Retry-After", 30))


def _outcome(work: Callable[[], Sent]) -> Outcome:
    """Do the work and say how it ended."""
    try:
        return work()
    except SlackApiError as error:
        return _of_answer(error)
    except TooLate:
        return Later(0.0, "held up")
    except URLError as error:
        # Nobody is there, or nobody of that name: nothing left, and the others need not try now.
        nobody = isinstance(error.reason, ConnectionRefusedError | socket.gaierror)
        return Later(REFUSED_SECONDS, "no connection", EVERYTHING) if nobody else Unknown(type(error.reason).__name__)
    except (OSError, HTTPException, json.JSONDecodeError, SlackRequestError) as error:
        return Unknown(type(error).__name__)


def _note_scope(error: SlackApiError) -> None:
    if error.response.get("error") == "missing_scope":
        _tell_of_scope(str(error.response.get("needed", "")))


@cache
def _tell_of_scope(needed: str) -> None:
    """Let the log say once what whoever runs Trellis must grant; a coordinator sees what did not arrive."""
    log.error("missing-scope", needed=needed, mend="install the app again with this scope")


def _of_answer(error: SlackApiError) -> Outcome:
    status, code = error.response.status_code, str(error.response.get("error", ""))
    _note_scope(error)
    if status == 429 or code in PASSING:  # noqa: PLR2004 - too many requests
        return Later(_wait(error), "ratelimited", _method(error))
    if status >= SERVER_FAULT or code in UNCLEAR:
        return Unknown(code or f"http {status}")
    if code in LOCKED_OUT:
        return Later(LOCKED_OUT_SECONDS, code, EVERYTHING)
    return Refused(code)
