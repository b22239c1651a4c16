"""The meetings of a preview."""

from app.core.calendar import local
from app.features.meetings.rules import TRELLIS, Meeting
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Imagined


def imagined_meetings(imagined: Imagined, pairing: Pairing) -> list[Meeting]:
    """Return them: the first one found by Trellis, the others by the rhythm that the second begins; all accepted."""
    found: list[Meeting] = []
    zone, rhythm = imagined.cohort.zone, imagined.handbook.rhythm
    for number, at in enumerate(imagined.meets_at, start=1):
        here, last = local(at, zone), found[-1] if found else None
        repeats = number > 2  # noqa: PLR2004 - the second one begins the rhythm
        proposed = imagined.matched_at if last is None else last.starts_at if repeats else last.ends_at
        found.append(
            Meeting(
                id=number,
                team_id=pairing.team_id,
                pairing_id=pairing.id,
                number=number,
                version=1,
                day=here.date(),
                at=here.time(),
                zone=zone,
                starts_at=at,
                minutes=imagined.handbook.first_meeting.minutes if last is None else rhythm.minutes,
                place="",
                weekly=number == 2,  # noqa: PLR2004 - see above
                by_rhythm=repeats,
                proposed_at=proposed,
                proposed_by=TRELLIS if last is None else pairing.mentees[0],
                agreed=pairing.people,
                accepted_at=proposed,
            )
        )
    return found
