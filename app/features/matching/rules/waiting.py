"""Who can be matched now, and how many more a mentor takes."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from app.features.joining.rules import Application
from app.features.matching.rules import Pool, Proposal
from app.features.matching.rules.chances import rests_as_mentee
from app.features.pairings.rules import Pairing


def pool(
    here: Sequence[Application],
    pairings: Sequence[Pairing],
    proposals: Sequence[Proposal],
    resting: Mapping[str, datetime],
    most_pairings: int,
) -> Pool:
    """Say who can be matched now.

    Args:
        here: the applications of those who take part and have not left the workspace.
        pairings: of the cohort, ended ones too. Whoever graduated in one, or stayed away so long that
            their place was given to somebody else, waits for no other until they edit their answers.
        proposals: of the cohort, all that ever were.
        resting: when mentors said that they want no more mentees for now, UTC; a later edit of
            their answers takes it back.
        most_pairings: the handbook's limit for one person, as mentor and as mentee together.
    """
    busy = Counter[tuple[str, str]]()
    for pairing in pairings:
        if pairing.is_live:
            busy.update([("mentor", pairing.mentor), *(("mentee", one) for one in pairing.mentees)])
    for one in proposals:
        if one.is_underway:
            busy.update([("mentor", one.mentor.user_id), ("mentee", one.mentee.user_id)])

    def left(user: str) -> int:
        return most_pairings - busy["mentor", user] - busy["mentee", user]

    of_person = defaultdict[str, list[Pairing]](list)
    for pairing in pairings:
        for user in {*pairing.mentees, *pairing.stayed_away}:
            of_person[user].append(pairing)

    waiting = [
        one
        for one in here
        if one.role == "mentee"
        and not busy["mentee", one.user_id]
        and left(one.user_id) > 0
        and not rests_as_mentee(one, of_person[one.user_id])
    ]
    learn = {one.user_id for one in waiting}
    places = {
        one.id: min(
            places_of(one, resting.get(one.user_id), most_pairings) - busy["mentor", one.user_id],
            left(one.user_id) - (one.user_id in learn),
        )
        for one in here
        if one.role == "mentor"
    }
    return Pool(
        mentees=tuple(waiting),
        mentors=tuple(one for one in here if places.get(one.id, 0) > 0),
        places={mentor: free for mentor, free in places.items() if free > 0},
        apart=frozenset((one.mentee.id, one.mentor.id) for one in proposals if one.keeps_apart()),
    )


def places_of(mentor: Application, said_no_more: datetime | None, most: int, *, otherwise: int = 1) -> int:
    """Return how many mentees a mentor takes in all, `otherwise` where the form does not ask."""
    if said_no_more is not None and said_no_more >= (mentor.edited_at or mentor.submitted_at):
        return 0
    return min(mentor.number("capacity", otherwise), most)
