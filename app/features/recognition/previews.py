"""What a mentor would read whose mentee is found ready."""

from dataclasses import replace
from datetime import timedelta

from app.core.calendar import local
from app.core.foresight import Foreseen
from app.features.pairings.rules import imagined_pairing
from app.features.programmes.rules import Imagined
from app.features.recognition import views, words

READY_AFTER = timedelta(days=90)


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the nomination of a mentee who is found ready after three months."""
    graduation = imagined.handbook.graduation
    if graduation is None:
        return []
    at = imagined.graduates_at or imagined.matched_at + READY_AFTER
    pairing = replace(imagined_pairing(imagined), graduated_at=at)
    text = graduation.nomination.format(
        mentor=words.PREVIEW_MENTOR,
        mentee=words.PREVIEW_MENTEE,
        since=f"{local(imagined.matched_at, imagined.cohort.zone):%B %Y}",
        **words.OTHERWISE,
    )
    return [
        Foreseen(
            at=at,
            to="mentor",
            kind="recognition.nomination",
            text=views.nomination(pairing, text, graduation)[0],
            answers=(words.NOMINATION_CHANGE, words.NOMINATION_POST),
        )
    ]
