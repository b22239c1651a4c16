"""How the nomination is rendered when it is due."""

from datetime import datetime

from app.core.notice import Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post
from app.database.session import Transaction
from app.features.pairings import usecases as pairings
from app.features.programmes import usecases as programmes
from app.features.recognition import usecases, views, words


def _nomination(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    pairing = pairings.pairing(tx, team_id=due.team_id, pairing_id=due.about["pairing"])
    cohort = programmes.cohort(tx, team_id=due.team_id, cohort_id=pairing.cohort_id)
    graduation = programmes.handbook_of(tx, cohort).graduation
    if graduation is None or pairing.graduated_at is None:
        return NotNeeded(reason="nobody is put forward here")
    text, shown = views.nomination(pairing, usecases.nomination(tx, pairing=pairing, said=words.OTHERWISE), graduation)
    return Post(text=text, blocks=shown)


KINDS = (
    NoticeKind(
        name="recognition.nomination",
        render=_nomination,
        manner=Manner.REPLY,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=None,
        live=True,
        why=words.WHY_NOMINATION,
    ),
)
