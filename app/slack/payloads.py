"""Slack's payloads, read into what the house speaks of: who, where, which button, which values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Value = str | list[str] | None


@dataclass(frozen=True, kw_only=True)
class Payload:
    """One thing a person did, or one thing that happened.

    Attributes:
        kind: `command`, `button`, `form`, `closed` or `event`.
        name: the sub-command, the action id (without its tag), the callback id, or the event type.
        team_id: the workspace.
        user_id: who did it.
        delivery_id: the same when Slack repeats the delivery.
        value: the button's value (an id), the chosen option, or the rest of the command.
        values: the fields of a modal by block id.
        about: the ids that the modal carried.
        trigger_id: opens one modal within 3 s.
        in_modal: the press came from inside a modal.
        view_id: that modal, or the one submitted.
        view_hash: its version.
        body: what Slack sent, for events.
        happened_at: when an event happened, by Slack's clock, in seconds since 1970; 0 if unknown.
    """

    kind: str
    name: str
    team_id: str
    user_id: str
    delivery_id: str
    value: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    trigger_id: str = ""
    in_modal: bool = False
    view_id: str = ""
    view_hash: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    happened_at: int = 0


def read_command(body: Mapping[str, Any]) -> Payload:
    """Read a slash command: `/mentoring join now` is the sub-command `join` with the rest `now`."""
    first, _, rest = body.get("text", "").strip().partition(" ")
    return Payload(
        kind="command",
        name=first.lower(),
        team_id=body["team_id"],
        user_id=body["user_id"],
        delivery_id=f"command:{body['trigger_id']}",
        value=rest.strip(),
        trigger_id=body["trigger_id"],
    )


def read_action(body: Mapping[str, Any]) -> Payload:
    """Read a press of a button, or a choice in a menu."""
    action = body["actions"][0]
    view = body.get("view") or {}
    return Payload(
        kind="button",
        name=action["action_id"].partition(":")[0],
        team_id=body["team"]["id"],
        user_id=body["user"]["id"],
        delivery_id=f"action:{body['trigger_id']}",
        value=_first(_value(action)) or "",
        values=_values(view),
        about=_about(view),
        trigger_id=body["trigger_id"],
        in_modal=view.get("type") == "modal",
        view_id=view.get("id", ""),
        view_hash=view.get("hash", ""),
    )


def read_form(body: Mapping[str, Any]) -> Payload:
    """Read a submitted modal."""
    view = body["view"]
    return Payload(
        kind="form",
        name=view["callback_id"],
        team_id=body["team"]["id"],
        user_id=body["user"]["id"],
        delivery_id=f"view:{view['id']}:{view.get('hash', '')}",
        values=_values(view),
        about=_about(view),
        trigger_id=body.get("trigger_id", ""),
        in_modal=True,
        view_id=view["id"],
        view_hash=view.get("hash", ""),
    )


def read_event(body: Mapping[str, Any]) -> Payload:
    """Read an event."""
    event = body["event"]
    user = event.get("user") or ""
    return Payload(
        kind="event",
        name=event["type"],
        team_id=body.get("team_id") or event.get("team") or "",
        user_id=user["id"] if isinstance(user, dict) else user,
        delivery_id=f"event:{body['event_id']}",
        body=event,
        happened_at=int(body.get("event_time") or 0),
    )


def _about(view: Mapping[str, Any]) -> dict[str, Any]:
    carried = json.loads(view.get("private_metadata") or "{}")
    return carried if isinstance(carried, dict) else {}


def _values(view: Mapping[str, Any]) -> dict[str, Value]:
    state = (view.get("state") or {}).get("values") or {}
    return {block_id: _value(next(iter(inputs.values()), {})) for block_id, inputs in state.items()}


_SINGLE = ("value", "selected_date", "selected_time", "selected_user", "selected_conversation", "selected_channel")


def _value(element: Mapping[str, Any]) -> Value:
    """Return what an element holds: a text, an option's id, or several options' ids."""
    if isinstance(element.get("selected_options"), list):
        return [one["value"] for one in element["selected_options"]]
    if isinstance(element.get("selected_users"), list):
        return [str(one) for one in element["selected_users"]]
    if isinstance(element.get("selected_option"), dict):
        return str(element["selected_option"]["value"])
    for name in _SINGLE:
        if element.get(name):
            return str(element[name])
    return None


def _first(value: Value) -> str | None:
    return value[0] if isinstance(value, list) else value
