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


def name_of(place: Conversation) -> str:
    """Return what payloads call a conversation; only public channels go by their name."""
    return {"public": place.name, "private": "privategroup", "im": "directmessage", "mpim": place.name}[place.kind]


def message(place: Conversation, said: Json) -> Json:
    """A `message` event of what a person wrote. https://docs.slack.dev/reference/events/message."""
    kind = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}[place.kind]
    return {**said, "channel": place.id, "channel_type": kind, "event_ts": said["ts"]}


def name_of_event(event: Json) -> str:
    """Return the name under which a manifest subscribes to an event; messages have one by kind of conversation."""
    kind = event.get("channel_type")
    kinds = {"channel": "message.channels", "group": "message.groups"}
    return str(event["type"]) if kind is None else kinds.get(kind, f"message.{kind}")


def command(who: Context, name: str, text: str, place: Conversation, response_url: str) -> Json:
    """A slash command: a form, so every value is a string."""
    return {
        "token": "t",
        "team_id": who.team_id,
        "team_domain": "sandbox",
        "channel_id": place.id,
        "channel_name": name_of(place),
        "user_id": who.user_id,
        "user_name": who.user_name,
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": who.trigger_id,
    }


def action(who: Context, where: Json, pressed: Json, *, response_url: str, state: Json) -> Json:
    """`block_actions`; where: a message in a channel, or a view. A view carries its state, beside a message it stands.

    https://docs.slack.dev/reference/interaction-payloads/block_actions-payload: Home has no response_url, and
    of a message that only one person sees there is no copy.
    """
    body = {"type": "block_actions", **who.shared(), "actions": [pressed]}
    if "view" in where:
        view = {**shown(where["view"]), "state": {"values": state}}
        return {**body, "view": view, "container": {"type": "view", "view_id": view["id"]}}
    message, channel = where["message"], where["channel"]
    fleeting = "ephemeral_to" in message
    return {
        **body,
        "channel": {"id": channel, "name": where["channel_name"]},
        **({} if fleeting else {"message": message}),
        "container": {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": channel,
            "is_ephemeral": fleeting,
        },
        "state": {"values": state},
        "response_url": response_url,
    }


def submission(who: Context, view: Json, state: Json) -> Json:
    """`view_submission`."""
    whole = {**shown(view), "state": {"values": state}}
    return {"type": "view_submission", **who.shared(), "view": whole, "response_urls": []}


def closing(who: Context, view: Json, *, cleared: bool) -> Json:
    """`view_closed`, for views that asked to be told; `cleared` when the whole stack went."""
    told = {name: value for name, value in who.shared().items() if name != "trigger_id"}
    return {"type": "view_closed", **told, "view": shown(view), "is_cleared": cleared}


def shown(view: Json) -> Json:
    """Return a view as Slack shows it to the app: without the note of whose it is."""
    return {name: value for name, value in view.items() if name != "user"}
