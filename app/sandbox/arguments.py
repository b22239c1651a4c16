"""How Slack reads the arguments of a Web API call, and how it answers in pages."""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from app.sandbox.state import Json, SlackError

NESTED = {"blocks": list, "attachments": list, "files": list, "view": dict, "metadata": dict}


@dataclass(frozen=True)
class Said:
    """What a request says.

    Attributes:
        query: of its address.
        kind: the type of its body.
        body: as it came.
        authorization: the header.
    """

    query: str
    kind: str
    body: bytes
    authorization: str = ""

    def read(self) -> Json:
        """Return the arguments: of the query, then of the JSON or the form.

        https://docs.slack.dev/apis/web-api: lists and objects stand in a form as JSON.

        Raises:
            SlackError: `invalid_json`, `json_not_object`.
        """
        if not (self.body and "json" in self.kind.partition(";")[0]):
            return {**_decoded(self.query), **self._form()}
        try:
            found = json.loads(self.body)
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(found, dict):
            raise SlackError("json_not_object")
        return {**_decoded(self.query), **found}

    def token(self) -> str:
        """Return the token: of the header, or of the form, never of the address."""
        found = self.authorization.removeprefix("Bearer ").strip()
        return found or self._form().get("token", "")

    def client(self) -> tuple[str, str]:
        """Return the app's id and secret: of the header (Basic), or of the form.

        https://docs.slack.dev/reference/methods/oauth.v2.access
        """
        kind, _, said = self.authorization.partition(" ")
        if kind == "Basic":
            name, _, secret = b64decode(said).decode(errors="replace").partition(":")
            return name, secret
        form = self._form()
        return form.get("client_id", ""), form.get("client_secret", "")

    def _form(self) -> dict[str, str]:
        return _decoded(self.body.decode(errors="replace")) if "urlencoded" in self.kind else {}


def _decoded(text: str) -> dict[str, str]:
    """Return the pairs of a form or a query; of several with one name the first counts."""
    return dict(reversed(parse_qsl(text, keep_blank_values=True))) if text else {}


def nested(args: Json) -> Json:
    """Return the arguments with lists and objects decoded where they came as JSON.

    Raises:
        SlackError: `invalid_arguments`, `invalid_blocks_format` when one is not what it should be.
    """
    found = dict(args)
    for name, kind in NESTED.items():
        value = found.get(name)
        if value is None or value == "":
            continue
        try:
            found[name] = json.loads(value) if isinstance(value, str) else value
        except ValueError:
            found[name] = None
        if not isinstance(found[name], kind):
            raise SlackError("invalid_blocks_format" if name == "blocks" else "invalid_arguments")
    return found


def flag(args: Json, name: str) -> bool:
    """Whether a yes-or-no argument says yes; forms carry it as `1` or `true`."""
    return str(args.get(name) or "").lower() in ("1", "true")


def ids(value: Any) -> list[str]:
    """Return a list of ids, from a list or from one text with commas."""
    parts = value if isinstance(value, list) else str(value or "").split(",")
    return [one.strip() for one in parts if one.strip()]


def page(name: str, rows: Sequence[Any], args: Json, *, most: int, usual: int | None = None) -> Json:
    """Return one page of rows under a name, and where the next one begins.

    https://docs.slack.dev/apis/web-api/pagination. Without a limit `usual` counts, or all come at once.

    Raises:
        SlackError: `invalid_limit`, `invalid_cursor`.
    """
    said = str(args.get("limit") or usual or len(rows) or 1)
    if not said.isdecimal() or not 0 < int(said) <= max(most, usual or len(rows)):
        raise SlackError("invalid_limit")
    try:
        begin = int(b64decode(str(args.get("cursor") or ""), validate=True).decode() or 0)
    except ValueError:
        raise SlackError("invalid_cursor") from None
    end = begin + int(said)
    following = b64encode(str(end).encode()).decode() if end < len(rows) else ""
    return {name: list(rows[begin:end]), "response_metadata": {"next_cursor": following}}
