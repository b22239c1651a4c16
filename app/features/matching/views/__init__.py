"""Proposals for coordinators, offers for those who are asked, the introduction."""

from app.features.matching.views.closer import closer, place_asked, place_form, swap_form, waves_form
from app.features.matching.views.common import about_mentee, about_pair
from app.features.matching.views.desk import away_line, desk_line, done, looking, second, second_form, stopped
from app.features.matching.views.hints import held, missing, post, post_form, posted
from app.features.matching.views.offers import introduction, joined, offer, reminder, talk, welcome
from app.features.matching.views.ranking import (
    choose,
    choose_form,
    choose_reminder,
    elsewhere,
    rank,
    rank_form,
    rank_over,
    rank_reminder,
    ranking_over,
)
from app.features.matching.views.ranking import desk as ranking_desk
from app.features.matching.views.reading import changes, forbidden, left_over, proposals, queue
from app.features.matching.views.waiting import not_this_time, waiting

__all__ = [
    "about_mentee",
    "about_pair",
    "away_line",
    "changes",
    "choose",
    "choose_form",
    "choose_reminder",
    "closer",
    "desk_line",
    "done",
    "elsewhere",
    "forbidden",
    "held",
    "introduction",
    "joined",
    "left_over",
    "looking",
    "missing",
    "not_this_time",
    "offer",
    "place_asked",
    "place_form",
    "post",
    "post_form",
    "posted",
    "proposals",
    "queue",
    "rank",
    "rank_form",
    "rank_over",
    "rank_reminder",
    "ranking_desk",
    "ranking_over",
    "reminder",
    "second",
    "second_form",
    "stopped",
    "swap_form",
    "talk",
    "waiting",
    "waves_form",
    "welcome",
]
