"""What everybody in a pairing would be asked from time to time."""

from app.core.foresight import Foreseen
from app.features.checkins import views
from app.features.checkins.rules import CheckIn, due_dates
from app.features.pairings.rules import imagined_pairing
from app.features.programmes.rules import Imagined
from app.slack.blocks import labels
from app.slack.text import day


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the questions to the mentor and one mentee; everybody answers, so none comes twice."""
    pairing, rhythm = imagined_pairing(imagined), imagined.handbook.check_in
    found = []
    for number, at in enumerate(due_dates(rhythm, pairing.began_at, imagined.cohort.ends, pairing.began_at), start=1):
        for user in (pairing.mentor, pairing.mentees[0]):
            asked = CheckIn(
                id=number, team_id=pairing.team_id, pairing_id=pairing.id, user_id=user, number=number, asked_at=at
            )
            text, shown = views.ask(
                asked, pairing.partners_of(user), day(pairing.began_at, imagined.cohort.zone), rhythm
            )
            to = pairing.role_of(user)
            found.append(Foreseen(at=at, to=to, kind="checkins.ask", text=text, answers=labels(shown)))
    return found
