"""What an applicant and the coordinators would read, before anything is sent."""

from datetime import timedelta

from app.core.foresight import Foreseen
from app.features.joining import views, words
from app.features.joining.rules import Application, answer_by
from app.features.programmes.rules import Imagined

READ_AFTER = timedelta(days=1)


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the messages about an application that is approved a day later."""
    found = []
    people = [("mentor", imagined.mentor), *(("mentee", one) for one in imagined.mentees[:1])]
    for number, (role, user) in enumerate(people, start=1):
        sent = Application(
            id=number,
            team_id=imagined.cohort.team_id,
            cohort_id=imagined.cohort.id,
            user_id=user,
            role=role,
            round=1,
            zone=imagined.cohort.zone,
            answers={},
            slots=(),
            submitted_at=imagined.applied_at,
        )
        found.append(
            Foreseen(
                at=sent.submitted_at,
                to=role,
                kind="joining.received",
                text=views.received(sent, imagined.cohort, imagined.handbook)[0],
                answers=(words.EDIT, words.WITHDRAW),
            )
        )
        found.append(
            Foreseen(
                at=sent.submitted_at,
                to="coordinators",
                kind="joining.card",
                text=views.card(sent, imagined.cohort, 1)[0],
                answers=(words.CARD_READ, words.CARD_APPROVE, words.CARD_DECLINE),
            )
        )
        answered = min(sent.submitted_at + READ_AFTER, answer_by(imagined.handbook, sent))
        approved = Application(**{**vars(sent), "approved_at": answered})
        text = views.answered(approved, imagined.cohort)
        found.append(Foreseen(at=answered, to=role, kind="joining.approved", text=text))
    return found
