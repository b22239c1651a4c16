"""Slack to use cases and back, for the desk."""

from app.core.notice import Block
from app.features.organising import notices, usecases, views, words
from app.slack.text import Mrkdwn, join
from app.tools import Answer, Board, Command, Done, Reply, Visit


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


def close(visit: Visit) -> Answer:
    """The button "Close the cohort", after its question."""
    usecases.close_cohort(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=visit.number, now=visit.now)
    return Done()


BOARD = Board(
    commands={"digest": Command(listener=digest_command, help=words.HELP_DIGEST, coordinators=True)},
    buttons={"organising.digest": digest, "organising.close": close},
    notices=notices.KINDS,
    cards=(notices.desk_card,),
)
