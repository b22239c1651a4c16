"""Faults to Sentry, for whoever wants them there: what broke and where, never what anybody wrote.

None of Sentry's own listeners is let in (they would send requests, queries and the log of the last minutes); what is
sent is what our log says of a fault, and passes the same net. What Sentry calls personal stays here by its default.
"""

import atexit
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.logs.faults import all_of, message_of
from app.logs.net import scrub_all

if TYPE_CHECKING:
    from sentry_sdk.transport import Transport

Report = Callable[[BaseException, dict[str, Any]], None]
"""Tells of a fault, and of the line of the log that says it."""

KEPT = ("event_id", "timestamp", "level", "platform", "release", "sdk", "contexts", "tags", "exception", "logentry")
TAGS = ("reference", "kind", "visit", "url", "job", "team", "notice")
SECONDS_TO_FLUSH = 2
MARK = "__trellis_reported__"


def start(dsn: str, release: str, transport: "type[Transport] | None" = None) -> Report:
    """Connect to Sentry and return what reports a fault.

    Args:
        dsn: the address of a project.
        release: the version of Trellis.
        transport: how events are carried; over HTTP by default.
    """
    import sentry_sdk  # noqa: PLC0415 - the package is optional
    from sentry_sdk.utils import event_from_exception  # noqa: PLC0415 - see above

    sentry_sdk.init(
        dsn=dsn,
        release=release,
        transport=transport,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        default_integrations=False,
        auto_enabling_integrations=False,
        server_name="",
        before_send=_before_send,
    )
    atexit.register(sentry_sdk.flush, SECONDS_TO_FLUSH)

    def report(error: BaseException, line: dict[str, Any]) -> None:
        if getattr(error, MARK, False):
            return  # a fault that is passed on is told by whoever passes it on, too
        setattr(error, MARK, True)
        event, hint = event_from_exception(error, client_options=sentry_sdk.get_client().options)
        event["tags"] = {name: str(line[name]) for name in TAGS if name in line}
        event["logentry"] = {"message": str(line.get("event", ""))}
        sentry_sdk.capture_event(event, hint)

    return report


def _before_send(event: Any, hint: Any) -> Any:
    """Let only what tells where it broke leave the house."""
    error = (hint.get("exc_info") or (None, None, None))[1]
    safe = {type(one).__name__: message_of(one) for one in all_of(error)} if error is not None else {}
    kept = {name: event[name] for name in KEPT if name in event}
    for one in (kept.get("exception") or {}).get("values", []):
        one["value"] = safe.get(one.get("type"), "")
        for frame in (one.get("stacktrace") or {}).get("frames", []):
            frame.pop("vars", None)
    return scrub_all(kept)
