"""Which decisions and fit checks people would get, before anything is sent."""

from app.core.foresight import Foreseen
from app.features.decisions import views
from app.features.decisions.rules import DECISION, Moment, Question, decision_of, moments
from app.features.meetings.rules.imagined import imagined_meetings
from app.features.pairings.rules import Pairing, imagined_pairing
from app.features.programmes.rules import Imagined
from app.slack.blocks import labels


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List each question once for a role: everybody answers, everybody goes on, nobody is chased."""
    pairing = imagined_pairing(imagined)
    held = imagined_meetings(imagined, pairing)
    due = moments(imagined.handbook, imagined.cohort, pairing, held, [], pairing.began_at)
    asked = [one for one in due if one.user_id in (pairing.mentor, pairing.mentees[0])]
    found = [_foreseen(one, pairing, imagined) for one in asked]
    for decision in imagined.handbook.decisions:
        if len([one for one in pairing.people if pairing.role_of(one) in decision.roles]) > 1:
            dates = {one.at for one in asked if (one.topic, one.key) == (DECISION, decision.key)}
            text = views.together(is_group=pairing.is_group)
            found += [Foreseen(at=at, to="pair", kind="decisions.together", text=text) for at in dates]
    return found


def _foreseen(one: Moment, pairing: Pairing, imagined: Imagined) -> Foreseen:
    question = Question(
        id=1,
        team_id=pairing.team_id,
        pairing_id=pairing.id,
        user_id=one.user_id,
        topic=one.topic,
        key=one.key,
        number=one.number,
        asked_at=one.at,
    )
    decision = decision_of(question, imagined.handbook)
    text, shown = views.fit(question, pairing) if decision is None else views.ask(question, pairing, decision)
    kind = "decisions.fit" if decision is None else "decisions.ask"
    return Foreseen(at=one.at, to=pairing.role_of(one.user_id), kind=kind, text=text, answers=labels(shown))
