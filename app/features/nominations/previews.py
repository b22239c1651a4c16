"""What somebody reads who was suggested, before anybody is."""

from datetime import timedelta

from app.core.foresight import Foreseen
from app.features.nominations import views, words
from app.features.nominations.rules import Nomination
from app.features.programmes.rules import Imagined

EARLIER = timedelta(days=1)
"""How long before they apply somebody is suggested."""


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the messages of one suggestion for each role that takes them."""
    found = []
    for number, offer in enumerate(imagined.handbook.nominations, start=1):
        person = imagined.mentor if offer.role == "mentor" else imagined.mentees[0]
        made = Nomination(
            id=number,
            team_id=imagined.cohort.team_id,
            cohort_id=imagined.cohort.id,
            by="UCOLLEAGUE",
            user_id=person,
            role=offer.role,
            why=words.EXAMPLE,
            made_at=imagined.applied_at - EARLIER,
        )
        asked = views.invitation(made, imagined.cohort, offer, is_open=True)[0]
        buttons = (words.APPLY, words.DECLINE)
        at, line = made.made_at, views.line(made, imagined.cohort)
        found.append(Foreseen(at=at, to=offer.role, kind="nominations.invitation", text=asked, answers=buttons))
        found.append(Foreseen(at=at, to="coordinators", kind="nominations.line", text=line))
    return found
