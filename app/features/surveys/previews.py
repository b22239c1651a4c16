"""Which forms people would get, before anything is sent."""

from collections.abc import Iterator
from datetime import timedelta

from app.core.foresight import Foreseen
from app.features.pairings.rules import Pairing, imagined_pairing
from app.features.programmes.rules import NO_END, Imagined
from app.features.surveys import views, words
from app.features.surveys.rules import Occasion, Put, carried, closing_of, occasions, shown_to_pair
from app.features.surveys.rules.imagined import imagined_form

READ_AFTER = timedelta(hours=1)
AFTER_GOODBYE = timedelta(minutes=2)


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the forms, each answered by everybody, so that nobody is reminded.

    What opens a stage is asked by the message about that stage, and so is not in here.
    """
    pairing = imagined_pairing(imagined)
    forms = {one.key: one for one in imagined.handbook.forms}
    found: list[Foreseen] = []
    told: set[tuple[str, str, str]] = set()
    by_when = occasions(
        forms.values(), pairing, imagined.cohort, imagined.meets_at, elsewhere=carried(imagined.handbook)
    )
    for number, one in enumerate([*by_when, *_others(imagined, pairing)], start=1):
        asked = imagined_form(number, one, pairing, "when")
        if (one.form_key, one.name, one.role) in told:
            continue  # several mentees of a group get the same
        told.add((one.form_key, one.name, one.role))
        put = Put(asked=asked, form=forms[one.form_key], pairing=pairing, cohort=imagined.cohort)
        text = views.ask(put)[0]
        found.append(Foreseen(at=one.at, to=one.role, kind="surveys.ask", text=text, answers=(words.ANSWER,)))
        if shown_to_pair(put.form):
            label = views.together_label(put)
            other = "mentor" if one.role == "mentee" else "mentee"
            text = views.news(put, [one.user_id])[0]
            found.append(Foreseen(at=one.at + READ_AFTER, to=other, kind="surveys.news", text=text, answers=(label,)))
    return found


def _others(imagined: Imagined, pairing: Pairing) -> Iterator[Occasion]:
    """Yield the forms that something else asks for: looking back on a stage, and on the whole."""
    moments = [
        (stage.closes_with, imagined.matched_at + timedelta(days=stage.looks_back_on), stage.key)
        for stage in imagined.handbook.stages
    ]
    closing = imagined.handbook.closing
    if closing is not None and imagined.cohort.ends_on < NO_END:
        moments.append((closing.form, imagined.parts_at + AFTER_GOODBYE, ""))
    for key, at, name in moments:
        form = imagined.handbook.form(key) if key is not None else None
        for user in pairing.people if form is not None and at <= imagined.cohort.ends else ():
            if form is not None and (role := pairing.role_of(user)) in form.roles:
                closes = closing_of(form, at)
                yield Occasion(form_key=form.key, user_id=user, role=role, at=at, closes=closes, name=name)
