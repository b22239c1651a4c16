"""What people confide to matching: it counts, and nobody reads it."""

from sqlalchemy import text

from app.features.joining import usecases as joining
from tests.kit.town import Town

SECRETS = ("Caring for somebody", "Would it help to share", "should not be matched", "parent", "avoid")


def test_what_is_confided_counts_and_no_other_eyes_see_it(town: Town) -> None:
    town.opens_cohort()
    town.ada.presses("Find a mentor")
    town.ada.sees("Read by nobody, not even the coordinators")
    town.ada.fills(town.mentee_answers(avoid=[town.mira], identity=["parent"]))
    town.ada.submits()
    town.joins(town.mira, "mentor")
    town.ada.types("/mentoring edit")
    town.ada.sees("@Mira Santos")  # her own form begins with what she said
    town.ada.closes_all()

    town.cora.presses("Read")
    assert not any(secret in town.cora.modal_text for secret in SECRETS)
    town.cora.closes_all()
    town.approves(town.ada)
    town.approves(town.mira)
    town.asks_for_matches()
    town.cora.sees("no free mentor fits them for now")
    for somebody in (town.cora, town.mira, town.otto):
        assert not any(secret in somebody.screen() for secret in SECRETS)


def test_what_is_confided_is_sealed_and_in_no_log(town: Town) -> None:
    town.opens_cohort()
    town.ada.presses("Find a mentor")
    town.ada.fills(town.mentee_answers(avoid=[town.mira], identity=["parent"]))
    town.ada.submits()
    with town.stage.database.transaction() as tx:
        sealed = tx.execute(text("SELECT confided FROM applications")).scalar_one()
        (facts,) = joining.applications_of(tx, team_id=town.stage.sandbox.team_id, user_id=town.ada.id)
    assert "parent" not in sealed
    assert town.mira.id not in sealed
    assert facts.confided == {"avoid": [town.mira.id], "background": ["parent"]}
    assert town.mira.id not in repr(facts)
    assert town.mira.id not in str(facts.answers)
