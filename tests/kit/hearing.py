"""The log as an admin has it, with everything that it can say."""

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Literal

import pytest
import structlog

from app.logs.lines import set_up_logs


@contextmanager
def heard(shape: Literal["text", "json"], level: str = "DEBUG") -> Iterator[Callable[[], str]]:
    """Let the log be written for the time being; yield what reads it."""
    before, least = logging.root.handlers[:], logging.root.level
    written = StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", written)
        patch.setattr(sys, "excepthook", sys.excepthook)
        patch.setattr(threading, "excepthook", threading.excepthook)
        set_up_logs(level, shape)
        patch.setattr(sys, "stderr", sys.__stderr__)
        try:
            yield written.getvalue
        finally:
            structlog.reset_defaults()
            structlog.contextvars.clear_contextvars()
            logging.root.handlers[:] = before
            logging.root.setLevel(least)
