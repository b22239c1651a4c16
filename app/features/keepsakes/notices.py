"""How summaries are rendered when they are due."""

from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Upload
from app.database.session import Transaction
from app.features.keepsakes import usecases, views, words
from app.features.keepsakes.rules import Summary


def _over(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    found = _found(tx, due)
    if due.key.endswith(f":summary:{due.to}") and not (found.attended or found.notes):
        return NotNeeded(reason="they did nothing together")
    return NotNeeded(reason="there is nothing to keep") if found.is_empty else _file(found, due)


def _again(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return _file(_found(tx, due), due)


def _found(tx: Transaction, due: Due) -> Summary:
    return usecases.summary(tx, team_id=due.team_id, user_id=due.to, pairing_id=due.about["pairing"])


def _file(found: Summary, due: Due) -> Upload:
    return Upload(
        filename=words.FILENAME.format(pairing=due.about["pairing"]),
        content=views.file(found),
        comment=views.message(found),
    )


KINDS = (
    NoticeKind(
        name="keepsakes.summary",
        render=_over,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=90),
        why=words.WHY_SUMMARY,
    ),
    NoticeKind(
        name="keepsakes.again",
        render=_again,
        manner=Manner.REPLY,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=7),
        why=words.WHY_AGAIN,
    ),
)


def card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What Home shows to whoever is or was in a pairing: the way to their summary."""
    del now
    return views.home_card() if usecases.has_something(tx, team_id=team_id, user_id=user_id) else []
