"""How the messages of matching are rendered when they are due."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.core.notice import Block, Doubt, Due, Errand, Invite, Manner, NoticeKind, NotNeeded, Post, Render
from app.database.session import Transaction
from app.features.joining import usecases as joining
from app.features.joining.rules import Application, State
from app.features.matching import usecases, views, words
from app.features.matching.rules import Offer, Proposal
from app.features.matching.rules.groups import read_solver_in
from app.features.matching.usecases import co_mentors, long_runs, places, ranked, recruiting, waiting
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.slack import blocks
from app.slack.text import Mrkdwn, fill, listed, mention


def _asked(tx: Transaction, due: Due) -> tuple[Offer, Proposal, Cohort]:
    offer, proposal = usecases.offer(tx, team_id=due.team_id, offer_id=due.about["offer"])
    return offer, proposal, programmes.cohort(tx, team_id=due.team_id, cohort_id=proposal.cohort_id)


def _offer(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    offer, proposal, cohort = _asked(tx, due)
    if not due.sent and not offer.is_open:
        return NotNeeded(reason="the offer was answered or has run out")
    group = usecases.group_of(tx, proposal=proposal)
    text, shown = views.offer(offer, proposal, cohort, programmes.handbook_of(tx, cohort), group)
    return Post(text=text, blocks=shown)


def _reminder(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    offer, proposal, _cohort = _asked(tx, due)
    if not due.sent and not offer.is_open:
        return NotNeeded(reason="the offer was answered or has run out")
    text, shown = views.reminder(offer, proposal)
    return Post(text=text, blocks=shown)


def _sorry(tx: Transaction, due: Due, now: datetime) -> Errand:
    del tx, due, now
    return blocks.say(Mrkdwn(words.SORRY))


def _not_this_time(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    application = joining.application(tx, team_id=due.team_id, application_id=due.about["application"])
    found = waiting.where(tx, application=application)
    if found is None or not found.over:
        return NotNeeded(reason="they found somebody, or the cohort goes on")
    cohort = programmes.cohort(tx, team_id=due.team_id, cohort_id=application.cohort_id)
    return blocks.say(views.not_this_time(found, cohort))


def _again_waiting(template: str, tx: Transaction, due: Due) -> Errand:
    proposal = usecases.proposal(tx, team_id=due.team_id, proposal_id=due.about["proposal"])
    cohort = programmes.cohort(tx, team_id=due.team_id, cohort_id=proposal.cohort_id)
    return blocks.say(views.about_mentee(template, proposal, cohort))


def _nobody_left(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return _again_waiting(words.NOBODY_LEFT, tx, due)


def _mentee_declined(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return _again_waiting(words.MENTEE_DECLINED, tx, due)


def _mentor_declined(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return _again_waiting(words.MENTOR_DECLINED, tx, due)


def _talk(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    offer, proposal, cohort = _asked(tx, due)
    if not offer.is_open:
        return NotNeeded(reason="the offer was answered or has run out")
    return blocks.say(views.talk(proposal, cohort))


def _second(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    second, pairing = co_mentors.second(tx, team_id=due.team_id, second_id=due.about["second"])
    if not pairing.is_live:
        return ENDED
    text, shown = views.second(second, pairing)
    return Post(text=text, blocks=shown)


def _done(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    outcome, cohort = long_runs.outcome(tx, team_id=due.team_id, work_id=due.about["work"])
    summary, _changes = usecases.last(tx, cohort=cohort)
    undecided = usecases.undecided(tx, cohort=cohort) if outcome in ("done", "overtaken") else 0
    text, shown = views.done(outcome, cohort, summary, undecided)
    return Post(text=text, blocks=shown)


def _place(tx: Transaction, due: Due, now: datetime) -> Errand:
    found, cohort = places.place(tx, team_id=due.team_id, place_id=due.about["place"])
    if not due.sent and found.is_open and (found.expires_at <= now or cohort.closed_at is not None):
        return NotNeeded(reason="the question has run out")
    text, shown = views.place_asked(found, cohort)
    return Post(text=text, blocks=shown)


def _place_said(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    found, cohort = places.place(tx, team_id=due.team_id, place_id=due.about["place"])
    template = words.PLACE_GIVEN if found.accepted_at is not None else words.PLACE_KEPT
    return blocks.say(fill(template, mentor=mention(found.user_id), cohort=cohort.name))


def _paired(tx: Transaction, due: Due) -> tuple[Pairing, Cohort]:
    pairing = pairings.pairing(tx, team_id=due.team_id, pairing_id=due.about["pairing"])
    return pairing, programmes.cohort(tx, team_id=due.team_id, cohort_id=pairing.cohort_id)


NO_RANKING = NotNeeded(reason="the ranking has closed or was answered")


def _rank(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    found = ranked.offered(tx, team_id=due.team_id, rank_id=due.about["rank"])
    if not due.sent and not found.ranking.takes_ranks:
        return NO_RANKING
    text, shown = views.rank(found.ranking, found.rank, found.cohort, found.handbook, found.mentee, found.mentors)
    return Post(text=text, blocks=shown)


def _rank_reminder(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    found = ranked.offered(tx, team_id=due.team_id, rank_id=due.about["rank"])
    if found.rank.ranked or not found.ranking.takes_ranks:
        return NO_RANKING
    text, shown = views.rank_reminder(found.ranking, found.rank, found.mentee)
    return Post(text=text, blocks=shown)


def _rank_over(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    found = ranked.offered(tx, team_id=due.team_id, rank_id=due.about["rank"])
    if found.rank.matched_at is not None or found.mentee.state is not State.APPROVED:
        return NotNeeded(reason="they found somebody, or do not wait any more")
    return blocks.say(views.rank_over(found.cohort))


def _choose(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    found = ranked.awaiting(tx, team_id=due.team_id, turn_id=due.about["turn"])
    if not due.sent and not found.turn.is_open:
        return NO_RANKING
    lost = [joining.application(tx, team_id=due.team_id, application_id=one).user_id for one in found.turn.lost]
    again = lost if found.turn.number > 1 else []
    text, shown = views.choose(found.turn, found.cohort, found.handbook, found.mentor, found.mentees, again)
    return Post(text=text, blocks=shown)


def _choose_reminder(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    found = ranked.awaiting(tx, team_id=due.team_id, turn_id=due.about["turn"])
    if not found.turn.is_open:
        return NO_RANKING
    text, shown = views.choose_reminder(found.turn, found.mentor)
    return Post(text=text, blocks=shown)


def _elsewhere(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    mentee = joining.application(tx, team_id=due.team_id, application_id=due.about["mentee"])
    return blocks.say(views.elsewhere(mentee.user_id))


def _ranking_over(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    cohort, numbers = ranked.result(tx, team_id=due.team_id, ranking_id=due.about["ranking"])
    return blocks.say(views.ranking_over(cohort, numbers))


def _post(tx: Transaction, due: Due, now: datetime) -> Errand:
    row, cohort = recruiting.post(tx, team_id=due.team_id, post_id=due.about["post"])
    text, shown = views.posted(row.text, row.sent_by, cohort, now)
    return Post(text=text, blocks=shown)


MOST_HELD = 5

ENDED = NotNeeded(reason="the pairing has ended")


def _introduction(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    pairing, cohort = _paired(tx, due)
    if not pairing.is_live:
        return ENDED
    mentor, mentee = (
        listed([people.person(tx, team_id=due.team_id, user_id=one).name for one in side])
        for side in (pairing.mentors, pairing.mentees)
    )
    matches = usecases.matches_of(tx, pairing=pairing)
    text, shown = views.introduction(pairing, (mentor, mentee), matches, programmes.handbook_of(tx, cohort))
    return Post(text=text, blocks=shown)


def _about_pair(template: str, tx: Transaction, due: Due) -> Errand:
    pairing, cohort = _paired(tx, due)
    return blocks.say(views.about_pair(template, pairing, cohort))


def _begun(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return _about_pair(words.BEGUN, tx, due)


def _formed(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return _about_pair(words.FORMED, tx, due)


def _welcome(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    pairing, _cohort = _paired(tx, due)
    user = str(due.about["user"])
    if not pairing.is_live or user not in pairing.people:
        return ENDED
    return blocks.say(views.welcome(pairing, user))


def _joined(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    pairing, cohort = _paired(tx, due)
    return blocks.say(views.joined(pairing, str(due.about["user"]), cohort))


def _public(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    return _about_pair(words.PUBLIC, tx, due) if _paired(tx, due)[0].is_live else ENDED


def _invite(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    pairing, _cohort = _paired(tx, due)
    return Invite(channel=due.to, users=(str(due.about["user"]),)) if pairing.is_live else ENDED


A_WEEK, A_FORTNIGHT, A_MONTH = timedelta(days=7), timedelta(days=14), timedelta(days=30)


def _answer(name: str, render: Render, keeps: timedelta | None, why: str, *, live: bool = False) -> NoticeKind:
    """Return a kind that somebody waits for: losing it harms more than reading it twice."""
    return NoticeKind(
        name=name,
        render=render,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=keeps,
        live=live,
        why=why,
    )


def _question(name: str, render: Render, why: str) -> NoticeKind:
    """Return a kind that asks a mentor for more than they offered; it comes alone and is not repeated."""
    return NoticeKind(
        name=name,
        render=render,
        manner=Manner.NEWS,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=A_FORTNIGHT,
        live=True,
        why=why,
    )


def _again(name: str, render: Render, nags: str, why: str, *, live: bool = False) -> NoticeKind:
    """Return a kind that reminds somebody of a choice; a choice comes alone."""
    return NoticeKind(
        name=name,
        render=render,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=A_WEEK,
        live=live,
        why=why,
        nags=nags,
    )


def _line(name: str, render: Render) -> NoticeKind:
    """Return a kind that coordinators read in their channel; their desk shows the same for longer."""
    return NoticeKind(
        name=name,
        render=render,
        manner=Manner.CHANNEL,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=A_WEEK,
        why=words.WHY_COORDINATORS,
    )


def _seen_by_many(name: str, render: Render, keeps: timedelta, why: str) -> NoticeKind:
    """Return a kind that many read: neither lost nor doubled, and a coordinator decides in doubt."""
    return NoticeKind(name=name, render=render, manner=Manner.CHANNEL, doubt=Doubt.FIND, keeps=keeps, why=why)


KINDS = (
    _answer("matching.offer", _offer, A_MONTH, words.WHY_OFFER, live=True),
    _again("matching.reminder", _reminder, "offer", words.WHY_REMINDER, live=True),
    _answer("matching.sorry", _sorry, A_MONTH, words.WHY_NEWS),
    _answer("matching.not_this_time", _not_this_time, None, words.WHY_NOT_THIS_TIME),
    _line("matching.nobody_left", _nobody_left),
    _line("matching.mentee_declined", _mentee_declined),
    _line("matching.mentor_declined", _mentor_declined),
    _answer("matching.introduction", _introduction, None, words.WHY_INTRODUCTION),
    _answer("matching.introduced", _introduction, None, words.WHY_INTRODUCED),
    _answer("matching.welcome", _welcome, None, words.WHY_WELCOME),
    _line("matching.joined", _joined),
    _line("matching.formed", _formed),
    _line("matching.begun", _begun),
    _answer("matching.rank", _rank, A_MONTH, words.WHY_RANK, live=True),
    _again("matching.rank_reminder", _rank_reminder, "ranking", words.WHY_RANK_REMINDER),
    _answer("matching.rank_over", _rank_over, A_MONTH, words.WHY_RANK_OVER),
    _answer("matching.choose", _choose, A_MONTH, words.WHY_CHOOSE, live=True),
    _again("matching.choose_reminder", _choose_reminder, "choice", words.WHY_CHOOSE_REMINDER),
    _answer("matching.elsewhere", _elsewhere, A_MONTH, words.WHY_CHOOSE),
    _line("matching.ranking_over", _ranking_over),
    _seen_by_many("matching.post", _post, timedelta(days=1), words.WHY_POST),
    _question("matching.second", _second, words.WHY_SECOND),
    _question("matching.place", _place, words.WHY_PLACE),
    _line("matching.place_given", _place_said),
    _line("matching.place_kept", _place_said),
    _answer("matching.talk", _talk, A_FORTNIGHT, words.WHY_TALK),
    NoticeKind(
        name="matching.done",
        render=_done,
        manner=Manner.REPLY,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=A_WEEK,
        why=words.WHY_DONE,
    ),
    # Whoever is in the channel already stays in it: nothing shows twice.
    NoticeKind(
        name="matching.invite",
        render=_invite,
        manner=Manner.CHANNEL,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=None,
        why=words.WHY_INVITE,
    ),
    _seen_by_many("matching.public", _public, A_FORTNIGHT, words.WHY_PUBLIC),
)


def desk_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """What a coordinator's Home shows: how matching stands in each cohort."""
    lines = [
        block
        for cohort in programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=user_id)
        for block in _desk(tx, cohort, now)
    ]
    return [blocks.header(words.DESK_HEADER), *lines] if lines else []


