"""Slack to use cases and back, for agreements."""

from app.features.agreements import notices, usecases, views, words
from app.features.pairings import usecases as pairings
from app.slack.text import Mrkdwn
from app.tools import Answer, Board, Command, Done, Open, Replace, Reply, Visit


def agreement_command(visit: Visit) -> Answer:
    """`/mentoring agreement`: the form, or one line per pairing to choose from."""
    mine = pairings.pairings_of(visit.tx, team_id=visit.team_id, user_id=visit.user_id)
    if len(mine) == 1:
        return _open(visit, mine[0].id)
    if not mine:
        return Reply(Mrkdwn(words.NO_PAIRING))
    shown = notices.home_card(visit.tx, visit.team_id, visit.user_id, visit.now)
    return Reply(Mrkdwn(words.HOME_HEADER), blocks=shown)


def open_form(visit: Visit) -> Answer:
    """The button in messages and in Home."""
    return _open(visit, visit.number)


def _open(visit: Visit, pairing_id: int) -> Answer:
    found, pairing, handbook = usecases.to_read(
        visit.tx, team_id=visit.team_id, user_id=visit.user_id, pairing_id=pairing_id
    )
    return Open(views.form(found, pairing, visit.user_id, handbook.first_meeting.agree_on))


def write(visit: Visit) -> Answer:
    """The form; whoever wrote about time away is offered to say when."""
    before, pairing, handbook = usecases.to_read(
        visit.tx, team_id=visit.team_id, user_id=visit.user_id, pairing_id=visit.about("pairing")
    )
    agreements = handbook.first_meeting.agree_on
    after = usecases.write(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        pairing_id=pairing.id,
        version=visit.about("version"),
        said={one.key: visit.text(one.key) for one in agreements},
        now=visit.now,
    )
    gaps = after.lines(agreements, "gap")
    if gaps and gaps != before.lines(agreements, "gap"):
        return Replace(views.saved(pairing, visit.user_id, gaps))
    return Done()


def confirm(visit: Visit) -> Answer:
    """The button "Yes, that is right": the pairing's id and the version."""
    pairing, version = visit.ids(2)
    usecases.confirm(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        pairing_id=pairing,
        version=version,
        now=visit.now,
    )
    return Done()


def stop(visit: Visit) -> Answer:
    """The button "Don't remind me of this"."""
    usecases.stop_reminding(visit.tx, team_id=visit.team_id, by=visit.user_id, pairing_id=visit.number, now=visit.now)
    return Done()


BOARD = Board(
    commands={"agreement": Command(listener=agreement_command, help=words.HELP_AGREEMENT)},
    buttons={"agreements.open": open_form, "agreements.confirm": confirm, "agreements.stop": stop},
    forms={"agreements.write": write},
    notices=notices.KINDS,
    cards=(notices.home_card,),
    refusals=words.REFUSALS,
)
