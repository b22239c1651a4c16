"""How the rungs of the ladder are rendered when they are due."""

from datetime import datetime, timedelta

from app.core.notice import Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Post, Together
from app.database.session import Transaction
from app.features.meetings import usecases as meetings
from app.features.meetings.usecases import finding
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.features.trouble import usecases, views, words
from app.slack import blocks

ENDED = NotNeeded(reason="the pairing has ended")
MEET = NotNeeded(reason="they met, planned to, or answered")


def _facts(tx: Transaction, team_id: str, pairing_id: int) -> tuple[Pairing, Cohort]:
    pairing = pairings.pairing(tx, team_id=team_id, pairing_id=pairing_id)
    return pairing, programmes.cohort(tx, team_id=team_id, cohort_id=pairing.cohort_id)


def _post(shown: views.Shown) -> Post:
    return Post(text=shown[0], blocks=shown[1])


def _nag(tx: Transaction, due: Due, now: datetime) -> Errand:
    pairing, _ = _facts(tx, due.team_id, due.about["pairing"])
    if not pairing.is_live or due.to not in pairing.people:
        return ENDED
    here, topic = meetings.ladder_standing(tx, pairing=pairing), str(due.about["topic"])
    said = meetings.ladder_answers(tx, pairing=pairing)
    stopped = any((one.user_id, one.said, one.topic) == (due.to, "stop", topic) for one in said)
    same = (here.topic, here.held, here.number) == (topic, due.about["held"], due.about["number"])
    if stopped or not same or not here.is_quiet(now):
        return _post(views.answered(pairing, due.to, stopped=stopped)) if due.sent else MEET
    return _post(views.nag(pairing, due.to, topic, finding.shared_time(tx, pairing=pairing, now=now)))


def _unreachable(tx: Transaction, due: Due, now: datetime) -> Errand:
    return _desk(tx, due, now, is_closing=False)


def _closing(tx: Transaction, due: Due, now: datetime) -> Errand:
    return _desk(tx, due, now, is_closing=True)


def _desk(tx: Transaction, due: Due, now: datetime, *, is_closing: bool) -> Errand:
    pairing, cohort = _facts(tx, due.team_id, due.about["pairing"])
    here = meetings.ladder_standing(tx, pairing=pairing)
    rung = here.closing_at if is_closing else here.unreachable_at
    settled = not pairing.is_live or here.held != due.about["held"] or now < rung
    if settled:
        return _post(views.in_touch(pairing, cohort)) if due.sent else MEET
    said = meetings.ladder_answers(tx, pairing=pairing)
    view = views.closing if is_closing else views.unreachable
    return _post(view(pairing, cohort, here, said, now))


def _goodbye(tx: Transaction, due: Due, now: datetime) -> Errand:
    pairing, _ = _facts(tx, due.team_id, due.about["pairing"])
    if not pairing.is_live or due.to not in pairing.people:
        return _post(views.answered(pairing, due.to, stopped=False)) if due.sent and due.to in pairing.people else ENDED
    here = meetings.ladder_standing(tx, pairing=pairing)
    if here.held != due.about["held"] or not here.is_quiet(now):
        return _post(views.answered(pairing, due.to, stopped=False)) if due.sent else MEET
    return _post(views.goodbye(pairing, due.to))


def _note(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    note = usecases.note(tx, team_id=due.team_id, note_id=due.about["note"])
    pairing, cohort = _facts(tx, due.team_id, note.pairing_id)
    if not pairing.is_live or due.to not in pairing.people:
        return ENDED
    return _post(views.note(note, pairing, cohort, due.to))


def _called(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    call = usecases.call(tx, team_id=due.team_id, call_id=due.about["call"])
    pairing, cohort = _facts(tx, due.team_id, call.pairing_id)
    if not pairing.is_live and call.answered_at is None:
        return ENDED
    return _post(views.called(call, pairing, cohort))


def _told(tx: Transaction, due: Due, now: datetime) -> Errand:
    del now
    call = usecases.call(tx, team_id=due.team_id, call_id=due.about["call"])
    return blocks.say(views.told(call, _facts(tx, due.team_id, call.pairing_id)[0]))


KINDS = (
    NoticeKind(
        name="trouble.first_meeting",
        render=_nag,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=10),
        live=True,
        why=words.WHY_FIRST,
        merge=Together.TO_DO,
        nags="first meeting",
    ),
    NoticeKind(
        name="trouble.next_meeting",
        render=_nag,
        manner=Manner.NUDGE,
        doubt=Doubt.AT_MOST_ONCE,
        keeps=timedelta(days=10),
        live=True,
        why=words.WHY_NEXT,
        merge=Together.TO_DO,
        nags="next meeting",
    ),
    NoticeKind(
        name="trouble.unreachable",
        render=_unreachable,
        manner=Manner.CHANNEL,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=14),
        live=True,
        why=words.WHY_DESK,
    ),
    NoticeKind(
        name="trouble.closing",
        render=_closing,
        manner=Manner.CHANNEL,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=14),
        live=True,
        why=words.WHY_DESK,
    ),
    NoticeKind(
        name="trouble.goodbye",
        render=_goodbye,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=10),
        live=True,
        why=words.WHY_GOODBYE,
    ),
    NoticeKind(
        name="trouble.note",
        render=_note,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=None,
        why=words.WHY_NOTE,
    ),
    NoticeKind(
        name="trouble.called",
        render=_called,
        manner=Manner.NEWS,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=timedelta(days=10),
        live=True,
        why=words.WHY_CALLED,
    ),
    NoticeKind(
        name="trouble.told",
        render=_told,
        manner=Manner.ANSWER,
        doubt=Doubt.AT_LEAST_ONCE,
        keeps=None,
        why=words.WHY_TOLD,
    ),
)
