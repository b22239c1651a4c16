"""The app manifest that is pasted into Slack: what Trellis is called, listens to, and may do there.

The files in `manifests/` are written from here by `make tables`; `trellis manifest` prints the same with an address
put in. What the words of a manifest mean: https://docs.slack.dev/reference/app-manifest
"""

import json
from collections.abc import Iterable
from urllib.parse import urlsplit

import yaml

from app.slack.bolt import COMMAND, EVENTS
from app.slack.scopes import OPTIONAL, REQUIRED

PLACEHOLDER = "https://YOUR-ADDRESS"
NAME = "Trellis"
LONGEST_NAME = 35  # characters; Slack's limit for `display_information.name`
DEVELOPMENT_HEAD = "# Trellis on a small install or a laptop: Socket Mode, no public address needed."
PRODUCTION_HEAD = """\
# Trellis behind a public address: HTTP. Replace YOUR-ADDRESS in four places, or let
# `trellis manifest --url https://…` print it with your address put in."""


class BadAddress(ValueError):  # noqa: N818 - a sentence for the admin
    """An address that Slack cannot use. The text says why and what one looks like."""


def development(name: str = NAME) -> str:
    """Return the manifest for Socket Mode, where Slack needs no address."""
    return _manifest(DEVELOPMENT_HEAD, address=None, name=name)


def production(address: str, name: str = NAME) -> str:
    """Return the manifest for HTTP.

    Args:
        address: where Trellis is, as `read_address` returns it.
        name: what people call the app in Slack.
    """
    head = PRODUCTION_HEAD if address == PLACEHOLDER else f"# Trellis at {address}: HTTP."
    return _manifest(head, address=address, name=name)


def as_json(manifest: str) -> str:
    """Return a manifest for the JSON tab of the same page."""
    return json.dumps(yaml.safe_load(manifest), indent=2, ensure_ascii=False) + "\n"


def read_address(text: str) -> str:
    """Return an address without the slash at its end.

    Raises:
        BadAddress: if Slack cannot reach it, or if it is more than an address.
    """
    example = "it looks like https://trellis.example.org"
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise BadAddress(f"“{text}” is not an address; {example}") from None
    if parts.scheme != "https":
        raise BadAddress(f"Slack talks to https:// only; {example}")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise BadAddress(f"give the address without a path, which Trellis adds by itself; {example}")
    if "@" in parts.netloc or not _is_public(host):
        raise BadAddress(f"Slack must find it from the internet; {example}")
    return f"https://{host}" if port is None else f"https://{host}:{port}"


def _is_public(host: str) -> bool:
    letters = "abcdefghijklmnopqrstuvwxyz0123456789-."
    return "." in host.strip(".") and set(host) <= set(letters) and not host.startswith("127.")


def _manifest(head: str, *, address: str | None, name: str) -> str:
    """Return a manifest as YAML with comments, which a library would not write."""
    called = json.dumps(name, ensure_ascii=False)  # a string of JSON is one of YAML
    at = f"{address}/slack/events"
    by_http = address is not None
    lines = [
        head,
        "_metadata:",
        "  major_version: 1",
        "display_information:",
        f"  name: {called}",
        "  description: Runs your community's mentoring programme, the way your handbook says.",
        '  background_color: "#2f5d50"',
        "features:",
        "  app_home:",
        "    home_tab_enabled: true",
        "    messages_tab_enabled: true",
        "    messages_tab_read_only_enabled: true",
        "  bot_user:",
        f"    display_name: {called}",
        "    always_online: true",
        "  slash_commands:",
        f"    - command: {COMMAND}",
        "      description: Join, see where you stand, meet, reflect",
        '      usage_hint: "help"',
        *([f"      url: {at}"] if by_http else []),
        "      should_escape: true",
        "oauth_config:",
        *(["  redirect_urls:", f"    - {address}/slack/oauth_redirect"] if by_http else []),
        "  scopes:",
        "    bot:",
        *_items(REQUIRED),
        "    # Only to look whether a message arrived after a crash or a lost answer: Trellis reads a minute of",
        "    # history and looks for its own mark. Leave any of them out and doubtful messages follow their policy.",
        "    bot_optional:",
        *_items(OPTIONAL),
        "settings:",
        "  event_subscriptions:",
        *([f"    request_url: {at}"] if by_http else []),
        "    bot_events:",
        *_items(EVENTS),
        "  interactivity:",
        "    is_enabled: true",
        *([f"    request_url: {at}"] if by_http else []),
        "  org_deploy_enabled: false",
        f"  socket_mode_enabled: {'false' if by_http else 'true'}",
        "  token_rotation_enabled: false",
    ]
    return "\n".join([*lines, ""])


def _items(names: Iterable[str]) -> list[str]:
    return [f"      - {name}" for name in sorted(names)]
