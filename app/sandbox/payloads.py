"""The payloads that Slack sends, with the fields its pages list.

https://docs.slack.dev/reference/interaction-payloads and
https://docs.slack.dev/interactivity/implementing-slash-commands
"""

from dataclasses import dataclass

from app.sandbox.state import Conversation, Json

APP = "ASANDBOX"


@dataclass(frozen=True)
class Context:
    """Who does it, and the trigger that their doing gives the bot."""

    team_id: str
    user_id: str
    user_name: str
    trigger_id: str

    def shared(self) -> Json:
        """Return what every interaction carries."""
        return {
            "team": {"id": self.team_id, "domain": "sandbox"},
            "user": {"id": self.user_id, "username": self.user_name, "name": self.user_name, "team_id": self.team_id},
            "api_app_id": APP,
            "token": "t",
            "trigger_id": self.trigger_id,
            "enterprise": None,
            "is_enterprise_install": False,
        }


def command(who: Context, name: str, text: str, place: Conversation, response_url: str) -> Json:
    """A slash command: a form, so every value is a string."""
    return {
        "token": "t",
        "team_id": who.team_id,
        "team_domain": "sandbox",
        "channel_id": place.id,
        "channel_name": place.name or "directmessage",
        "user_id": who.user_id,
        "user_name": who.user_name,
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": who.trigger_id,
    }


def action(who: Context, where: Json, pressed: Json, response_url: str) -> Json:
    """`block_actions`; where: a message in a channel, or a view."""
    body = {"type": "block_actions", **who.shared(), "actions": [pressed]}
    if "view" in where:
        view = where["view"]
        return {**body, "view": view, "container": {"type": "view", "view_id": view["id"]}}
    message = where["message"]
    return {
        **body,
        "channel": {"id": where["channel"], "name": "x"},
        "message": message,
        "container": {"type": "message", "message_ts": message["ts"], "channel_id": where["channel"]},
        "response_url": response_url,
    }


def submission(who: Context, view: Json) -> Json:
    """`view_submission`."""
    return {"type": "view_submission", **who.shared(), "view": view, "response_urls": []}


def closing(who: Context, view: Json) -> Json:
    """`view_closed`, for views that asked to be told."""
    return {"type": "view_closed", **who.shared(), "view": view, "is_cleared": False}
