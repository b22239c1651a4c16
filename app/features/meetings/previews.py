"""What people would read about their meetings, if each time suited everybody."""

from dataclasses import replace

from app.core.foresight import Foreseen
from app.features.meetings import views
from app.features.meetings.rules import TRELLIS
from app.features.meetings.rules.imagined import imagined_meetings
from app.features.meetings.rules.messages import wanted
from app.features.pairings.rules import imagined_pairing
from app.features.programmes.rules import Imagined
from app.slack.blocks import labels


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the proposals in the conversation, and the calendar files of the mentor and one mentee."""
    found = []
    pairing = imagined_pairing(imagined)
    zones, every = [imagined.cohort.zone], imagined.handbook.rhythm.every
    for meeting in imagined_meetings(imagined, pairing):
        for want in wanted(meeting, pairing, imagined.handbook):
            if want.kind == "meetings.card":
                asked = () if meeting.proposed_by == TRELLIS else (meeting.proposed_by,)
                proposed = replace(meeting, accepted_at=None, agreed=asked)
                text, shown = views.card(proposed, pairing, meeting.version, zones, want.due, every)
                found.append(Foreseen(at=want.due, to="pair", kind=want.kind, text=text, answers=labels(shown)))
            elif want.kind == "meetings.calendar" and want.to in (pairing.mentor, pairing.mentees[0]):
                comment = views.calendar_comment(meeting, pairing.partners_of(want.to), zones, every)
                found.append(Foreseen(at=want.due, to=pairing.role_of(want.to), kind=want.kind, text=comment))
    return found
