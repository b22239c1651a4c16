"""Every visit has one short reference, which all lines of the log carry that are written on its behalf."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from flask import Flask, request

REFERENCE = "reference"


@contextmanager
def visit(**facts: str) -> Iterator[str]:
    """Let all lines of the log carry some facts and a reference; a visit over HTTP has its reference already.

    Args:
        facts: who, where and what, by ids and names of ours; never what somebody wrote.

    Yields:
        The reference, which people may be told.
    """
    known = structlog.contextvars.get_contextvars().get(REFERENCE)
    reference = str(known or new_reference())
    with structlog.contextvars.bound_contextvars(**{**facts, REFERENCE: reference}):
        yield reference


def new_reference() -> str:
    """Return a reference: short enough to be read to somebody, and told apart from others of the same week."""
    return secrets.token_hex(3).upper()


def follow(web: Flask) -> None:
    """Give every request of a web application its reference; `url` is the route, in which no token stands."""

    @web.before_request
    def begin() -> None:
        structlog.contextvars.clear_contextvars()
        url = request.url_rule.rule if request.url_rule is not None else "?"
        structlog.contextvars.bind_contextvars(**{REFERENCE: new_reference(), "url": url})

    @web.teardown_request
    def end(_error: BaseException | None) -> None:
        structlog.contextvars.clear_contextvars()
