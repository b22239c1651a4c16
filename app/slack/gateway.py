"""The one door to Slack's Web API.

Its client has no retries of its own: slack_sdk's default handler posts a message again whose answer
was lost, and then a person reads it twice.
"""

import json
from collections.abc import Callable
from datetime import datetime
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web import SlackResponse

from app.core.carrier import Absent, CannotTell, Later, Outcome, Refused, Sent, Unknown
from app.core.notice import Block, Errand, Invite, NotNeeded, Post, PublishHome, Upload
from app.slack.text import Mrkdwn, clip

TIMEOUT = 10
UPDATE_MOST = 4000
EVENT_TYPE = "trellis_notice"
# "It's possible some aspect of the operation succeeded": https://docs.slack.dev/reference/methods/chat.postMessage
UNCLEAR = {"internal_error", "fatal_error", "request_timeout"}
PASSING = {"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org"}
# The workspace's token does not work now; it may again after a reinstall.
LOCKED_OUT = {"token_revoked", "account_inactive", "invalid_auth", "not_authed", "token_expired"}
LOCKED_OUT_SECONDS = 300.0
SERVER_FAULT = 500


class Gateway:
    """Talks to Slack for every workspace.

    Args:
        token_of: returns a workspace's bot token, or None if Trellis is not installed there.
        base_url: where Slack's Web API is.
    """

    def __init__(self, token_of: Callable[[str], str | None], base_url: str) -> None:
        self._token_of = token_of
        self._base_url = base_url

    def client(self, team_id: str) -> WebClient:
        """Return a client for a workspace, without retries."""
        return WebClient(
            token=self._token_of(team_id), base_url=self._base_url, timeout=TIMEOUT, retry_handlers=[], team_id=team_id
        )

    # -- what people see at once ---------------------------------------------------------------

    def open_view(self, team_id: str, trigger_id: str, view: Block) -> None:
        """Open a modal. Raises SlackApiError if Slack refuses (`expired_trigger_id`)."""
        self.client(team_id).views_open(trigger_id=trigger_id, view=view)

    def push_view(self, team_id: str, trigger_id: str, view: Block) -> None:
        """Put a modal on top of the open one. Raises SlackApiError if Slack refuses."""
        self.client(team_id).views_push(trigger_id=trigger_id, view=view)

    def update_view(self, team_id: str, view_id: str, view_hash: str, view: Block) -> None:
        """Replace an open modal if it is still the version that was pressed. Raises SlackApiError."""
        self.client(team_id).views_update(view_id=view_id, hash=view_hash, view=view)

    def user(self, team_id: str, user_id: str) -> dict[str, Any]:
        """Return Slack's profile of a person. Raises SlackApiError if Slack refuses."""
        found: dict[str, Any] = self.client(team_id).users_info(user=user_id)["user"]
        return found

    # -- what delivery carries -----------------------------------------------------------------

    def carry(self, team_id: str, to: str, errand: Errand, mark: str) -> Outcome:
        """Carry an errand to an address; see `app.core.carrier`."""
        return _outcome(lambda: self._carry(self.client(team_id), to, errand, mark))

    def show_anew(self, team_id: str, channel: str, ts: str, post: Post) -> Outcome:
        """Replace a message where it stands."""
        return _outcome(lambda: self._update(self.client(team_id), channel, ts, post))

    def find(
        self, team_id: str, to: str, errand: Errand, mark: str, since: datetime
    ) -> Sent | Absent | CannotTell | Later:
        """Look for a message, by its mark or its file's name, in the history of its conversation."""
        client = self.client(team_id)
        try:
            channel = self._conversation(client, to)
            page = self._history(client, channel, since)
        except SlackApiError as error:
            return Later(_wait(error), "ratelimited") if error.response.status_code == 429 else CannotTell()  # noqa: PLR2004
        except (URLError, OSError, HTTPException):
            return Later(30.0, "no connection")
        for message in page["messages"]:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            names = [one.get("name") for one in message.get("files") or []]
            if payload.get("id") == mark or (isinstance(errand, Upload) and errand.filename in names):
                return Sent(channel, message["ts"])
        return Absent()

    def _history(self, client: WebClient, channel: str, since: datetime) -> SlackResponse:
        """Return what was said in a conversation; a public channel is joined if that is what it takes."""
        try:
            return client.conversations_history(
                channel=channel, oldest=str(since.timestamp()), include_all_metadata=True, limit=200
            )
        except SlackApiError as error:
            if error.response["error"] != "not_in_channel":
                raise
        client.conversations_join(channel=channel)
        return self._history(client, channel, since)

    def _carry(self, client: WebClient, to: str, errand: Errand, mark: str) -> Sent:
        match errand:
            case Post(text=text, blocks=blocks):
                answer = client.chat_postMessage(
                    channel=self._conversation(client, to),
                    text=text,
                    blocks=blocks,
                    metadata={"event_type": EVENT_TYPE, "event_payload": {"id": mark}},
                    unfurl_links=False,
                    unfurl_media=False,
                )
                return Sent(answer["channel"], answer["ts"])
            case Upload():
                return self._upload(client, to, errand)
            case Invite(channel=channel, users=users):
                self._invite(client, channel, users)
                return Sent(channel)
            case PublishHome(view=view):
                client.views_publish(user_id=to, view=view)
                return Sent()
            case NotNeeded():
                return Sent()

    def _conversation(self, client: WebClient, to: str) -> str:
        """Return the channel of an address. The same people always share the same group DM."""
        if to.startswith(("C", "G")):
            return to
        opened = client.conversations_open(users=",".join(sorted(to.split("+"))))
        return str(opened["channel"]["id"])

    def _upload(self, client: WebClient, to: str, errand: Upload) -> Sent:
        channel = self._conversation(client, to)
        client.files_upload_v2(
            channel=channel,
            filename=errand.filename,
            title=errand.filename,
            file=errand.content,
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


def _wait(error: SlackApiError) -> float:
    return float(error.response.headers.get("Retry-After", 30))


def _outcome(work: Callable[[], Sent]) -> Outcome:
    """Do the work and say how it ended."""
    try:
        return work()
    except SlackApiError as error:
        return _of_answer(error)
    except URLError as error:
        refused = isinstance(error.reason, ConnectionRefusedError)
        return Later(10.0, "connection refused") if refused else Unknown(type(error.reason).__name__)
    except (OSError, HTTPException, json.JSONDecodeError, SlackRequestError) as error:
        return Unknown(type(error).__name__)


def _of_answer(error: SlackApiError) -> Outcome:
    status, code = error.response.status_code, str(error.response.get("error", ""))
    if status == 429 or code in PASSING:  # noqa: PLR2004 - too many requests
        return Later(_wait(error), "ratelimited")
    if status >= SERVER_FAULT or code in UNCLEAR:
        return Unknown(code or f"http {status}")
    if code in LOCKED_OUT:
        return Later(LOCKED_OUT_SECONDS, code)
    return Refused(code)
