"""The forms of a preview."""

from app.features.pairings.rules import Pairing
from app.features.surveys.rules import Asked, Occasion


def imagined_form(number: int, one: Occasion, pairing: Pairing, family: str) -> Asked:
    """Return a form as it will have been put to somebody."""
    return Asked(
        id=number,
        team_id=pairing.team_id,
        cohort_id=pairing.cohort_id,
        pairing_id=pairing.id,
        user_id=one.user_id,
        role=one.role,
        form_key=one.form_key,
        family=family,
        name=one.name,
        asked_at=one.at,
        closes_at=one.closes,
    )
