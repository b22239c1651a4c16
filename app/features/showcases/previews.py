"""What people would read about a showcase, before anything is sent."""

from dataclasses import replace

from app.core.foresight import Foreseen
from app.features.events.rules.days import cohort_days, from_handbook, showcase_from
from app.features.pairings.rules import imagined_pairing
from app.features.programmes.rules import Imagined
from app.features.showcases import views, words
from app.features.showcases.rules import MISSING_BEFORE, Shown, Slide, shown_at

LINK = "https://example.org/slide"


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the messages about a showcase for which every pair gives its link and agrees that it is shown."""
    book, found = imagined.handbook, []
    said = book.event(book.showcase.event) if book.showcase is not None else None
    for number, day in enumerate(cohort_days(said.when, imagined.cohort) if said is not None else [], start=1):
        if book.showcase is None or said is None:
            break
        event = from_handbook(said, day, number, imagined.cohort)
        asked_at = max(showcase_from(book, event) or event.begins, imagined.matched_at)
        if asked_at >= event.begins:
            continue
        pairing = imagined_pairing(imagined)
        asked = Slide(id=1, team_id=event.team_id, event_id=0, pairing_id=1, asked_at=asked_at)
        given = replace(asked, link=LINK, may_show=True, given_by=imagined.mentor, given_at=asked_at)
        shown = [Shown(given, pairing)]
        for at, to, kind, text, answers in (
            (asked_at, "pair", "showcases.ask", views.ask(asked, event, book.showcase, asked_at)[0], (words.GIVE,)),
            (event.begins - MISSING_BEFORE, "coordinators", "showcases.missing", views.missing(event, shown)[0], ()),
            (shown_at(event, imagined.cohort), "community", "showcases.shown", views.shown(event, shown)[0], ()),
        ):
            found.append(Foreseen(at=at, to=to, kind=kind, text=text, answers=answers))
    return found
