"""Proposals for coordinators, offers for those who are asked, the introduction."""

from app.features.matching.views.common import about_mentee, about_pair
from app.features.matching.views.desk import away_line, desk_line, proposals, second, second_form
from app.features.matching.views.offers import introduction, joined, offer, reminder, talk, welcome
from app.features.matching.views.waiting import not_this_time, waiting

__all__ = [
    "about_mentee",
    "about_pair",
    "away_line",
    "desk_line",
    "introduction",
    "joined",
    "not_this_time",
    "offer",
    "proposals",
    "reminder",
    "second",
    "second_form",
    "talk",
    "waiting",
    "welcome",
]
