"""What coordinators see of messages that did not arrive, and of a pairing's timeline."""

from collections.abc import Iterator
from typing import Any

from app.delivery.states import State
from app.features.undelivered import views, words
from app.features.undelivered.rules import PER_LEAF, PER_PAGE, Message
from tests.building.showing import Shown
from tests.kit.make import NOW

CODES = ("", *words.REASONS, *words.MY_FAULTS, "never_heard_of")


def message(number: int, text: str, **changes: Any) -> Message:
    usual: dict[str, Any] = {
        "id": 10**12 + number,
        "kind": "meetings.card",
        "to": "+".join(f"U{one:010}" for one in range(8)),
        "state": "failed",
        "reason": text or CODES[number % len(CODES)],
        "at": NOW,
        "expires_at": NOW,
    }
    return Message(**{**usual, **changes})


def deliveries(text: str, group: Any, pair: Any) -> Iterator[tuple[str, Shown]]:
    whys = {"meetings.card": text}
    several = [message(one, text) for one in range(PER_PAGE)]
    unsure = [message(one, text, state="uncertain", kind="checkins.chase", to="C1") for one in range(PER_PAGE)]
    for found in ([], several, unsure):
        yield "undelivered.missing", views.missing(group, found, 2, 3, whys, own=7, said=words.SENT_AGAIN)
    yield "undelivered.missing", views.missing(group, [], 1, 1, whys)
    for state in State:
        if state is not State.CANCELLED:
            line = [message(one, text, state=str(state)) for one in range(PER_LEAF * 3)]
            yield "undelivered.timeline", views.timeline(pair, line, 2, whys, "UTC")
    yield "undelivered.timeline", views.timeline(pair, [], 1, whys, "UTC")
    yield "undelivered.desk_card", views.desk_card([(group, 3)] * 20)
    for code in CODES:
        yield "undelivered.told", views.told(group, "C1", code or text)
