"""What is sent when coordinators do something about a pairing that does not meet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.features.pairings.rules import Pairing

LONGEST = 2000
ANSWER_FOR = timedelta(days=10)


@dataclass(frozen=True, kw_only=True)
class Note:
    """What a coordinator writes to the people of a pairing, who alone read it."""

    id: int
    team_id: str
    pairing_id: int
    by: str
    text: str
    written_at: datetime


@dataclass(frozen=True, kw_only=True)
class Call:
    """A mentor who is asked to join a pairing.

    Attributes:
        id, team_id, pairing_id: which pairing.
        user_id, by: who is asked, by which coordinator.
        asked_at, answered_at: UTC.
        accepted: their answer, once they gave one.
    """

    id: int
    team_id: str
    pairing_id: int
    user_id: str
    by: str
    asked_at: datetime
    answered_at: datetime | None = None
    accepted: bool = False


def note_messages(note: Note, pairing: Pairing) -> list[Wanted]:
    """List the messages that carry a coordinator's note."""
    return [
        Wanted(
            key=f"trouble-note:{note.id}:{user}",
            kind="trouble.note",
            to=user,
            due=note.written_at,
            about={"note": note.id},
        )
        for user in pairing.people
    ]


def call_messages(call: Call, newcomers_partners: Iterable[str]) -> list[Wanted]:
    """List what follows when a mentor is asked, and when they answer.

    Args:
        call: the question.
        newcomers_partners: who is told that somebody joins them.
    """
    base, about = f"trouble-call:{call.id}", {"call": call.id}
    asked = Wanted(
        key=f"{base}:asked",
        kind="trouble.called",
        to=call.user_id,
        due=call.asked_at,
        expires=call.asked_at + ANSWER_FOR,
        about=about,
    )
    if call.answered_at is None:
        return [asked]
    told = [call.by, *(newcomers_partners if call.accepted else ())]
    return [
        asked,
        *(
            Wanted(key=f"{base}:told:{user}", kind="trouble.told", to=user, due=call.answered_at, about=about)
            for user in dict.fromkeys(told)
        ),
    ]
