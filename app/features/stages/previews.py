"""Which guidance people would get, before anything is sent."""

from app.core.foresight import Foreseen
from app.features.pairings.rules import imagined_pairing
from app.features.programmes.rules import Imagined
from app.features.stages import views, words
from app.features.stages.rules import occasions, placed, wanted
from app.features.surveys.rules import Put
from app.features.surveys.rules.imagined import imagined_form


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List what the mentor and the first mentee get, with the forms that open the stages."""
    pairing = imagined_pairing(imagined)
    openings = {
        (one.name, one.user_id): imagined_form(number, one, pairing, "stages")
        for number, one in enumerate(occasions(imagined.handbook, pairing, imagined.cohort), start=1)
        if one.announced
    }
    found = []
    for want in wanted(imagined.handbook, pairing, imagined.cohort, {}, has_met=False):
        if want.to not in (imagined.mentor, imagined.mentees[0]):
            continue
        asked = openings.get((str(want.about.get("stage", "")), want.to))
        form = imagined.handbook.form(asked.form_key) if asked is not None else None
        put = Put(asked=asked, form=form, pairing=pairing, cohort=imagined.cohort) if asked and form else None
        answers = (words.ANSWER,) if put is not None else ()
        if want.kind == "stages.prepare":
            text = views.prepare(imagined.handbook.first_meeting, pairing, want.to, imagined.cohort.zone, put)[0]
        else:
            present = placed(imagined.handbook.stages, str(want.about["stage"]), pairing, imagined.cohort)
            if present is None:
                continue
            text = views.begins(present, pairing, want.to, imagined.cohort.zone, put)[0]
        found.append(Foreseen(at=want.due, to=pairing.role_of(want.to), kind=want.kind, text=text, answers=answers))
    return found
