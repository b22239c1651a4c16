"""Mentees rank, mentors choose: the questions, the forms, and the line on the desk."""

from collections.abc import Mapping, Sequence

from app.core.notice import Block
from app.features.joining.rules import Application, State
from app.features.matching import words
from app.features.matching.rules import Fit
from app.features.matching.rules.ranking import Rank, Ranking, Turn, field
from app.features.matching.views.common import sentences
from app.features.matching.views.offers import goals_of, more_of
from app.features.programmes.rules import Cohort
from app.handbook.model import Handbook
from app.slack import blocks
from app.slack.blocks import Choice
from app.slack.text import Mrkdwn, bullets, fill, join, mention, mentions, moment

MOST_SHOWN = 30  # a message holds 50 blocks


def desk(cohort: Cohort, found: tuple[Ranking, Mapping[str, int]] | None, *, waiting: bool) -> list[Block]:
    """How ranking goes on in a cohort whose handbook has it; `waiting` says whether anybody could rank."""
    if found is None:
        if not waiting:
            return []
        sure = blocks.confirm(words.RANK_OPEN_TITLE, words.RANK_OPEN_ASK, words.RANK_OPEN)
        return [blocks.actions(blocks.button(words.RANK_OPEN, "matching.open_ranking", cohort.id, confirm=sure))]
    ranking, numbers = found
    if not ranking.takes_ranks:
        return [blocks.section(fill(words.RANK_DESK_CHOOSING, cohort=cohort.name, **numbers))]
    text = fill(words.RANK_DESK, cohort=cohort.name, until=moment(ranking.until, cohort.zone), **numbers)
    sure = blocks.confirm(words.RANK_CLOSE_TITLE, words.RANK_CLOSE_ASK, words.RANK_CLOSE)
    button = blocks.button(words.RANK_CLOSE, "matching.close_ranking", ranking.id, confirm=sure)
    return [blocks.section(text, accessory=button)]


def _about(one: Application, fit: Fit | None, handbook: Handbook) -> list[Mrkdwn]:
    """Return what somebody may know of another: the reasons, and what the form said that their match reads."""
    told = [reason for reason in fit.reasons if not reason.code.startswith("no-")] if fit is not None else []
    parts = [bullets(sentences(told))] if told else []
    goals = goals_of(one, handbook)
    if goals:
        parts.append(fill(words.RANK_MENTOR_SAYS, mentor=mention(one.user_id), goals=goals))
    return parts


# -- mentees ---------------------------------------------------------------------------------------


def rank(
    ranking: Ranking,
    part: Rank,
    cohort: Cohort,
    handbook: Handbook,
    mentee: Application,
    mentors: Sequence[tuple[Application, Fit | None]],
) -> tuple[Mrkdwn, list[Block]]:
    """The question to a mentee; it follows their answer and what became of it."""
    users = {one.id: one.user_id for one, _ in mentors}
    until = moment(ranking.until, mentee.zone)
    again = blocks.button(words.RANK_CHANGE, "matching.begin_ranking", part.id)
    if part.ranked:
        text = _ranked(ranking, part, users, until)
        return text, [blocks.section(text), *([blocks.actions(again)] if ranking.takes_ranks else [])]
    if not ranking.takes_ranks:
        return Mrkdwn(words.RANK_MISSED), [blocks.section(Mrkdwn(words.RANK_MISSED))]
    most = handbook.matching.ranking.most if handbook.matching.ranking is not None else 1
    parts = [fill(words.RANK_ASK, cohort=cohort.name, most=min(most, len(mentors)), until=until)]
    for one, fit in mentors:
        parts.append(join([fill(words.RANK_MENTOR, mentor=mention(one.user_id)), *_about(one, fit, handbook)]))
    button = blocks.button(words.RANK_BUTTON, "matching.begin_ranking", part.id, style="primary")
    return join(parts, by="\n\n"), [*(blocks.section(one) for one in parts), blocks.actions(button)]


def _ranked(ranking: Ranking, part: Rank, users: Mapping[int, str], until: Mrkdwn) -> Mrkdwn:
    mentors = mentions([users[one] for one in part.ranked])
    if part.matched_with is not None:
        return fill(words.RANKED_MATCHED, mentors=mentors, mentor=mention(users[part.matched_with]))
    if ranking.ended_at is not None:
        return fill(words.RANKED_OVER, mentors=mentors)
    return fill(words.RANKED if ranking.takes_ranks else words.RANKED_CLOSED, mentors=mentors, until=until)


def rank_reminder(ranking: Ranking, part: Rank, mentee: Application) -> tuple[Mrkdwn, list[Block]]:
    """The one reminder of a mentee who has not ranked yet."""
    text = fill(words.RANK_REMINDER, until=moment(ranking.until, mentee.zone))
    button = blocks.button(words.RANK_BUTTON, "matching.begin_ranking", part.id, style="primary")
    return text, [blocks.section(text), blocks.actions(button)]


def rank_form(part: Rank, names: Sequence[tuple[int, str]], most: int) -> Block:
    """The modal in which a mentee ranks: mentors by name, best first."""
    choices = [Choice(name, str(key)) for key, name in names]
    shown: list[Block] = [blocks.context(Mrkdwn(words.RANK_INTRO))]
    for number, label in enumerate(words.RANK_LABELS[: min(most, len(names))], start=1):
        said = str(part.ranked[number - 1]) if len(part.ranked) >= number else None
        shown.append(blocks.select(field(number), label, choices, initial=said, optional=number > 1))
    about = {"rank": part.id}
    return blocks.modal(words.RANK_TITLE, shown, callback="matching.send_ranks", submit=words.RANK_SUBMIT, about=about)


