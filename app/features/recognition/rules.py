"""Who may put somebody forward, and when people get the summary of what they did."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.features.pairings.rules import Pairing, Stay

SUMMARY_FOR = timedelta(days=90)
"""Whoever is away for long gets it when they are back."""
AFTER_GOODBYE = timedelta(minutes=1)
AFTER_THE_END = timedelta(days=1)
"""When a cohort ends there is a certificate to read first."""


def summaries(pairing: Pairing, left: Iterable[Stay], ends: datetime, now: datetime) -> list[Wanted]:
    """List the summaries that the people of a pairing get once: when they leave, it ends, or its cohort does.

    A room above renders them, because they hold what several rooms know.
    """
    # A goodbye is said at the same time, and has to be read first.
    over = pairing.ended_at + AFTER_GOODBYE if pairing.ended_at else ends + AFTER_THE_END
    at = dict.fromkeys(pairing.people, over)
    at |= {one.user_id: one.until or now for one in left}
    return [
        Wanted(
            key=f"pairing:{pairing.id}:summary:{one}",
            kind="keepsakes.summary",
            to=one,
            due=due,
            expires=due + SUMMARY_FOR,
            about={"pairing": pairing.id},
        )
        for one, due in at.items()
    ]


def check_nominator(pairing: Pairing, user_id: str) -> None:
    """Let only a mentor of a pairing whose mentee was found ready through.

    Raises:
        Refusal: `recognition.not-mentor`, `recognition.not-ready`.
    """
    if user_id not in pairing.mentors:
        raise Refusal("recognition.not-mentor")
    if pairing.graduated_at is None:
        raise Refusal("recognition.not-ready")
