"""Which forms people would get, before anything is sent."""

from app.core.foresight import Foreseen
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Imagined
from app.features.surveys import views, words
from app.features.surveys.rules import Asked, Put, occasions, shown_to_pair


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the forms of the handbook's `when`, each answered by everybody, so that nobody is reminded."""
    pairing = Pairing(
        id=1,
        team_id=imagined.cohort.team_id,
        cohort_id=imagined.cohort.id,
        mentor=imagined.mentor,
        mentees=imagined.mentees,
        began_at=imagined.matched_at,
    )
    forms = {one.key: one for one in imagined.handbook.forms}
    found: list[Foreseen] = []
    told: set[tuple[str, str, str]] = set()
    for number, one in enumerate(occasions(forms.values(), pairing, imagined.cohort, imagined.meets_at), start=1):
        asked = Asked(
            id=number,
            team_id=pairing.team_id,
            cohort_id=pairing.cohort_id,
            pairing_id=pairing.id,
            user_id=one.user_id,
            role=one.role,
            form_key=one.form_key,
            family="when",
            name=one.name,
            asked_at=one.at,
            closes_at=one.closes,
        )
        if (one.form_key, one.name, one.role) in told:
            continue  # several mentees of a group get the same
        told.add((one.form_key, one.name, one.role))
        put = Put(asked=asked, form=forms[one.form_key], pairing=pairing, cohort=imagined.cohort)
        text = views.ask(put)[0]
        found.append(Foreseen(at=one.at, to=one.role, kind="surveys.ask", text=text, answers=(words.ANSWER,)))
        if shown_to_pair(put.form):
            label = words.READ_GROUP if pairing.is_group else words.READ_TOGETHER
            other = "mentor" if one.role == "mentee" else "mentee"
            text = views.news(put, [one.user_id])[0]
            found.append(Foreseen(at=one.at, to=other, kind="surveys.news", text=text, answers=(label,)))
    return found
