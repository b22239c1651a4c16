"""How a pairing ends, or lets one of its people go."""

from collections.abc import Mapping
from datetime import datetime

from app.core.calendar import humane
from app.core.notice import Wanted
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort

NOMINATION = "recognition.nomination"


def goes_on_without(pairing: Pairing, user_id: str) -> bool:
    """Whether a group goes on when this person leaves it: a further mentor, or one of several mentees."""
    if user_id in pairing.mentees:
        return len(pairing.mentees) > 1
    return user_id in pairing.co_mentors


def goodbyes(pairing: Pairing, cohort: Cohort, zones: Mapping[str, str]) -> list[Wanted]:
    """List what an ended pairing calls for: a decent goodbye to each, a line for the coordinators.

    Whoever ended it reads it at once, the others when it is day where they live.

    Args:
        pairing: which has ended.
        cohort: its cohort.
        zones: where each of its people lives.
    """
    at, about = pairing.ended_at or pairing.began_at, {"pairing": pairing.id}
    base = f"pairing:{pairing.id}"
    farewell = [
        Wanted(
            key=f"{base}:goodbye:{user}",
            kind="care.goodbye",
            to=user,
            due=at if user == pairing.ended_by else humane(at, zones[user]),
            about=about,
        )
        for user in pairing.people
    ]
    if pairing.ended_why == "cohort":
        return farewell  # the coordinators closed it themselves
    parted = Wanted(key=f"{base}:parted", kind="care.parted", to=cohort.coordinators_channel, due=at, about=about)
    return [*farewell, parted]


def nomination(pairing: Pairing, mentor: str, at: datetime) -> Wanted:
    """Return the message that follows a graduation: the text with which the mentor nominates their mentee."""
    return Wanted(
        key=f"pairing:{pairing.id}:nomination", kind=NOMINATION, to=mentor, due=at, about={"pairing": pairing.id}
    )


def left(pairing: Pairing, user_id: str, cohort: Cohort, zones: Mapping[str, str], at: datetime) -> list[Wanted]:
    """List what follows when somebody has left a group: a word to them, to its mentors and to the coordinators.

    Args:
        pairing: the group without them.
        user_id: who left.
        cohort: its cohort.
        zones: where each of its mentors lives; they hear of it when it is day there.
        at: when, UTC.
    """
    base = f"pairing:{pairing.id}:left:{user_id}"
    about: dict[str, int | str] = {"pairing": pairing.id, "user": user_id}
    told = [(one, "care.left_you", humane(at, zones[one])) for one in pairing.mentors]
    told.append((cohort.coordinators_channel, "care.left_group", at))
    return [
        Wanted(key=f"{base}:goodbye", kind="care.left", to=user_id, due=at, about=about),
        *(Wanted(key=f"{base}:to:{to}", kind=kind, to=to, due=due, about=about) for to, kind, due in told),
    ]


def let_go_messages(pairing: Pairing, user_id: str, at: datetime) -> list[Wanted]:
    """List what follows when the coordinators gave somebody's place in a group away: a kind word to each side."""
    base = f"pairing:{pairing.id}:let-go:{user_id}"
    about: dict[str, int | str] = {"pairing": pairing.id, "user": user_id}
    told = [
        Wanted(key=f"{base}:to:{one}", kind="care.place_free", to=one, due=at, about=about) for one in pairing.mentors
    ]
    return [Wanted(key=f"{base}:goodbye", kind="care.let_go", to=user_id, due=at, about=about), *told]
