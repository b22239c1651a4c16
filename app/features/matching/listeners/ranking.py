"""Mentees rank and mentors choose: Slack to use cases and back."""

from app.features.matching import views
from app.features.matching.rules.ranking import MOST_RANKED, field
from app.features.matching.usecases import ranking
from app.features.people import usecases as people
from app.tools import Answer, Done, Open, Visit, as_id


def _name(visit: Visit, user: str) -> str:
    return people.person(visit.tx, team_id=visit.team_id, user_id=user).name


def open_ranking(visit: Visit) -> Answer:
    """The button "Let mentees rank"."""
    ranking.open_ranking(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=visit.number, now=visit.now)
    return Done()


def close_ranking(visit: Visit) -> Answer:
    """The button "Close the ranking"."""
    ranking.close_ranking(visit.tx, team_id=visit.team_id, by=visit.user_id, ranking_id=visit.number, now=visit.now)
    return Done()


def begin_ranking(visit: Visit) -> Answer:
    """A mentee's button "Rank them", and "Change it"."""
    found = ranking.to_rank(visit.tx, team_id=visit.team_id, by=visit.user_id, rank_id=visit.number, now=visit.now)
    names = [(one.id, _name(visit, one.user_id)) for one, _ in found.mentors]
    terms = found.handbook.matching.ranking
    return Open(views.rank_form(found.rank, names, terms.most if terms is not None else 1))


def rank(visit: Visit) -> Answer:
    """The form in which a mentee ranks."""
    fields = [visit.text(field(number)) for number in range(1, MOST_RANKED + 1)]
    ranking.rank(
        visit.tx, team_id=visit.team_id, by=visit.user_id, rank_id=visit.about("rank"), values=fields, now=visit.now
    )
    return Done()


def begin_choosing(visit: Visit) -> Answer:
    """A mentor's button "Choose"."""
    found = ranking.to_choose(visit.tx, team_id=visit.team_id, by=visit.user_id, turn_id=visit.number, now=visit.now)
    return Open(views.choose_form(found.turn, [(one.id, _name(visit, one.user_id)) for one, *_ in found.mentees]))


def choose(visit: Visit) -> Answer:
    """The form in which a mentor chooses."""
    return _choose(visit, visit.about("turn"), [as_id(one) for one in visit.several("mentees")])


def choose_none(visit: Visit) -> Answer:
    """The button "None of these"."""
    return _choose(visit, visit.number, [])


def _choose(visit: Visit, turn: int, chosen: list[int]) -> Answer:
    ranking.choose(visit.tx, team_id=visit.team_id, by=visit.user_id, turn_id=turn, chosen=chosen, now=visit.now)
    return Done()


BUTTONS = {
    "matching.open_ranking": open_ranking,
    "matching.close_ranking": close_ranking,
    "matching.begin_ranking": begin_ranking,
    "matching.begin_choosing": begin_choosing,
    "matching.choose_none": choose_none,
}
FORMS = {"matching.send_ranks": rank, "matching.send_choice": choose}
