"""What a handbook with planted faults is told."""

import pytest

from app.rehearsal.comparing import compare
from app.rehearsal.markdown import markdown
from app.rehearsal.page import page
from app.rehearsal.report import Finding, Report


def found(report: Report, kind: str) -> list[Finding]:
    return [one for one in report.findings if one.kind == kind]


def test_a_handbook_that_chases_every_week_nags(faulty: Report) -> None:
    (one,) = found(faulty, "nags")

    assert (one.message, one.key) == ("checkins.chase", "check_in.chases")
    assert "more than twice within four weeks" in one.says


def test_a_handbook_that_asks_more_than_a_week_holds_asks_too_much(faulty: Report) -> None:
    kinds = {one.message: one.key for one in found(faulty, "asks too much")}

    assert kinds
    assert "had had 3 unasked messages that week" in found(faulty, "asks too much")[0].says


def test_a_certificate_that_nobody_can_earn_is_out_of_reach(faulty: Report) -> None:
    (one,) = found(faulty, "out of reach")

    assert one.key == "certificates[0].rules[1].meetings"
    assert "at least 5 meetings (the most that anybody attended was" in one.says
    assert not any(one.earned for one in faulty.awards)
    assert all(one.lacks[-1] == "at least 5 meetings" for one in faulty.awards)


def test_reminders_in_the_night_are_told_with_the_key_that_decides_on_them(faulty: Report) -> None:
    (one,) = found(faulty, "at night")

    assert one.key == "rhythm.remind_before_minutes"


@pytest.mark.parametrize("show", [page, markdown])
def test_findings_come_first(faulty: Report, show: object) -> None:
    assert callable(show)
    text = show(faulty)

    for one in faulty.findings:
        assert text.index(one.key) < text.index("Meetings held of those expected")


def test_a_changed_handbook_shows_what_it_changes(usual: Report, faulty: Report) -> None:
    said = compare(faulty, usual, "before.json")

    assert set(said.gone) == set(faulty.findings)
    assert said.new == ()
    assert "the weeks and the mix of people differ" in said.caution
    held = next(one for one in said.changes if one.label == "Meetings held of those expected")
    assert held.by.endswith(" points")
    assert "| Meetings held of those expected |" in markdown(usual, said)
    assert 'id="difference"' in page(usual, said)
