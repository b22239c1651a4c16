"""Running matching, deciding on proposals, and asking people, in the handbook's order."""

from app.features.matching.usecases.deciding import accept, accept_all, forbid
from app.features.matching.usecases.offers import (
    answer,
    group_of,
    lapse,
    matches_of,
    offer,
    offers_about,
    proposal,
    talk_first,
)
from app.features.matching.usecases.running import run, standing, to_read
from app.features.matching.usecases.waiting import leave_over

__all__ = [
    "accept",
    "accept_all",
    "answer",
    "forbid",
    "group_of",
    "lapse",
    "leave_over",
    "matches_of",
    "offer",
    "offers_about",
    "proposal",
    "run",
    "standing",
    "talk_first",
    "to_read",
]
