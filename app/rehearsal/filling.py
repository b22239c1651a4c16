"""Something plausible for every field of a form."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from app.sandbox import forms
from app.sandbox.state import Json

SOON = timedelta(days=14)


def plausible(view: Json, name: str, now: datetime, *, only_needed: bool) -> dict[str, Any]:
    """Return something for every field that must be filled in and is not; for all texts if none must and none is.

    Args:
        view: the form.
        name: who fills it in.
        now: the present instant.
        only_needed: leave out the texts of a form in which nothing must be filled in.
    """
    fields = {block["block_id"]: block for block in view.get("blocks", []) if block["type"] == "input"}
    needed = forms.missing(view) or ([] if only_needed else _empty_texts(view))
    said = {one: something(fields[one]["element"], name, now) for one in needed if one in fields}
    return {one: value for one, value in said.items() if value is not None}


def _empty_texts(view: Mapping[str, Any]) -> list[str]:
    """Return the fields to write in that are empty, for a form in which nothing must be filled in."""
    said = forms.values(view, view["state"]["values"])
    return [
        block["block_id"]
        for block in view["blocks"]
        if block["type"] == "input"
        and block["element"]["type"] == "plain_text_input"
        and not said[block["block_id"]][block["element"]["action_id"]].get("value")
    ]


def something(element: Mapping[str, Any], name: str, now: datetime) -> Any:
    """Return what anybody might put into a field; None where only a certain person or channel will do."""
    options = [one["value"] for one in element.get("options", [])]
    match element["type"]:
        case "plain_text_input":
            return f"A few words by {name}"
        case "number_input":
            return "3"
        case "url_text_input":
            return f"https://pages.example/{name}"
        case "datepicker":
            return (now + SOON).date().isoformat()
        case "timepicker":
            return "12:00"
        case "multi_static_select" | "checkboxes":
            return options[:1]
        case _:
            return options[0] if options else None
