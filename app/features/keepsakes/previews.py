"""What people would get to keep, before anything is sent."""

from dataclasses import replace
from datetime import timedelta

from app.core.calendar import humane
from app.core.foresight import Foreseen
from app.features.keepsakes import views, words
from app.features.keepsakes.rules import Met, Summary
from app.features.pairings.rules import Stay, imagined_pairing
from app.features.programmes.rules import Imagined
from app.features.recognition.rules import AFTER_GOODBYE

A_MINUTE = timedelta(minutes=1)


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the summaries of a pairing that lasts as long as its cohort, or until the mentee is ready."""
    cohort, book = imagined.cohort, imagined.handbook
    pairing = replace(imagined_pairing(imagined), ended_at=imagined.parts_at)
    found = []
    # A cohort ends at midnight; the day that is named is the one before.
    until = imagined.parts_at - A_MINUTE
    at = humane(imagined.parts_at, cohort.zone) + AFTER_GOODBYE
    for role, user in (("mentor", imagined.mentor), ("mentee", imagined.mentees[0])):
        summary = Summary(
            stay=Stay(pairing=pairing, user_id=user, role=role, since=imagined.matched_at, until=until),
            partners=(words.PREVIEW_NAME,),
            programme=book.name,
            cohort=cohort.name,
            zone=cohort.zone,
            met=[Met(at, book.rhythm.minutes, was_there=True) for at in imagined.meets_at],
        )
        found.append(Foreseen(at=at, to=role, kind="keepsakes.summary", text=views.message(summary)))
    return found
