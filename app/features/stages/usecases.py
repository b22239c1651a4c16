"""Planning the stages of a pairing, and saying which one it is in."""

from dataclasses import dataclass
from datetime import datetime

from app.core.refusal import Refusal
from app.database.session import Transaction
from app.delivery.planning import reconcile
from app.features.meetings import usecases as meetings
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.features.stages import rules
from app.features.stages.rules import FAMILY, Place
from app.features.surveys import usecases as surveys
from app.handbook.model import Handbook
from app.handbook.page import ROLES


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A pairing with the programme that it runs by."""

    pairing: Pairing
    cohort: Cohort
    handbook: Handbook


def replan(tx: Transaction, *, pairing: Pairing, now: datetime) -> None:
    """Bring the stages of a pairing, their forms and their guidance in line with what it is now."""
    here = scene(tx, pairing=pairing)
    known = pairings.introduced(tx, pairing=pairing)
    found = rules.occasions(here.handbook, pairing, here.cohort, known, _older(tx, here))
    brings_forms = here.handbook.stages or any(here.handbook.carried(role) for role in ROLES)
    ids = surveys.plan_for(tx, pairing=pairing, family=FAMILY, occasions=found, now=now) if brings_forms else {}
    opening = {(name, user): ask_id for (_, user, name), ask_id in ids.items()}
    met = has_met(tx, pairing=pairing, now=now)
    messages = rules.wanted(here.handbook, pairing, here.cohort, opening, known, has_met=met)
    reconcile(tx, team_id=pairing.team_id, subject=f"pairing:{pairing.id}:{FAMILY}", wanted=messages, now=now)


def _older(tx: Transaction, here: Scene) -> dict[str, int]:
    """Return how many older pairings of the cohort each person of a pairing is in."""
    if not here.handbook.stages:
        return {}
    of = here.pairing
    return {
        user: sum(
            one.id < of.id and one.cohort_id == of.cohort_id
            for one in pairings.pairings_of(tx, team_id=of.team_id, user_id=user)
        )
        for user in of.people
    }


def scene(tx: Transaction, *, pairing: Pairing) -> Scene:
    """Return a pairing with its programme."""
    cohort = programmes.cohort(tx, team_id=pairing.team_id, cohort_id=pairing.cohort_id)
    return Scene(pairing=pairing, cohort=cohort, handbook=programmes.handbook_of(tx, cohort))


def has_met(tx: Transaction, *, pairing: Pairing, now: datetime) -> bool:
    """Whether the first meeting of a pairing has begun, so that nothing is left to prepare."""
    return meetings.last_begun(tx, team_id=pairing.team_id, pairing_id=pairing.id, now=now) is not None


def current(tx: Transaction, *, pairing: Pairing, now: datetime) -> Place | None:
    """Return the stage that a living pairing is in; None without stages, or between two."""
    if not pairing.is_live:
        return None
    here = scene(tx, pairing=pairing)
    return rules.current(here.handbook.stages, pairing, here.cohort, now)


def own_stage(tx: Transaction, *, team_id: str, by: str, pairing_id: int, now: datetime) -> tuple[Scene, Place]:
    """Return the present stage of a pairing to one of its people.

    Raises:
        Refusal: if `by` is not in this living pairing, or it is in no stage.
    """
    pairing = pairings.require_member(tx, team_id=team_id, user_id=by, pairing_id=pairing_id)
    present = current(tx, pairing=pairing, now=now)
    if present is None:
        raise Refusal("stages.none")
    return scene(tx, pairing=pairing), present
