"""Cohorts' days, digests, and handbook files that are wrong."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.core.refusal import Refusals
from app.features.programmes.rules import NO_END, CohortWishes, check_wishes, digests, is_last_digest
from app.handbook import reading
from tests.kit.make import NOW, cohort, handbook

TODAY = date(2027, 1, 11)
LATER = datetime(2030, 1, 1, tzinfo=UTC)
GOOD = {
    "programme": "wealljs",
    "name": "Winter",
    "signup_until": "2027-01-25",
    "starts_on": "2027-01-18",
    "ends_on": "2027-05-01",
    "announce_channel": "C1",
    "mentors_channel": None,
    "mentees_channel": None,
    "coordinators_channel": "C2",
}


def wishes(**changes: Any) -> CohortWishes:
    return CohortWishes(**{**GOOD, **changes})


def test_a_good_cohort() -> None:
    assert check_wishes(wishes(), ["Spring"], TODAY) == (date(2027, 1, 25), date(2027, 1, 18), date(2027, 5, 1))


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"name": ""}, {"name": "programmes.no-name"}),
        ({"name": "WINTER"}, {"name": "programmes.name-taken"}),
        ({"signup_until": ""}, {"signup_until": "programmes.no-day"}),
        ({"signup_until": "9999-12-31"}, {"signup_until": "programmes.no-day"}),
        ({"starts_on": "2027-01-10"}, {"starts_on": "programmes.day-past"}),
        ({"signup_until": "2027-01-10"}, {"signup_until": "programmes.day-past"}),
        (
            {"ends_on": "2027-01-18"},
            {"ends_on": "programmes.ends-before-start", "signup_until": "programmes.signup-after-end"},
        ),
    ],
)
def test_what_cannot_be_is_told_at_its_field(changes: dict[str, Any], wrong: dict[str, str]) -> None:
    with pytest.raises(Refusals) as many:
        check_wishes(wishes(**changes), ["Winter"] if changes.get("name") else [], TODAY)
    assert {one.field: one.code for one in many.value.refusals} == wrong


def test_a_cohort_takes_applications_until_midnight_of_its_last_day() -> None:
    midnight = datetime(2027, 1, 25, 23, tzinfo=UTC)  # in Madrid
    assert cohort().takes_applications(midnight - timedelta(seconds=1))
    assert not cohort().takes_applications(midnight)
    assert not cohort(signup_closed_at=NOW).takes_applications(NOW)
    assert not cohort(closed_at=NOW).takes_applications(NOW)


def test_late_joiners_are_taken_while_the_cohort_runs_until_a_coordinator_closes_it() -> None:
    late = cohort(late=True)
    assert not late.is_late(NOW)
    after = late.signup_ends
    assert late.takes_applications(after)
    assert late.is_late(after)
    assert not late.takes_applications(late.ends)
    assert not cohort(late=True, signup_closed_at=NOW).takes_applications(NOW)


def test_a_rolling_cohort_needs_no_end_and_is_never_late() -> None:
    days = check_wishes(wishes(signup_until="", ends_on=""), [], TODAY, rolling=True)
    assert days == (NO_END, date(2027, 1, 18), NO_END)
    with pytest.raises(Refusals):
        check_wishes(wishes(ends_on=""), [], TODAY)
    endless = cohort(signup_until=NO_END, ends_on=NO_END)
    assert not endless.has_end
    assert endless.takes_applications(NOW + timedelta(days=4000))
    assert not endless.is_late(NOW + timedelta(days=4000))
    assert len(digests(handbook(), endless, NOW + timedelta(weeks=4))) == 4


def test_digests_come_every_monday_at_nine_on_the_cohorts_clock() -> None:
    found = digests(handbook(), cohort(), LATER)
    assert found[0].due == datetime(2027, 1, 18, 8, tzinfo=UTC)
    assert {one.due.hour for one in found} == {8, 7}  # the clocks change in March
    assert found[-1].due == datetime(2027, 5, 10, 7, tzinfo=UTC)  # the second one after the last day
    assert len({one.key for one in found}) == len(found) == 17
    assert [is_last_digest(cohort(), one.due) for one in found[-2:]] == [False, True]
    assert not is_last_digest(cohort(ends_on=NO_END), LATER)
    assert [one.due for one in digests(handbook(), cohort(closed_at=NOW + timedelta(days=8)), LATER)] == [found[0].due]


BROKEN = [
    ('programme = "wealljs"', "programme = 7", "programme: must be a text in quotes; it is 7"),
    (
        "most_pairings = 2",
        "most_pairngs = 2",
        "matching.most_pairngs: there is no such key; did you mean most_pairings?",
    ),
    ("{until}", "{untill}", "{untill} is not known here; this sentence may use {cohort}, {until}, {start}"),
    ("{partner}", "{}", "{} is not known here; this sentence may use {partner}"),
    ("{by}", "{by", "signup.received: "),
    ("offer_days = 3", "offer_days = 0", "matching.offer_days: must be 1 or more; it is 0"),
    ("minutes = 60", "minutes = 60 =", "not valid TOML: "),
    ('kind = "lines"', 'kind = "essay"', "signup.questions["),
    ('code_of_conduct = "https', 'code_of_conduct = "ftp', "code_of_conduct: "),
]


@pytest.mark.parametrize(("good", "bad", "sentence"), BROKEN)
def test_a_wrong_file_is_refused_with_its_name_key_and_reason(
    good: str, bad: str, sentence: str, tmp_path: Path
) -> None:
    text = (reading.SHIPPED / "wealljs.toml").read_text(encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(reading.BadHandbook) as error:
        reading.read_handbooks([tmp_path])
    said = str(error.value)
    assert said.startswith("mine.toml")
    assert sentence in said
    line = text[: text.index(good)].count("\n") + 1
    # A sentence of several lines is named by the line on which its key stands.
    assert any(f"line {line - above}" in said for above in range(4))


def test_a_folder_without_files_and_an_unreadable_one_are_named(tmp_path: Path) -> None:
    with pytest.raises(reading.BadHandbook, match="no programme file"):
        reading.read_handbooks([tmp_path])
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(reading.BadHandbook, match="cannot be read"):
        reading.read_handbooks([tmp_path])


def test_a_communitys_own_file_replaces_the_shipped_one(tmp_path: Path) -> None:
    text = (reading.SHIPPED / "wealljs.toml").read_text(encoding="utf-8")
    (tmp_path / "ours.toml").write_text(text.replace("WeAllJS Mentorship", "Ours"), encoding="utf-8")
    assert reading.read_handbooks([reading.SHIPPED, tmp_path])["wealljs"].name == "Ours"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "choice", "options": []}, "needs options"),
        ({"kind": "text", "at_least": 1}, "are for numbers"),
        ({"kind": "number", "at_least": 1, "otherwise": ""}, "needs the sentence"),
        ({"kind": "agree", "otherwise": ""}, "needs the sentence"),
    ],
)
def test_a_question_must_fit_its_kind(change: dict[str, Any], sentence: str) -> None:
    good = handbook().signup.model_dump()
    question = {"key": "q", "ask": "Why?", "kind": "text", **change}
    with pytest.raises(ValueError, match=sentence):
        handbook(signup={**good, "questions": [question]})


def test_a_form_asks_for_nothing_twice() -> None:
    question = {"key": "q", "ask": "Why?", "kind": "text"}
    with pytest.raises(ValueError, match="asks twice for: q"):
        handbook(signup={"questions": [question, question]})
