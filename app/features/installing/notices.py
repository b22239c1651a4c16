"""How the first message in a workspace is rendered."""

from datetime import datetime, timedelta

from app.core.notice import Doubt, Due, Errand, Manner, NoticeKind, Post
from app.database.session import Transaction
from app.features.installing import views, words


def _welcome(tx: Transaction, due: Due, now: datetime) -> Errand:
    del tx, now
    text, shown = views.welcome(is_back=bool(due.about["back"]), coordinates=bool(due.about["coordinates"]))
    return Post(text=text, blocks=shown)


KINDS = (
    NoticeKind(
        name="installing.welcome",
        render=_welcome,
        manner=Manner.REPLY,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=1),
        why=words.WHY_WELCOME,
    ),
)
