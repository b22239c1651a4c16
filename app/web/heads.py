"""How much of a request is still to come, told from its first bytes. Pure; gunicorn reads it properly later."""

import re
from dataclasses import dataclass

LONGEST_BODY = 1024 * 1024
"""Bytes. A view has 250 kB at most, and its JSON may triple when a form carries it; Slack sends nothing longer."""

LONGEST_HEAD = 16 * 1024
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,15})[ \t]*(?=\r\n)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect:", re.IGNORECASE)
_LAST_CHUNK = b"0\r\n\r\n"


@dataclass(frozen=True)
class Head:
    """What the head of a request says of its length.

    Attributes:
        ends: where the body begins.
        body: bytes of it; None if it comes in chunks.
    """

    ends: int
    body: int | None


@dataclass(frozen=True)
class No:
    """The answer to a request that is not worked on."""

    status: int
    reason: str
    why: str


TOO_LARGE = No(413, "Content Too Large", "too-large")
LONG_HEAD = No(431, "Request Header Fields Too Large", "too-large")
NO_EXPECTING = No(417, "Expectation Failed", "malformed")


def read_head(heard: bytes | bytearray, seen: int = 0) -> Head | No | None:
    """Return what the head says; None while it is not complete.

    Args:
        heard: all that came so far.
        seen: how much of it was looked at before.
    """
    end = heard.find(b"\r\n\r\n", max(0, seen - 3), LONGEST_HEAD + 4)
    if end < 0:
        return LONG_HEAD if len(heard) > LONGEST_HEAD else None
    head = bytes(heard[: end + 2])
    if _EXPECTS.search(head):
        # Whoever asks first (curl, for long bodies) sends it without asking when told so.
        return NO_EXPECTING
    if _CHUNKED.search(head):
        return Head(end + 4, None)
    found = _LENGTH.search(head)
    length = int(found[1]) if found else 0
    return TOO_LARGE if length > LONGEST_BODY else Head(end + 4, length)


def is_whole(head: Head, heard: bytes | bytearray) -> bool | No:
    """Return whether the body is there, too."""
    if head.body is not None:
        return len(heard) >= head.ends + head.body
    if len(heard) - head.ends > LONGEST_BODY:
        return TOO_LARGE
    return heard.endswith(_LAST_CHUNK, head.ends)
