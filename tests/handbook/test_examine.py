"""What is wrong between the parts of a file, each at its key."""

from pathlib import Path

import pytest

from app.handbook import reading

SHIPPED = (reading.SHIPPED / "wealljs.toml").read_text(encoding="utf-8")
FORM = '[[forms]]\nkey = "look"\nname = "Look back"\nintro = "Hello."\nquestions = [{ key = "q", ask = "How?" }]\n'
EVENT = '[[events]]\nkey = "party"\nname = "Party"\nabout = "Cake."\nwhen = { at = "start" }\n'
STAGE = '[[stages]]\nkey = "s"\nname = "S"\nfrom_day = 0\nto_day = 30\nabout = "Begin."\n'
WHEN = 'when = { at = "start" }\n'


def faults(more: str, text: str = SHIPPED) -> list[str]:
    seen = reading.examine(text + "\n" + more, "mine.toml")
    assert (seen.handbook is None) == bool(seen.faults)
    return [f"{one.key}: {one.says}" for one in seen.faults]


def certificate(rule: str, role: str = "mentee") -> str:
    return f'[[certificates]]\nrole = "{role}"\ntitle = "T"\ntext = "For {{name}}."\nrules = [{{ {rule} }}]\n'


BETWEEN = [
    (STAGE + 'opens_with = "nobody"\n', "stages[1].opens_with: there is no form `nobody`; there is no form at all"),
    (
        certificate('event = "gala"') + EVENT,
        "certificates[1].rules[1].event: there is no event `gala`; there are party",
    ),
    (
        certificate('event = "party"') + EVENT + 'roles = ["mentor"]\n',
        "certificates[1].rules[1].event: no mentee is invited to `party`; see its `roles` and `who`",
    ),
    (
        certificate('form = "look"', "mentor") + FORM + WHEN + 'roles = ["mentee"]\n',
        "certificates[1].rules[1].form: no mentor is asked `look`; add the role to its `roles`",
    ),
    (
        certificate("graduated = true"),
        'certificates[1].rules[1].graduated: nobody can graduate: no decision has an answer that `leads_to = "graduate"`',
    ),
    (certificate("activities = true"), "certificates[1].rules[1].activities: there are no activities to tick off"),
    (
        certificate("meetings = 90"),
        "certificates[1].rules[1].meetings: a pairing of 3 months has about 13 meetings",
    ),
    (
        '[csv.mentees]\n"Your zone" = "zoen"\n',
        "csv.mentees.Your zone: no question for a mentee has the key `zoen`; did you mean `zone`?",
    ),
    ('[csv.given]\nbadge = "yes"\n', "csv.given.badge: no sign-up question has the key `badge`"),
    (FORM, "forms[1].when: never comes: no stage and no closing asks for it; say `when`, or name it there"),
    (
        FORM + 'when = { at = "match", days = -3 }\n',
        "forms[1].when.days: never comes: nobody knows days before `match` that it is near; use 0 or more",
    ),
    (EVENT + EVENT, "events[2].key: another of the events has the key `party`; give it its own"),
    (STAGE.replace("30", "0"), "stages[1].to_day: must be 1 or more; it is 0"),
    (
        "[showcase]\nevent = 'gala'\nask = 'One link for {event}, please.'\n",
        "showcase.event: there is no event `gala`; there is no event at all",
    ),
    (
        "[directory]\nlisted = 'public'\nshows = ['public', 'hat']\n",
        (
            "directory.shows[2]: there is no sign-up question `hat`; there are avoid, capacity, conduct, experience, goals, "
            "hours, identity, languages, offers, public, slots, wants"
        ),
    ),
]


@pytest.mark.parametrize(("more", "sentence"), BETWEEN)
def test_what_would_only_fail_later_is_named_at_its_key(more: str, sentence: str) -> None:
    assert faults(more) == [sentence]


CHANGED = [
    (
        'key = "slots"',
        'key = "slots"\nroles = ["mentee"]',
        "matching.weights.slots: needs a sign-up question of kind slots for mentors",
    ),
    ('key = "offers"', 'key = "gives"', "matching.weights.topics: counts topics, but no sign-up question `offers`"),
    (
        "experience = 1\n",
        "experience = 1\nplace = 1\n",
        "matching.weights.place: counts the place, but `place` names no sign-up",
    ),
    (
        'every = "week"',
        'every = "weak"',
        'rhythm.every: must be one of week, fortnight, month; it is "weak" (did you mean week?)',
    ),
    ('name = "WeAllJS Mentorship"\n', "", "name: is missing: What people call the programme"),
    (
        "[check_in]\n",
        "[check_inn]\n",
        "check_in: is missing: A coordinator's periodic question to everybody in a pairing",
    ),
    ('programme = "wealljs"', 'programme = "We All"', "programme: must be a short name of small letters"),
    (
        "minutes_before_end = 10",
        'minutes_before_end = "ten"',
        "reflection.minutes_before_end: must be a whole number without quotes",
    ),
    ("Whatever the mentee brought", "Whatever " * 330, "rhythm.agenda"),
]


@pytest.mark.parametrize(("good", "bad", "sentence"), CHANGED)
def test_a_changed_line_is_named_with_how_to_mend_it(good: str, bad: str, sentence: str) -> None:
    assert good in SHIPPED
    found = faults("", SHIPPED.replace(good, bad, 1))
    assert any(one.startswith(sentence) for one in found), found


def test_admission_without_an_end_has_no_middle() -> None:
    text = SHIPPED.replace("least_months = 3", 'least_months = 3\nadmission = "rolling"')
    assert faults(EVENT.replace("start", "middle"), text) == [
        "events[1].when.at: never comes: with rolling admission there is no `middle`; count from `match`"
    ]


def test_faults_of_both_sorts_come_together_and_none_that_only_follows() -> None:
    text = SHIPPED.replace("offer_days = 3", "offer_days = 0").replace('key = "wants"', 'kee = "wants"')
    found = faults(STAGE + 'closes_with = "nobody"\n', text)
    assert [one.partition(":")[0] for one in found] == [
        "signup.questions[1].key",
        "signup.questions[1].kee",
        "matching.offer_days",
        "stages[1].closes_with",
    ]


def test_each_fault_names_its_line() -> None:
    text = SHIPPED + "\n" + FORM + WHEN + "\n" + certificate('form = "other"')
    (only,) = reading.examine(text, "mine.toml").faults
    assert only.line == text[: text.index('rules = [{ form = "other"')].count("\n") + 1
    assert str(only).startswith(f"mine.toml, line {only.line}: certificates[1].rules[1].form: ")


def test_two_files_of_one_folder_cannot_describe_one_programme(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(SHIPPED, encoding="utf-8")
    (tmp_path / "c.toml").write_text("x =", encoding="utf-8")
    with pytest.raises(reading.BadHandbook) as error:
        reading.read_handbooks([tmp_path])
    said = str(error.value)
    assert "b.toml, line 4: programme: a.toml describes `wealljs` already; give one of them another key" in said
    assert "c.toml, line 1: not valid TOML" in said


def test_the_shipped_files_have_no_faults() -> None:
    for path in sorted(reading.SHIPPED.glob("*.toml")):
        assert reading.examine(reading.read_text(path), path.name).faults == []