def rank_over(cohort: Cohort) -> Mrkdwn:
    """What somebody reads whom no mentor of theirs could take."""
    return fill(words.RANK_OVER, cohort=cohort.name)


# -- mentors ---------------------------------------------------------------------------------------


def choose(
    turn: Turn,
    cohort: Cohort,
    handbook: Handbook,
    mentor: Application,
    mentees: Sequence[tuple[Application, Fit | None, int | None]],
    lost: Sequence[str],
) -> tuple[Mrkdwn, list[Block]]:
    """The question to a mentor; it follows their answer and what becomes of it.

    Args:
        turn: theirs.
        cohort: of this cohort.
        handbook: says what they may read.
        mentor: their application.
        mentees: who may be chosen: the application, how well they fit, and with which mentor they were
            matched.
        lost: whom they chose before and who went elsewhere.
    """
    if not turn.is_open:
        text = _chose(turn, mentees)
        return text, [blocks.section(text)]
    template = words.CHOOSE_AGAIN if lost else words.CHOOSE
    until = moment(turn.until, mentor.zone)
    parts = [fill(template, cohort=cohort.name, places=turn.places, until=until, lost=mentions(lost))]
    for one, fit, _ in mentees[:MOST_SHOWN]:
        head = fill(words.CHOOSE_MENTEE, mentee=mention(one.user_id))
        parts.append(join([head, *_about(one, fit, handbook), *more_of(one, handbook)]))
    if len(mentees) > MOST_SHOWN:
        parts.append(fill(words.CHOOSE_MORE, number=len(mentees) - MOST_SHOWN))
    sure = blocks.confirm(words.CHOOSE_NONE_TITLE, words.CHOOSE_NONE_ASK, words.CHOOSE_NONE)
    buttons = blocks.actions(
        blocks.button(words.CHOOSE_BUTTON, "matching.begin_choosing", turn.id, style="primary"),
        blocks.button(words.CHOOSE_NONE, "matching.choose_none", turn.id, confirm=sure),
    )
    return join(parts, by="\n\n"), [*(blocks.section(one) for one in parts), buttons]


def _chose(turn: Turn, mentees: Sequence[tuple[Application, Fit | None, int | None]]) -> Mrkdwn:
    if turn.lapsed_at is not None:
        return Mrkdwn(words.CHOSE_LAPSED)
    chosen = [(one, went_to) for one, _, went_to in mentees if one.id in turn.chosen]
    if not chosen:
        return Mrkdwn(words.CHOSE_NONE)
    said = [fill(words.CHOSE, mentees=mentions([one.user_id for one, _ in chosen]))]
    here = [one.user_id for one, went_to in chosen if went_to == turn.mentor]
    open_ = [one.user_id for one, went_to in chosen if went_to is None and one.state is State.APPROVED]
    gone = [one.user_id for one, _ in chosen if one.user_id not in (*here, *open_)]
    for template, users in ((words.CHOSE_PAIR, here), (words.CHOSE_WAITING, open_), (words.CHOSE_ELSEWHERE, gone)):
        if users:
            said.append(fill(template, mentees=mentions(users)))
    return join(said, by=" ")


def choose_reminder(turn: Turn, mentor: Application) -> tuple[Mrkdwn, list[Block]]:
    """The one reminder of a mentor who has not chosen yet."""
    text = fill(words.CHOOSE_REMINDER, until=moment(turn.until, mentor.zone))
    button = blocks.button(words.CHOOSE_BUTTON, "matching.begin_choosing", turn.id, style="primary")
    return text, [blocks.section(text), blocks.actions(button)]


def choose_form(turn: Turn, names: Sequence[tuple[int, str]]) -> Block:
    """The modal in which a mentor chooses, in the order in which they were ranked."""
    choices = [Choice(name, str(key)) for key, name in names]
    hint = words.CHOOSE_HINT.format(places=turn.places)
    shown = [blocks.multi_select("mentees", words.CHOOSE_LABEL, choices, hint=hint, most=turn.places)]
    about = {"turn": turn.id}
    return blocks.modal(
        words.CHOOSE_TITLE, shown, callback="matching.send_choice", submit=words.CHOOSE_SUBMIT, about=about
    )


def elsewhere(mentee: str) -> Mrkdwn:
    """What a mentor hears whose choice went to somebody dearer."""
    return fill(words.ELSEWHERE, mentee=mention(mentee))


def ranking_over(cohort: Cohort, numbers: Mapping[str, int]) -> Mrkdwn:
    """What the coordinators hear when nothing more can come of a ranking."""
    return fill(words.RANKING_OVER, cohort=cohort.name, **numbers)


def standing_rank(
    ranking: Ranking, part: Rank | None, ranked: Sequence[Application], turn: Turn | None, zone: str
) -> Mrkdwn:
    """A person's line about the ranking that goes on: theirs to answer, or somebody else's."""
    if turn is not None:
        return fill(words.STANDING_CHOOSE, until=moment(turn.until, zone))
    until = moment(ranking.until, zone)
    if part is None or not part.ranked:
        return fill(words.STANDING_RANK, until=until)
    template = words.STANDING_RANKED if ranking.takes_ranks else words.STANDING_CHOOSING
    return fill(template, mentors=mentions([one.user_id for one in ranked]), until=until)
