"""The board at the door: every room's listeners, notices, commands, Home cards and refusals.

A new room is one import and one line here.
"""

from app.features.agreements import listeners as agreements
from app.features.agreements import previews as agreements_previews
from app.features.breaks import listeners as breaks
from app.features.calendars import listeners as calendars
from app.features.care import listeners as care
from app.features.care import previews as care_previews
from app.features.certificates import listeners as certificates
from app.features.certificates import previews as certificates_previews
from app.features.checkins import listeners as checkins
from app.features.checkins import previews as checkins_previews
from app.features.decisions import listeners as decisions
from app.features.decisions import previews as decisions_previews
from app.features.directory import listeners as directory
from app.features.editions import listeners as editions
from app.features.events import listeners as events
from app.features.events import previews as events_previews
from app.features.foreseeing import listeners as foreseeing
from app.features.goals import listeners as goals
from app.features.goals import previews as goals_previews
from app.features.home import listeners as home
from app.features.installing import listeners as installing
from app.features.joining import listeners as joining
from app.features.joining import previews as joining_previews
from app.features.keepsakes import listeners as keepsakes
from app.features.keepsakes import previews as keepsakes_previews
from app.features.letters import listeners as letters
from app.features.matching import listeners as matching
from app.features.matching import previews as matching_previews
from app.features.meetings import listeners as meetings
from app.features.meetings import previews as meetings_previews
from app.features.nominations import listeners as nominations
from app.features.nominations import previews as nominations_previews
from app.features.organising import listeners as organising
from app.features.organising import previews as organising_previews
from app.features.pairings import words as pairings_words
from app.features.people import words as people_words
from app.features.plans import listeners as plans
from app.features.programmes import listeners as programmes
from app.features.programmes import previews as programmes_previews
from app.features.projects import listeners as projects
from app.features.publicity import listeners as publicity
from app.features.publicity import previews as publicity_previews
from app.features.recognition import listeners as recognition
from app.features.recognition import previews as recognition_previews
from app.features.reflections import listeners as reflections
from app.features.reflections import previews as reflections_previews
from app.features.showcases import listeners as showcases
from app.features.showcases import previews as showcases_previews
from app.features.stages import listeners as stages
from app.features.stages import previews as stages_previews
from app.features.surveys import listeners as surveys
from app.features.surveys import previews as surveys_previews
from app.features.trouble import listeners as trouble
from app.features.undelivered import listeners as undelivered
from app.features.writing import listeners as writing
from app.subjects import SUBJECTS
from app.tools import Board

HOUSE = Board(
    refusals={
        "core.stale-button": "That button is from an older message. `/mentoring status` shows what is current.",
        "core.no-such-zone": "I don't know the time zone “{name}”. Zones look like Europe/Madrid.",
    }
)

PREVIEWS = (
    programmes_previews.foresee,
    joining_previews.foresee,
    nominations_previews.foresee,
    matching_previews.foresee,
    meetings_previews.foresee,
    reflections_previews.foresee,
    decisions_previews.foresee,
    goals_previews.foresee,
    checkins_previews.foresee,
    publicity_previews.foresee,
    agreements_previews.foresee,
    surveys_previews.foresee,
    care_previews.foresee,
    organising_previews.foresee,
    stages_previews.foresee,
    certificates_previews.foresee,
    recognition_previews.foresee,
    keepsakes_previews.foresee,
    events_previews.foresee,
    showcases_previews.foresee,
)
"""What each room would send if everything went well: `foresee(imagined)`, pure."""


def board(public_url: str = "") -> Board:
    """Return everything that hangs at the door.

    Args:
        public_url: the address at which Trellis can be reached; empty if it has none.

    Raises:
        ValueError: if two rooms hang something under one name.
    """
    rooms: tuple[Board, ...] = (HOUSE, *_rooms(public_url))
    rooms = (*rooms, foreseeing.board(_together(rooms), PREVIEWS))
    rooms = (*rooms, editions.board(_together(rooms)))
    rooms = (*rooms, undelivered.board(_together(rooms), SUBJECTS))
    rooms = (*rooms, letters.board(_together(rooms)))
    return _together((*rooms, home.board(_together(rooms))))


def _rooms(public_url: str) -> tuple[Board, ...]:
    # In the order in which a person meets them: the help and the Home tab follow it.
    return (
        installing.BOARD,
        programmes.BOARD,
        joining.board(matching.waits),
        nominations.BOARD,
        projects.BOARD,
        directory.BOARD,
        matching.BOARD,
        care.BOARD,
        meetings.BOARD,
        agreements.BOARD,
        breaks.BOARD,
        trouble.BOARD,
        plans.BOARD,
        reflections.BOARD,
        decisions.BOARD,
        goals.BOARD,
        checkins.BOARD,
        publicity.BOARD,
        stages.BOARD,
        surveys.BOARD,
        certificates.board(public_url),
        recognition.BOARD,
        keepsakes.BOARD,
        events.BOARD,
        calendars.board(public_url),
        showcases.BOARD,
        organising.BOARD,
        writing.BOARD,
        Board(refusals=people_words.REFUSALS),
        Board(refusals=pairings_words.REFUSALS),
    )


def _together(rooms: tuple[Board, ...]) -> Board:
    names = [
        name
        for room in rooms
        for part in (room.commands, room.buttons, room.forms, room.events, room.refusals)
        for name in part
    ] + [kind.name for room in rooms for kind in room.notices]
    _check_unique([one for one in names if "." in one])
    return Board(
        commands={name: one for room in rooms for name, one in room.commands.items()},
        buttons={name: one for room in rooms for name, one in room.buttons.items()},
        forms={name: one for room in rooms for name, one in room.forms.items()},
        events={name: one for room in rooms for name, one in room.events.items()},
        notices=tuple(kind for room in rooms for kind in room.notices),
        tidings={name: one for room in rooms for name, one in room.tidings.items()},
        cards=tuple(card for room in rooms for card in room.cards),
        refusals={code: text for room in rooms for code, text in room.refusals.items()},
        chores=tuple(chore for room in rooms for chore in room.chores),
        labours=tuple(labour for room in rooms for labour in room.labours),
    )


def _check_unique(names: list[str]) -> None:
    # A button and the form it opens may share a name (`joining.decline`); more than that is a clash.
    twice = sorted({name for name in names if names.count(name) > 2})  # noqa: PLR2004 - see above
    if twice:
        raise ValueError(f"hung up more than once: {', '.join(twice)}")
