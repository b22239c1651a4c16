"""The second net below the log: whatever looks like a secret is taken out of a line, however it came there."""

import re
from collections.abc import Mapping
from typing import Any

LEFT_OUT = "…"
SECRETS = (
    # Slack's tokens, also those that rotate (xoxe.xoxb-…), and its addresses that need no token.
    (re.compile(r"\b(xox[a-z]|xapp)(?:\.xox[a-z])?-[\w-]+"), r"\1-" + LEFT_OUT),
    (re.compile(r"(hooks\.slack\.com)/[^\s\"'<>]+"), r"\1/" + LEFT_OUT),
    (re.compile(r"(wss?://[^\s\"'?]+)\?[^\s\"']+"), r"\1?" + LEFT_OUT),
    # A calendar's address is its password.
    (re.compile(r"(/calendar/)[^\s\"'/]+"), r"\1" + LEFT_OUT),
    # Passwords in addresses (databases, proxies, Sentry's), and in what libpq says of a connection.
    (re.compile(r"([a-z][a-z0-9+.-]*://)[^\s/@\"']+@", re.IGNORECASE), r"\1" + LEFT_OUT + "@"),
    (
        re.compile(r"\b(password|client_secret|signing_secret|token|ticket|code|state)=[^\s&\"',;]+", re.IGNORECASE),
        r"\1=" + LEFT_OUT,
    ),
    (re.compile(r"\b(Bearer )[^\s\"',]+"), r"\1" + LEFT_OUT),
    # Fernet: what is sealed, and the keys themselves.
    (re.compile(r"\bgAAAA[\w-]{20,}={0,2}"), LEFT_OUT),
    (re.compile(r"(?<![\w-])[\w-]{43}="), LEFT_OUT),
)


def scrub(text: str) -> str:
    """Return a text without anything that looks like a secret."""
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


def scrub_all(thing: Any) -> Any:
    """Return the same of all texts in a thing: mappings, lists and tuples are looked into."""
    if isinstance(thing, str):
        return scrub(thing)
    if isinstance(thing, Mapping):
        return {name: scrub_all(value) for name, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [scrub_all(one) for one in thing]
    return thing
