"""Slack to use cases and back, for the desk."""

from app.core.notice import Block
from app.core.refusal import Refusal
from app.features.organising import notices, usecases, views, words
from app.slack.text import Mrkdwn, join
from app.tools import Answer, Board, Command, Done, Open, Replace, Reply, Visit, as_id


def digest_command(visit: Visit) -> Answer:
    """`/mentoring digest`: the present week of one's cohorts."""
    texts: list[Mrkdwn] = []
    shown: list[Block] = []
    for cohort, found in usecases.own_digests(visit.tx, team_id=visit.team_id, user_id=visit.user_id, now=visit.now):
        text, part = views.digest(cohort, found, visit.now)
        texts.append(text)
        shown += part
    return Reply(join(texts), blocks=shown, title=words.DIGEST_BUTTON)


def digest(visit: Visit) -> Answer:
    """The button on the desk."""
    cohort = usecases.cohort_to_read(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=visit.number)
    found = usecases.digest(visit.tx, cohort=cohort, until=visit.now)
    text, shown = views.digest(cohort, found, visit.now)
    return Reply(text, blocks=shown, title=words.DIGEST_BUTTON)


def attendance_command(visit: Visit) -> Answer:
    """`/mentoring attendance`: one's cohorts, each with its button."""
    shown = notices.desk_card(visit.tx, visit.team_id, visit.user_id, visit.now)
    if not shown:
        raise Refusal("programmes.coordinates-nothing")
    return Reply(Mrkdwn(words.DESK_HEADER), blocks=shown[1:])


def _attendance(visit: Visit) -> Block:
    cohort, _, number = visit.value.partition("-")
    found = usecases.attendance(
        visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=as_id(cohort), number=as_id(number)
    )
    return views.attendance(*found)


def attendance(visit: Visit) -> Answer:
    """The button "Who was there"."""
    return Open(_attendance(visit))


def turn(visit: Visit) -> Answer:
    """Another page of it."""
    return Replace(_attendance(visit))


def close(visit: Visit) -> Answer:
    """The button "Close the cohort", after its question."""
    usecases.close_cohort(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=visit.number, now=visit.now)
    return Done()


BOARD = Board(
    commands={
        "attendance": Command(listener=attendance_command, help=words.HELP_ATTENDANCE, coordinators=True),
        "digest": Command(listener=digest_command, help=words.HELP_DIGEST, coordinators=True),
    },
    buttons={
        "organising.attendance": attendance,
        "organising.turn": turn,
        "organising.digest": digest,
        "organising.close": close,
    },
    notices=notices.KINDS,
    cards=(notices.desk_card,),
)
