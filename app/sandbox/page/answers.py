"""What a browser's form holds, as `Person` takes it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from app.sandbox.state import Json

Form = MultiDict[str, str]


def answers(view: Json, form: Form, zone: str) -> dict[str, Any]:
    """Return what stands in the fields that the form shows, by block id."""
    shown = set(form.getlist("has"))
    return {
        block["block_id"]: value(block["element"]["type"], form.getlist(f"field:{block['block_id']}"), zone)
        for block in view.get("blocks") or []
        if block["type"] == "input" and block["block_id"] in shown
    }


def value(kind: str, said: list[str], zone: str) -> Any:
    """Return what somebody entered in an element of this kind; dates with times are in their zone."""
    if kind == "checkboxes" or kind.startswith("multi_"):
        return [one for one in said if one]
    one = said[0].replace("\r\n", "\n") if said else ""
    if kind == "datetimepicker" and one:
        try:
            return int(datetime.fromisoformat(one).replace(tzinfo=ZoneInfo(zone)).timestamp())
        except ValueError:
            return one
    return one or None