def _desk(tx: Transaction, cohort: Cohort, now: datetime) -> Iterator[Block]:
    stands = usecases.standing(tx, cohort=cohort, now=now)
    yield from views.desk_line(cohort, stands, usecases.working(tx, cohort=cohort))
    if programmes.handbook_of(tx, cohort).matching.ranking is not None:
        found = ranked.how_it_goes(tx, cohort=cohort)
        yield from views.ranking_desk(cohort, found, waiting=bool(stands.waiting and stands.places))
    yield from views.held(*usecases.held(tx, cohort=cohort, most=MOST_HELD))
    if stands.waiting:
        yield blocks.actions(blocks.button(words.MISSING, "matching.missing", cohort.id))
    for one in co_mentors.staying_away(tx, cohort=cohort):
        yield from views.away_line(*one)


def home_desk_card(tx: Transaction, team_id: str, user_id: str, now: datetime) -> list[Block]:
    """The desk in Home. The clock shows it, so that the solver is there before "Find matches" is pressed beside it.

    Slack waits three seconds for the answer to a press, and a process that has just started needs most of them.
    """
    cohorts = programmes.cohorts_to_coordinate(tx, team_id=team_id, user_id=user_id)
    if any(programmes.handbook_of(tx, one).matching.group is not None for one in cohorts):
        read_solver_in()
    return desk_card(tx, team_id, user_id, now)


def waits(tx: Transaction, application: Application) -> list[Mrkdwn]:
    """Say where somebody stands who waits, for their status and their Home."""
    found = waiting.where(tx, application=application)
    return views.waiting(found) if found is not None else []
