"""What Slack tells of the workspace itself; no person is visiting."""

from datetime import UTC, datetime

import structlog

from app.database.session import Transaction
from app.features.installing import notices, usecases
from app.slack.payloads import Payload
from app.tools import Board

log = structlog.get_logger()


def uninstalled(tx: Transaction, payload: Payload, now: datetime) -> None:
    """The app was removed. https://docs.slack.dev/reference/events/app_uninstalled."""
    _leave(tx, payload, now)


def revoked(tx: Transaction, payload: Payload, now: datetime) -> None:
    """Tokens are void; ours may be among them. https://docs.slack.dev/reference/events/tokens_revoked."""
    bots = (payload.body.get("tokens") or {}).get("bot") or []
    if any(usecases.owns_token(tx, team_id=payload.team_id, bot_user_id=str(bot)) for bot in bots):
        _leave(tx, payload, now)


def _leave(tx: Transaction, payload: Payload, now: datetime) -> None:
    happened_at = datetime.fromtimestamp(payload.happened_at, UTC) if payload.happened_at else now
    news = usecases.leave(tx, team_id=payload.team_id, why=payload.name, happened_at=happened_at, now=now)
    if news:
        log.warning("workspace-left", team=payload.team_id, why=payload.name)


BOARD = Board(notices=notices.KINDS, tidings={"app_uninstalled": uninstalled, "tokens_revoked": revoked})
