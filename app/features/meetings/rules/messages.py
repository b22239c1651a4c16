"""Which messages a meeting calls for."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from app.core.notice import Wanted
from app.features.meetings.rules import Meeting, coming
from app.features.pairings.rules import Pairing
from app.handbook.model import Handbook

NOT_LATER: Mapping[str, datetime] = MappingProxyType({})
AFTER_WELCOME = timedelta(minutes=1)
ASK_FOR = timedelta(hours=24)
DID_YOU_MEET_AFTER = timedelta(hours=3)
DID_YOU_MEET_FOR = timedelta(days=5)


def wanted(
    meeting: Meeting, pairing: Pairing, handbook: Handbook, introduced: Mapping[str, datetime] = NOT_LATER
) -> list[Wanted]:
    """List every message that a meeting calls for.

    `introduced` says when each has read of the others, UTC, if somebody joined after it was agreed on.
    """
    base = f"meeting:{meeting.id}:{meeting.version}"
    about: dict[str, int | str] = {"meeting": meeting.id, "version": meeting.version}
    if not pairing.is_live:
        return []
    if meeting.cancelled_at is not None:
        if meeting.cancelled_by not in pairing.people:
            return []
        return [
            Wanted(
                key=f"{base}:cancelled:{one}",
                kind="meetings.cancelled",
                to=one,
                due=meeting.cancelled_at,
                expires=meeting.ends_at,
                about=about,
            )
            for one in pairing.others(meeting.cancelled_by)
        ]
    messages = [] if meeting.by_rhythm and meeting.version == 1 else [_card(meeting, pairing, base, about)]
    if meeting.missed_at is not None:
        messages.append(
            Wanted(
                key=f"{base}:missed",
                kind="meetings.missed",
                to=pairing.address,
                due=meeting.missed_at,
                expires=meeting.missed_at + timedelta(days=5),
                about=about,
            )
        )
    if meeting.accepted_at is not None:
        for one in coming(meeting, pairing):
            since = meeting.accepted_at
            if one in introduced and pairing.joined_at(one) > since:
                since = introduced[one] + AFTER_WELCOME
            messages += _personal(meeting, handbook, one, since, base, about)
        # In a group its mentors tell how it went; the others may.
        for one in pairing.mentors if pairing.is_group else coming(meeting, pairing):
            messages += _closing(meeting, handbook, one, base, about)
    return messages


def _card(meeting: Meeting, pairing: Pairing, base: str, about: Mapping[str, int | str]) -> Wanted:
    changes = len(pairing.joined) + len(pairing.former)  # other people have another conversation, without the card
    return Wanted(
        key=f"{base}:card:{changes}" if changes else f"{base}:card",
        kind="meetings.card",
        to=pairing.address,
        due=meeting.proposed_at,
        expires=meeting.starts_at,
        about=about,
    )


def _personal(
    meeting: Meeting, handbook: Handbook, person: str, since: datetime, base: str, about: Mapping[str, int | str]
) -> list[Wanted]:
    """List what somebody gets for themselves from the instant on, UTC, since which the meeting is theirs too."""
    messages = [
        Wanted(
            key=f"{base}:ics:{person}",
            kind="meetings.calendar",
            to=person,
            due=since,
            expires=meeting.ends_at,
            about=about,
        )
    ]
    before = sorted(handbook.rhythm.remind_before_minutes, reverse=True)
    for number, minutes in enumerate(before):
        due = meeting.starts_at - timedelta(minutes=minutes)
        if due > since:
            kind = "reflections.agenda" if number == 0 else "reflections.soon"
            messages.append(
                Wanted(
                    key=f"{base}:remind-{minutes}:{person}",
                    kind=kind,
                    to=person,
                    due=due,
                    expires=meeting.starts_at,
                    about=about,
                )
            )
    return messages


def _closing(
    meeting: Meeting, handbook: Handbook, person: str, base: str, about: Mapping[str, int | str]
) -> list[Wanted]:
    return [
        Wanted(
            key=f"{base}:ask:{person}",
            kind="reflections.ask",
            to=person,
            due=meeting.ends_at - timedelta(minutes=handbook.reflection.minutes_before_end),
            expires=meeting.ends_at + ASK_FOR,
            about=about,
        ),
        Wanted(
            key=f"{base}:did-you-meet:{person}",
            kind="reflections.did_you_meet",
            to=person,
            due=meeting.ends_at + DID_YOU_MEET_AFTER,
            expires=meeting.ends_at + DID_YOU_MEET_FOR,
            about=about,
        ),
    ]
