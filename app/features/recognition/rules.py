"""Who may put somebody forward, and when people get the summary of what they did."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from app.core.calendar import humane
from app.core.notice import Wanted
from app.core.refusal import Refusal
from app.features.pairings.rules import Pairing, Stay

SUMMARY_FOR = timedelta(days=90)
"""Whoever is away for long gets it when they are back."""
AFTER_GOODBYE = timedelta(minutes=1)
AFTER_THE_END = timedelta(days=1)
"""When a cohort ends there is a certificate to read first."""


def summaries(
    pairing: Pairing, left: Iterable[Stay], zones: Mapping[str, str], ends: datetime, now: datetime
) -> list[Wanted]:
    """List the summaries that the people of a pairing get once: when they leave, it ends, or its cohort does.

    A room above renders them, because they hold what several rooms know.

    Args:
        pairing: as it is now.
        left: the stays of those who left it.
        zones: where those live for whom it is over.
        ends: when its cohort ends, UTC.
        now: the present instant, UTC.
    """
    over = dict.fromkeys(pairing.people, pairing.ended_at) | {one.user_id: one.until or now for one in left}
    at = {
        # A goodbye is said when it is day where they live, and has to be read first.
        one: humane(until, zones[one]) + AFTER_GOODBYE if until else ends + AFTER_THE_END
        for one, until in over.items()
    }
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
