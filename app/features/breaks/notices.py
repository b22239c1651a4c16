"""How the messages about a break are rendered when they are due."""

from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post
from app.database.session import Transaction
from app.features.breaks import usecases, views, words
from app.features.pairings import usecases as pairings
from app.features.people import usecases as people
from app.features.people.rules import Break
from app.slack import blocks


def _break(tx: Transaction, due: Due) -> Break:
    return people.a_break(tx, team_id=due.team_id, break_id=due.about["break"])


def _noted(tx: Transaction, due: Due, now: datetime) -> Errand:
    one = _break(tx, due)
    mine = pairings.pairings_of(tx, team_id=due.team_id, user_id=due.to)
    others = list(dict.fromkeys(user for pairing in mine for user in pairing.others(due.to)))
    planned = [meeting for meeting, _ in usecases.inside(tx, found=one, now=now)]
    zone = people.person(tx, team_id=due.team_id, user_id=due.to).zone
    text, shown = views.noted(one, others, planned, zone, now)
    return Post(text=text, blocks=shown)


def _apart(tx: Transaction, due: Due, one: Break) -> NotNeeded | None:
    """Say why the news is no longer theirs, if they are in no pairing together any more."""
    mine = pairings.pairings_of(tx, team_id=due.team_id, user_id=due.to)
    if any(one.user_id in pairing.people for pairing in mine):
        return None
    return NotNeeded(reason="they are in no pairing together any more")


def _away(tx: Transaction, due: Due, now: datetime) -> Errand:
    one = _break(tx, due)
    if one.is_over(now):
        return NotNeeded(reason="they are back already")
    text, shown = views.away(one, people.person(tx, team_id=due.team_id, user_id=one.user_id).zone)
    return _apart(tx, due, one) or Post(text=text, blocks=shown)


def _back(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    one = _break(tx, due)
    return _apart(tx, due, one) or blocks.say(views.back(one))


def _welcome(tx: Transaction, due: Due, now: datetime) -> Errand:
    one = _break(tx, due)
    if one.ended_at is not None:
        return NotNeeded(reason="they came back early")
    if people.is_away_until(tx, team_id=due.team_id, user_id=due.to, now=now) is not None:
        return NotNeeded(reason="the next break has begun")
    following = usecases.following(tx, team_id=due.team_id, user_id=due.to, now=now)
    if not following:
        return NotNeeded(reason="they are in no pairing any more")
    text, shown = views.welcome(following, due.to)
    return Post(text=text, blocks=shown)


KINDS = (
    NoticeKind(
        name="breaks.noted",
        render=_noted,
        manner=Manner.REPLY,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=7),
        live=True,
        why=words.WHY_NOTED,
    ),
    # Whoever waits for somebody hears at once that there is nothing to wait for.
    NoticeKind(
        name="breaks.away",
        render=_away,
        manner=Manner.REMINDER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=60),
        why=words.WHY_AWAY,
    ),
    NoticeKind(
        name="breaks.back",
        render=_back,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=7),
        why=words.WHY_BACK,
    ),
    NoticeKind(
        name="breaks.welcome",
        render=_welcome,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=3),
        why=words.WHY_WELCOME,
    ),
)


def home_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What the Home of whoever is in a pairing shows: who is away, and the way to say so."""
    if not pairings.pairings_of(tx, team_id=team_id, user_id=user_id):
        return []
    zone = people.person(tx, team_id=team_id, user_id=user_id).zone
    return views.home_card(*usecases.around(tx, team_id=team_id, user_id=user_id, now=now), zone, now)


def desk_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a coordinator's Home shows: who is away until when."""
    return views.desk_card(usecases.away_in(tx, team_id=team_id, user_id=user_id, now=now))
