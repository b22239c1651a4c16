"""An exception told without values: its type, and where it came from.

A message may quote what somebody typed (`KeyError: 'I cannot go on'`), so only those messages are told that are
known to be about machines: the network, the files, the database, Slack's own error codes.
"""

import traceback
from collections.abc import Iterator
from pathlib import Path

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError, ProgrammingError

ROOT = str(Path(__file__).parents[2]) + "/"
PACKAGES = "/site-packages/"
DEEPEST = 10  # causes of causes


def told(error: BaseException, depth: int = 0) -> str:
    """Return an exception with its causes, oldest first, in lines."""
    return "\n".join(_lines(error, depth))


def _lines(error: BaseException, depth: int) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and depth < DEEPEST:
        yield from _lines(cause, depth + 1)
        yield "and then:"
    yield from _places(error)
    said = message_of(error)
    yield f"{type(error).__qualname__}: {said}" if said else type(error).__qualname__
    if isinstance(error, BaseExceptionGroup) and depth < DEEPEST:
        for number, one in enumerate(error.exceptions, start=1):
            yield f"{number} of {len(error.exceptions)}:"
            yield from _lines(one, depth + 1)


def _places(error: BaseException) -> Iterator[str]:
    """Yield our own places that the exception passed, and the last of all."""
    frames = [(frame.filename, frame.lineno, frame.name) for frame in traceback.extract_tb(error.__traceback__)]
    for number, (file, line, name) in enumerate(frames, start=1):
        if number == len(frames) or (file.startswith(ROOT) and PACKAGES not in file):
            yield f"  {file.rpartition(PACKAGES)[2].removeprefix(ROOT)}:{line} in {name}"


def all_of(error: BaseException, depth: int = 0) -> Iterator[BaseException]:
    """Yield an exception, and all that led to it or came together with it."""
    yield error
    if depth < DEEPEST:
        others = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
        for one in (error.__cause__, error.__context__, *others):
            if one is not None:
                yield from all_of(one, depth + 1)


def message_of(error: BaseException) -> str:
    """Return what an exception says, if it speaks of machines; else nothing."""
    match error:
        case SlackApiError():
            return str(error.response.get("error") or error.response.status_code)
        case IntegrityError():
            # PostgreSQL's details quote the row; its first sentence names the constraint only.
            diagnosis = getattr(error.orig, "diag", None)
            return str(diagnosis.message_primary) if diagnosis is not None else str(error.orig)
        case OperationalError() | InterfaceError() | ProgrammingError():
            return str(error.orig).partition("\n")[0]
        case DBAPIError():
            return ""
        case OSError() | ImportError():
            return str(error)
        case _:
            return ""
