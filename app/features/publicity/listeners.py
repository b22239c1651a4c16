"""Slack to use cases and back, for what becomes public."""

from app.core.refusal import Refusal
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.publicity import notices, usecases, views, words
from app.tools import Answer, Board, Command, Done, Open, Reply, Visit, as_id

MOST = 15


def log_command(visit: Visit) -> Answer:
    """`/mentoring log` writes, `/mentoring log list` reads."""
    return read(visit) if visit.value.strip() == "list" else begin(visit)


def begin(visit: Visit) -> Answer:
    """The button in Home, or the command."""
    choices = usecases.writable(visit.tx, team_id=visit.team_id, user_id=visit.user_id)
    if not choices:
        raise Refusal("publicity.no-log")
    names = [
        ", ".join(
            people.person(visit.tx, team_id=visit.team_id, user_id=one).name for one in pairing.others(visit.user_id)
        )
        for pairing, _ in choices
    ]
    log = programmes.handbook_of(visit.tx, choices[0][1]).public_log
    if log is None:
        raise Refusal("publicity.no-log")
    return Open(views.writing_form(choices, names, log))


def write(visit: Visit) -> Answer:
    """The form of a new entry; its DM follows."""
    chosen = visit.text("pairing")
    usecases.draft(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        pairing_id=as_id(chosen) if chosen else visit.about("pairing"),
        text=visit.text("text"),
        now=visit.now,
    )
    return Done()


def begin_changing(visit: Visit) -> Answer:
    """The author's button."""
    return Open(
        views.changing_form(
            usecases.own_draft(visit.tx, team_id=visit.team_id, by=visit.user_id, entry_id=visit.number)
        )
    )


def change(visit: Visit) -> Answer:
    """The form of a changed text."""
    usecases.change(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        entry_id=visit.about("entry"),
        text=visit.text("text"),
        now=visit.now,
    )
    return Done()


def agree(visit: Visit) -> Answer:
    """The yes to these very words: the entry's id and its version."""
    entry, version = visit.ids(2)
    usecases.agree(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        entry_id=entry,
        version=version,
        now=visit.now,
    )
    return Done()


def decline(visit: Visit) -> Answer:
    """The no, which needs no reason."""
    entry, version = visit.ids(2)
    usecases.decline(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        entry_id=entry,
        version=version,
        now=visit.now,
    )
    return Done()


def withdraw(visit: Visit) -> Answer:
    """The button "Withdraw it", or "Take it back"."""
    usecases.withdraw(visit.tx, team_id=visit.team_id, by=visit.user_id, entry_id=visit.number, now=visit.now)
    return Done()


def read(visit: Visit) -> Answer:
    """What is public, for anybody."""
    text, shown = views.log(usecases.log(visit.tx, team_id=visit.team_id, most=MOST))
    return Reply(text, blocks=shown, title=words.LIST_TITLE)


BOARD = Board(
    commands={"log": Command(listener=log_command, help=words.HELP)},
    buttons={
        "publicity.write": begin,
        "publicity.list": read,
        "publicity.change": begin_changing,
        "publicity.agree": agree,
        "publicity.decline": decline,
        "publicity.withdraw": withdraw,
    },
    forms={"publicity.write": write, "publicity.change": change},
    notices=notices.KINDS,
    cards=(notices.card,),
    refusals=words.REFUSALS,
)
