"""What an agreement calls for."""

from datetime import timedelta

import pytest

from app.core.refusal import Refusals
from app.features.agreements.rules import LONGEST, Agreed, check_said, wanted
from app.handbook.meetings import Agreement
from tests.kit.make import NOW, handbook, pairing

MET = NOW + timedelta(days=2)
END = NOW + timedelta(days=100)
AGREEMENTS = (
    Agreement(key="goals", ask="Goals"),
    Agreement(key="medium", ask="Contact", becomes="contact"),
)
BOOK = handbook(
    first_meeting={"agree_on": AGREEMENTS},
).model_copy(update={"contact": handbook().contact})


def agreed(**changes: object) -> Agreed:
    return Agreed(**{"id": 1, "team_id": "T1", "pairing_id": 1, "met_at": MET, **changes})  # type: ignore[arg-type]


def written(**changes: object) -> Agreed:
    said = {"medium": "by mail"}
    return agreed(version=1, said=said, written_by="UMENTEE", written_at=MET, confirmed=("UMENTEE",), **changes)


def test_nothing_is_asked_before_the_first_meeting_was_held() -> None:
    assert wanted(agreed(met_at=None), pairing(), BOOK, END) == []


def test_the_pair_is_asked_twice_and_then_never_again() -> None:
    found = wanted(agreed(), pairing(), BOOK, END)
    assert [(one.kind, one.due - MET) for one in found] == [
        ("agreements.ask", timedelta(days=1)),
        ("agreements.ask", timedelta(days=8)),
    ]


def test_whoever_did_not_write_is_asked_to_confirm() -> None:
    assert [(one.kind, one.to) for one in wanted(written(), pairing(), BOOK, END)] == [
        ("agreements.proposed", "UMENTOR")
    ]


def test_a_group_is_asked_once_in_its_conversation_and_a_late_joiner_alone() -> None:
    joined = MET + timedelta(days=9)
    group = pairing(mentees=("UMENTEE", "UTWO", "ULATE"), joined={"ULATE": joined})
    asked, alone = wanted(written(agreed_at=MET), group, BOOK, END)[:2]
    assert (asked.kind, asked.to) == ("agreements.proposed", group.address)
    assert (alone.to, alone.due) == ("ULATE", joined + timedelta(days=1))


def test_contact_is_repeated_to_the_mentee_once_all_have_confirmed_it() -> None:
    found = wanted(written(agreed_at=MET), pairing(), BOOK, END)
    reminders = [one for one in found if one.kind == "agreements.contact"]
    assert [(one.to, one.due - MET) for one in reminders] == [
        ("UMENTEE", timedelta(days=days)) for days in (30, 60, 90)
    ]


def test_a_late_agreement_and_a_late_joiner_are_reminded_from_then_on() -> None:
    late = pairing(mentees=("UMENTEE", "UTWO"), joined={"UTWO": MET + timedelta(days=70)})
    found = wanted(written(agreed_at=MET + timedelta(days=40)), late, BOOK, END)
    reminders = [(one.to, (one.due - MET).days) for one in found if one.kind == "agreements.contact"]
    assert reminders == [("UMENTEE", 60), ("UMENTEE", 90), ("UTWO", 90)]
    found = wanted(written(agreed_at=MET + timedelta(days=40), unreminded=("UMENTEE",)), late, BOOK, END)
    assert [one.to for one in found if one.kind == "agreements.contact"] == ["UTWO"]


def test_without_a_word_on_contact_or_its_page_nobody_is_reminded() -> None:
    silent = agreed(
        version=1, said={"goals": "x"}, written_by="UMENTEE", written_at=MET, confirmed=("UMENTEE",), agreed_at=MET
    )
    without = BOOK.model_copy(update={"contact": None})
    for one, book in ((silent, BOOK), (written(agreed_at=MET), without)):
        assert not [want for want in wanted(one, pairing(), book, END) if want.kind == "agreements.contact"]


def test_a_cohort_without_an_end_is_not_planned_for_ever() -> None:
    found = wanted(written(agreed_at=MET), pairing(), BOOK, NOW + timedelta(days=300_000))
    assert len([one for one in found if one.kind == "agreements.contact"]) == 60


def test_a_pairing_that_ended_hears_nothing() -> None:
    assert wanted(agreed(), pairing(ended_at=NOW, ended_by="UMENTEE"), BOOK, END) == []


def test_only_what_says_something_is_kept() -> None:
    assert check_said(AGREEMENTS, {"goals": "  learn ", "medium": " ", "other": "x"}) == {"goals": "learn"}


@pytest.mark.parametrize(
    ("said", "code"),
    [({"goals": " "}, "agreements.nothing"), ({"medium": "x" * (LONGEST + 1)}, "agreements.too-long")],
)
def test_nothing_and_too_much_are_refused(said: dict[str, str], code: str) -> None:
    with pytest.raises(Refusals) as refused:
        check_said(AGREEMENTS, said)
    assert [one.code for one in refused.value.refusals] == [code]


def test_who_has_yet_to_confirm() -> None:
    assert written().waits_for(pairing()) == ("UMENTOR",)
    assert agreed().waits_for(pairing()) == ()
