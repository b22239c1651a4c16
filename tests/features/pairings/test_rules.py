"""Who is who in a pairing."""

import pytest

from app.core.refusal import Refusal
from app.features.pairings.rules import check_live
from tests.kit.make import NOW, pairing


def test_partners_roles_and_others() -> None:
    one = pairing(mentees=("UA", "UB"))
    assert one.people == ("UMENTOR", "UA", "UB")
    assert one.address == "UA+UB+UMENTOR"
    assert (one.role_of("UMENTOR"), one.role_of("UB")) == ("mentor", "mentee")
    assert (one.partner_of("UMENTOR"), one.partner_of("UB")) == ("UA", "UMENTOR")
    assert one.others("UA") == ("UMENTOR", "UB")
    with pytest.raises(Refusal, match=r"pairings\.not-yours"):
        one.role_of("USTRANGER")


def test_only_a_living_pairing_goes_on() -> None:
    check_live(pairing())
    with pytest.raises(Refusal, match=r"pairings\.ended"):
        check_live(pairing(ended_at=NOW))
