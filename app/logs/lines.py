"""How a line of the log looks, and what may be in it."""

import logging
import sys
import threading
from types import TracebackType
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor

from app.logs.faults import all_of, message_of, told
from app.logs.net import scrub, scrub_all
from app.logs.sentry import Report

# Libraries would repeat payloads, and every beat of the clock. They set their loggers' levels themselves, so this is
# asked of each line and not of the loggers. Our own lines do not come this way.
LEAST = logging.WARNING
# It warns of every beat that a long tick swallows, which is as it should be.
LEAST_OF = {"apscheduler": logging.ERROR}
log = structlog.get_logger()


def set_up_logs(level: str, shape: Literal["text", "json"], report: Report | None = None) -> None:
    """Let every line of the log, ours and the libraries', have one shape; what people wrote is never in it.

    Args:
        level: the least that is written.
        shape: for people or for programs.
        report: is told of every fault besides.
    """
    reporting: list[Processor] = [_reporting(report)] if report is not None else []
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        *reporting,
        _without_values,
        _without_secrets,
    ]
    last: Processor = (
        structlog.processors.JSONRenderer()
        if shape == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    handler.addFilter(_discreet)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def _without_values(_logger: object, _method: str, line: EventDict) -> EventDict:
    """Tell an exception by its type and where it came from; a traceback would quote what people wrote."""
    error = _error_in(line)
    line.pop("stack", None)
    line.pop("exc_info", None)
    if error is not None:
        line["exception"] = told(error)
    return line


def _reporting(report: Report) -> Processor:
    def tell(_logger: object, _method: str, line: EventDict) -> EventDict:
        error = _error_in(line)
        if error is not None:
            report(error, dict(line))
        return line

    return tell


def _error_in(line: EventDict) -> BaseException | None:
    info = line.get("exc_info")
    if isinstance(info, BaseException):
        return info
    if isinstance(info, tuple):
        error = info[1]
        return error if isinstance(error, BaseException) else None
    return sys.exc_info()[1] if info else None


def _without_secrets(_logger: object, _method: str, line: EventDict) -> EventDict:
    return {name: value if name.startswith("_") else scrub_all(value) for name, value in line.items()}


def _discreet(record: logging.LogRecord) -> bool:
    """Whether a library's line may be in the log."""
    # Bolt warns that the token in the environment is not its own business; we hand it over ourselves.
    if record.levelno < LEAST_OF.get(record.name.partition(".")[0], LEAST) or "will be ignored" in str(record.msg):
        return False
    if isinstance(record.args, tuple):  # some libraries put an exception into a line as one of its words
        record.args = tuple(told(one) if isinstance(one, BaseException) else one for one in record.args)
    if record.exc_info and record.exc_info[1] is not None:
        record.msg, record.args = _unquoted(record.getMessage(), record.exc_info[1]), ()
    return True


def _unquoted(message: str, error: BaseException) -> str:
    """Return a library's line without what an exception says that is told below it anyway."""
    for one in all_of(error):
        said = str(one)
        if said and not message_of(one):
            message = message.replace(said, type(one).__name__)
    return message


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("stopped", exc_info=error)


def _uncaught_in_thread(said: threading.ExceptHookArgs) -> None:
    if said.exc_value is not None and not isinstance(said.exc_value, SystemExit):
        log.error("thread-stopped", thread=scrub(said.thread.name if said.thread else "?"), exc_info=said.exc_value)
