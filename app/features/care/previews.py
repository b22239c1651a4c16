"""How a pairing would be seen off, before anything is sent."""

from dataclasses import replace

from app.core.calendar import humane
from app.core.foresight import Foreseen
from app.features.care import views
from app.features.pairings.rules import imagined_pairing
from app.features.programmes.rules import NO_END, Imagined


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the goodbyes at the end of the cohort, or the congratulations; a programme may end with no day."""
    cohort = imagined.cohort
    if cohort.ends_on >= NO_END:
        return []
    # Coordinators close it when they are at work; the last day itself ends at midnight.
    at = imagined.graduates_at or humane(cohort.ends, cohort.zone)
    why = "cohort" if imagined.graduates_at is None else "graduated"
    closed = replace(cohort, closed_at=at) if imagined.graduates_at is None else cohort
    ended = {"ended_at": at, "ended_by": imagined.mentor, "ended_why": why, "graduated_at": imagined.graduates_at}
    pairing = replace(imagined_pairing(imagined), **ended)  # type: ignore[arg-type]  # an instant and words
    told = (("mentor", imagined.mentor), ("mentee", imagined.mentees[0]))
    found = [
        Foreseen(
            at=at,
            to=role,
            kind="care.goodbye",
            text=views.goodbye(pairing, user, closed, imagined.handbook),
        )
        for role, user in told
    ]
    if why == "cohort":
        return found
    text = views.parted(pairing, closed)
    return [*found, Foreseen(at=at, to="coordinators", kind="care.parted", text=text)]
