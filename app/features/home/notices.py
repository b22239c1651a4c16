"""How App Home is rendered: from every room's card, at the moment it is published."""

from collections.abc import Sequence
from datetime import datetime

from app.core.notice import Doubt, Due, Errand, Manner, NoticeKind, PublishHome
from app.database.session import Transaction
from app.features.home import views, words
from app.features.joining import usecases as joining
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.tools import HomeCard


def kinds(cards: Sequence[HomeCard]) -> tuple[NoticeKind, ...]:
    """Return the one kind of this room, made of all rooms' cards."""

    def render(tx: Transaction, due: Due, now: datetime) -> Errand:
        team_id, user_id = due.team_id, due.to
        shown = [card(tx, team_id, user_id, now) for card in cards]
        mine = {one.cohort_id for one in joining.applications_of(tx, team_id=team_id, user_id=user_id)}
        others = [one for one in joining.open_cohorts(tx, team_id=team_id, now=now) if one.id not in mine]
        person = people.person(tx, team_id=team_id, user_id=user_id)
        joinable = [(one, programmes.handbook_of(tx, one).about) for one in others]
        return PublishHome(view=views.home(person.name, shown, joinable, now))

    return (
        NoticeKind(
            name="home.home",
            render=render,
            manner=Manner.REPLY,
            doubt=Doubt.AT_MOST_ONCE,
            keeps=None,
            why=words.WHY_HOME,
        ),
    )
