"""Running matching, deciding on proposals, and asking people, in the handbook's order."""

from app.features.matching.usecases.deciding import accept, allow, forbid, forbidden, pin, to_look_at
from app.features.matching.usecases.offers import (
    answer,
    group_of,
    held,
    lapse,
    matches_of,
    offer,
    offers_about,
    proposal,
    talk_first,
)
from app.features.matching.usecases.running import beside, last, run, standing, start, to_read, undecided, working
from app.features.matching.usecases.waiting import leave_over
from app.features.matching.usecases.waves import accept_all

__all__ = [
    "accept",
    "accept_all",
    "allow",
    "answer",
    "beside",
    "forbid",
    "forbidden",
    "group_of",
    "held",
    "lapse",
    "last",
    "leave_over",
    "matches_of",
    "offer",
    "offers_about",
    "pin",
    "proposal",
    "run",
    "standing",
    "start",
    "talk_first",
    "to_look_at",
    "to_read",
    "undecided",
    "working",
]
