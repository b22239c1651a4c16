"""How the messages about certificates are rendered when they are due."""

from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post, Together, Upload
from app.database.session import Transaction
from app.features.certificates import usecases, views, words
from app.features.programmes import usecases as programmes
from app.slack import blocks


def _missing(tx: Transaction, due: Due, now: datetime) -> Errand:
    full = usecases.award(tx, team_id=due.team_id, award_id=due.about["award"])
    if full[0].issued_at is not None or full[4].is_earned:
        return NotNeeded(reason="it is earned by now")
    answerable = usecases.answerable(tx, team_id=due.team_id, user_id=due.to, now=now)
    text, shown = views.missing(full, answerable)
    return Post(text=text, blocks=shown)


def kinds(public_url: str) -> tuple[NoticeKind, ...]:
    """Return the messages of this room.

    Args:
        public_url: where a certificate's page is; empty if Trellis has no address.
    """

    def issued(tx: Transaction, due: Due, now: datetime) -> Errand:
        del now
        full = usecases.award(tx, team_id=due.team_id, award_id=due.about["award"])
        return Upload(
            filename=words.FILENAME.format(number=full[0].number),
            content=views.certificate_file(full, public_url),
            comment=views.certificate_comment(full, public_url),
        )

    return (
        NoticeKind(
            name="certificates.issued",
            render=issued,
            manner=Manner.ANSWER,
            doubt=Doubt.AT_LEAST_ONCE,
            keeps=None,
            why=words.WHY_CERTIFICATE,
        ),
        NoticeKind(
            name="certificates.again",
            render=issued,
            manner=Manner.REPLY,
            doubt=Doubt.AT_MOST_ONCE,
            keeps=timedelta(days=7),
            why=words.WHY_AGAIN,
        ),
        NoticeKind(
            name="certificates.missing",
            render=_missing,
            manner=Manner.NUDGE,
            doubt=Doubt.AT_MOST_ONCE,
            keeps=timedelta(days=14),
            why=words.WHY_MISSING,
            merge=Together.TO_DO,
        ),
    )


def own_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What Home shows to somebody who can earn a certificate."""
    del now
    return [views.home_line(one) for one in usecases.awards_of(tx, team_id=team_id, user_id=user_id)[:5]]


def desk_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a coordinator's Home shows: how many certificates are issued."""
    del now
    lines = [
        views.desk_line(one, *usecases.glance(tx, cohort=one))
        for one in programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=user_id)
        if programmes.handbook_of(tx, one).certificates
    ]
    return [blocks.header(words.DESK_HEADER), *lines[:10]] if lines else []
