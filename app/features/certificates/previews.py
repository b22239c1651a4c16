"""What people would read of their certificates, before anything is sent."""

from app.core.foresight import Foreseen
from app.features.certificates import views, words
from app.features.certificates.rules import Award, Facts, standing
from app.features.programmes.rules import Imagined


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the certificates of people who did everything."""
    book, cohort, found = imagined.handbook, imagined.cohort, []
    for certificate in book.certificates:
        user = imagined.mentor if certificate.role == "mentor" else imagined.mentees[0]
        held = len(imagined.meets_at)
        facts = Facts(
            held=held,
            attended=held,
            minutes=held * book.rhythm.minutes,
            events=frozenset(one.event for one in certificate.rules if one.event is not None),
        )
        award = Award(
            id=1,
            team_id=cohort.team_id,
            cohort_id=cohort.id,
            user_id=user,
            role=certificate.role,
            ends_at=cohort.ends,
            number=words.PREVIEW_NUMBER,
            name=words.PREVIEW_NAME,
            facts=facts,
            issued_at=cohort.ends,
        )
        full = (award, cohort, book, certificate, standing(certificate, facts, ()))
        found.append(
            Foreseen(
                at=cohort.ends,
                to=certificate.role,
                kind="certificates.issued",
                text=views.certificate_comment(full),
            )
        )
    return found
