"""Slack to use cases and back, for certificates."""

from app.core.notice import Block
from app.core.refusal import Refusal
from app.features.certificates import notices, usecases, views, words
from app.features.programmes import usecases as programmes
from app.slack.text import Mrkdwn, join
from app.tools import Answer, Board, Command, Done, Open, Replace, Reply, Visit


def own(visit: Visit) -> Answer:
    """`/mentoring certificate`, or the button in Home."""
    usecases.look_at_own(visit.tx, team_id=visit.team_id, user_id=visit.user_id, now=visit.now)
    found = usecases.awards_of(visit.tx, team_id=visit.team_id, user_id=visit.user_id)
    if not found:
        raise Refusal("certificates.none")
    answerable = usecases.answerable(visit.tx, team_id=visit.team_id, user_id=visit.user_id, now=visit.now)
    texts: list[Mrkdwn] = []
    shown: list[Block] = []
    for one in found[:5]:
        text, part = views.standing(one, answerable, visit.now)
        texts.append(text)
        shown += part
    return Reply(join(texts, by="\n\n"), blocks=shown, title=words.TITLE)


def again(visit: Visit) -> Answer:
    """The button "Send it again"; the file follows."""
    usecases.send_again(visit.tx, team_id=visit.team_id, by=visit.user_id, award_id=visit.number, now=visit.now)
    return Done()


def _desk(visit: Visit) -> Block:
    cohort, number = visit.ids(2)
    found = usecases.desk(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=cohort, number=number)
    return views.desk(*found, visit.user_id)


def desk(visit: Visit) -> Answer:
    """The coordinator's button."""
    return Open(_desk(visit))


def turn(visit: Visit) -> Answer:
    """Another page of the desk."""
    return Replace(_desk(visit))


def desk_command(visit: Visit) -> Answer:
    """`/mentoring certificates`: the cohorts that this person coordinates."""
    if not programmes.cohorts_to_coordinate(visit.tx, team_id=visit.team_id, user_id=visit.user_id):
        raise Refusal("programmes.coordinates-nothing")
    shown = notices.desk_card(visit.tx, visit.team_id, visit.user_id, visit.now)
    return Reply(Mrkdwn(words.DESK_HEADER if shown else words.DESK_NONE), blocks=shown, title=words.DESK_TITLE)


def begin_granting(visit: Visit) -> Answer:
    """The button "Make an exception" asks for a reason first."""
    award, _, book, of = usecases.to_grant(visit.tx, team_id=visit.team_id, by=visit.user_id, award_id=visit.number)
    return Open(views.granting_form(award, book, of))


def grant(visit: Visit) -> Answer:
    """The exception, with its reason."""
    usecases.grant(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        award_id=visit.about("award"),
        why=visit.text("why"),
        now=visit.now,
    )
    return Done(close_all=True)


def board(public_url: str) -> Board:
    """Return what this room hangs up.

    Args:
        public_url: where a certificate's page is; empty if Trellis has no address.
    """
    return Board(
        commands={
            "certificate": Command(listener=own, help=words.HELP),
            "certificates": Command(listener=desk_command, help=words.HELP_DESK, coordinators=True),
        },
        buttons={
            "certificates.own": own,
            "certificates.again": again,
            "certificates.desk": desk,
            "certificates.turn": turn,
            "certificates.grant": begin_granting,
        },
        forms={"certificates.grant": grant},
        notices=notices.kinds(public_url),
        cards=(notices.own_card, notices.desk_card),
        refusals=words.REFUSALS,
        chores=(usecases.look_around,),
    )
