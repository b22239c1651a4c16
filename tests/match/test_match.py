"""`trellis match`, typed as people type it: what is written, what is refused, and what nobody may read."""

import csv
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.__main__ import main
from app.features.matching.words import LEFT_OVER
from app.handbook.template import template
from app.match import command
from tests.bench.groups import ZONES, crowd

SAMPLE = Path(__file__).with_name("sample")
MENTEES = """Name,Email,Your time zone,What would you like to learn?,goals,When are you usually free?
Ada,ada@example.org,Europe/Madrid,Programming,Understand testing,Tue 18:00-20:00
Bo,bo@example.org,Europe/London,"Writing, Programming",Write a book,Tue 17:00-19:00; Thu 9:00-10:00
"""
MENTORS = """Name,Email,Your time zone,What can you help with?,goals,When are you usually free?,capacity
Mia,mia@example.org,Europe/Madrid,Programming; Writing,"Testing, and
whatever you bring",Tuesday 18:00-20:00,2
"""
TOPICS = ("Programming", "Writing", "Programming; Writing")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")

Match = Callable[..., Result]


@pytest.fixture
def match(tmp_path: Path) -> Match:
    """Types the command for the template's programme, with files of these texts."""

    def typed(mentees: str = MENTEES, mentors: str = MENTORS, *more: str, book: str = "") -> Result:
        files = {"mentees.csv": mentees, "mentors.csv": mentors, "ours.toml": book or template("ours")}
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        where = ["--file", str(tmp_path / "ours.toml"), "--out", str(tmp_path / "out"), "--start", "2027-01-18"]
        people = ["--mentees", str(tmp_path / "mentees.csv"), "--mentors", str(tmp_path / "mentors.csv")]
        return CliRunner().invoke(main, ["match", *where, *people, *more])

    return typed


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def everything(folder: Path) -> str:
    return "\n".join(one.read_text(encoding="utf-8") for one in sorted(folder.iterdir()))


def test_two_files_become_pairs_with_reasons_and_hours_on_both_clocks(match: Match, tmp_path: Path) -> None:
    done = match()
    assert done.exit_code == 0, done.output
    assert "2 of 2 mentees are placed with 1 of 1 mentors." in done.stdout
    assert "this is proved" in done.stdout
    pairs = table(tmp_path / "out" / "pairs.csv")
    assert [(one["mentee"], one["mentor"]) for one in pairs] == [("Ada", "Mia"), ("Bo", "Mia")]
    assert "The mentor offers 2 of 2 wanted: Programming, Writing." in pairs[1]["reasons"]
    assert pairs[1]["shared_hours"] == "Tuesday 17:00 (Europe/London), Tuesday 18:00 (Europe/Madrid)"
    assert table(tmp_path / "out" / "rejected.csv") == []


def test_the_rows_may_stand_in_any_order(match: Match, tmp_path: Path) -> None:
    match()
    first = everything(tmp_path / "out")
    head, *rows = MENTEES.splitlines()
    done = match("\n".join([head, *reversed(rows)]) + "\n", MENTORS, "--force")
    assert done.exit_code == 0, done.output
    assert everything(tmp_path / "out") == first


def test_bad_rows_are_listed_with_line_column_and_what_to_mend_and_the_rest_goes_on(
    match: Match, tmp_path: Path
) -> None:
    more = """Cy,cy@example.org,Madird,Programing,x,Tue 18:00-20:00
Di,di@example.org,Europe/Madrid,,,evenings
"""
    done = match(MENTEES + more)
    assert done.exit_code == 0, done.output
    assert "2 rows left out" in done.stderr
    listed = [(one["line"], one["column"], one["what_to_mend"]) for one in table(tmp_path / "out" / "rejected.csv")]
    assert listed == [
        ("4", "What would you like to learn?", "“Programing” is none of the answers. Did you mean “Programming”?"),
        ("4", "Your time zone", "I don't know the zone “Madird”. Did you mean Europe/Madrid?"),
        ("5", "What would you like to learn?", "Please choose at least one."),
        (
            "5",
            "When are you usually free?",
            "“evenings” is no time of a week; write it like “Tue 18:00-20:00; Thu 9:00-10:00”.",
        ),
        ("5", "goals", "Please write a few words here."),
    ]
    assert len(table(tmp_path / "out" / "pairs.csv")) == 2


def test_who_may_not_join_by_the_form_may_not_join_by_a_file(match: Match, tmp_path: Path) -> None:
    done = match(MENTEES, MENTORS + "Noa,noa@example.org,UTC,Writing,x,Tue 18:00-20:00,7\n")
    assert "Mentors here take one or two mentees" in done.stderr
    assert [one["line"] for one in table(tmp_path / "out" / "rejected.csv")] == ["4"]


def test_the_newest_answer_of_a_person_counts(match: Match, tmp_path: Path) -> None:
    again = "Ada L.,ADA@example.org,Europe/Madrid,Writing,Write,Tue 18:00-20:00\n"
    match(MENTEES + again)
    assert [one["mentee"] for one in table(tmp_path / "out" / "pairs.csv")] == ["Ada L.", "Bo"]
    assert [(one["line"], one["column"]) for one in table(tmp_path / "out" / "rejected.csv")] == [("2", "Email")]


def test_nobody_is_matched_with_themselves(match: Match, tmp_path: Path) -> None:
    mentors = MENTORS + "Ada,ada@example.org,Europe/Madrid,Programming,x,Tue 18:00-20:00,2\n"
    match(MENTEES, mentors)
    assert ("Ada", "Ada") not in [(one["mentee"], one["mentor"]) for one in table(tmp_path / "out" / "pairs.csv")]


def test_unknown_columns_are_named_and_missing_ones_stop_it_with_the_line_to_write(match: Match) -> None:
    done = match(MENTEES.replace("Name,", "Nickname,"))
    assert done.exit_code == 0
    assert "mentees.csv: nothing in the handbook asks for “Nickname”; left out." in done.stderr
    done = match(MENTEES.replace("What would you like to learn?", "What do you want to learn"), MENTORS, "--force")
    assert done.exit_code == 1
    assert 'What would you like to learn?: "What do you want to learn" = "wants"' in done.stderr
    assert "[csv.mentees]" in done.stderr


def test_a_file_of_columns_says_it_instead_of_the_handbook(match: Match, tmp_path: Path) -> None:
    said = tmp_path / "columns.toml"
    said.write_text('[mentees]\n"Lernziel" = "wants"\n[values.wants]\n"Programmieren" = "code"\n', encoding="utf-8")
    mentees = MENTEES.replace("What would you like to learn?", "Lernziel").replace(",Programming,", ",Programmieren,")
    done = match(mentees, MENTORS, "--columns", str(said))
    assert done.exit_code == 0, done.output
    assert len(table(tmp_path / "out" / "pairs.csv")) == 2
    said.write_text('[mentees]\n"Lernziel" = "wnats"\n', encoding="utf-8")
    done = match(mentees, MENTORS, "--columns", str(said), "--force")
    assert "is to hold `wnats`, but no question for a mentee has that key" in done.stderr
    said.write_text("[mentee]\n", encoding="utf-8")
    assert match(mentees, MENTORS, "--columns", str(said), "--force").exit_code == 1


def test_a_folder_that_holds_something_is_only_written_to_by_force(match: Match, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    done = match()
    assert done.exit_code == 1
    assert "--force" in done.stderr
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["mine.txt"]
    assert match(MENTEES, MENTORS, "--force").exit_code == 0
    assert (tmp_path / "out" / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("mentees", ["", "Name\n", MENTEES.splitlines()[0] + "\nAda,,,,,\n"])
def test_nothing_is_written_where_a_file_cannot_be_used(match: Match, tmp_path: Path, mentees: str) -> None:
    done = match(mentees)
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: mentees.csv ")
    assert not (tmp_path / "out").exists()


def test_ctrl_c_ends_it_without_a_trace(match: Match, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "match", pressed)
    done = match()
    assert (done.exit_code, done.stderr) == (130, "Stopped. Nothing was written.\n")
    assert not (tmp_path / "out").exists()


def test_progress_is_a_line_on_a_terminal_and_silence_in_a_pipe() -> None:
    class Terminal:
        def __init__(self, *, shown: bool) -> None:
            self.said, self.shown = "", shown

        def isatty(self) -> bool:
            return self.shown

        def write(self, text: str) -> int:
            self.said += text
            return len(text)

        def flush(self) -> None:
            pass

    for shown in (True, False):
        stream = Terminal(shown=shown)
        progress = command.Progress(stream)  # type: ignore[arg-type]
        progress.begun -= 1
        progress.said -= 1
        assert progress.tell("solve", 0.5)
        assert progress.tell("solve", 0.51)  # too soon after the last
        progress.clear()
        assert ("Solving … 50%" in stream.said, "51%" in stream.said) == (shown, False)
        assert stream.said.endswith("\r\033[K") is shown


def test_who_is_left_over_is_told_why_and_whom_to_look_for(match: Match, tmp_path: Path) -> None:
    mentors = MENTORS.replace(",2\n", ",1\n")
    done = match(MENTEES, mentors)
    assert "1 of 2 mentees are placed" in done.stdout
    left = table(tmp_path / "out" / "left-over.csv")
    assert [(one["role"], one["reason"]) for one in left] == [("mentee", LEFT_OVER["mentor-taken"])]
    text = (tmp_path / "out" / "recruiting.txt").read_text()
    assert text.startswith("A mentor for ")
    assert "would fit 1 of the 1 who are left over" in text


CONFIDED = """
[[signup.questions]]
key = "apart"
ask = "Whom would you rather not meet?"
kind = "avoid"
required = false

[[signup.questions]]
key = "roots"
ask = "What would you like to share?"
kind = "background"
required = false
options = [{ value = "parent", label = "Raising children" }, { value = "abroad", label = "Living abroad" }]

[[signup.questions]]
key = "dreams"
ask = "With whom would you like to work?"
kind = "wishes"
required = false
"""


def test_who_avoids_whom_counts_and_stands_nowhere(match: Match, tmp_path: Path) -> None:
    book = template("ours").replace("# -- Matching --", CONFIDED + "# -- Matching --")
    book = book.replace("experience = 0\n", "experience = 0\nbackground = 2\nwishes = 2\n", 1)
    heads = ",apart,roots,dreams"
    rows = (',Mia,"Living abroad",', ',"Nobody Known","Living abroad; Zoologist","noa@example.org"')
    mentees = "\n".join(a + b for a, b in zip(MENTEES.splitlines(), (heads, *rows), strict=True)) + "\n"
    mentors = MENTORS.replace("capacity", "capacity" + heads).replace(",2\n", ",2,,Living abroad,\n")
    mentors += "Noa,noa@example.org,Europe/Madrid,Programming; Writing,x,Tue 18:00-20:00,2,Ada,Raising children,\n"
    done = match(mentees, mentors, book=book)
    assert done.exit_code == 0, done.output
    assert [(one["mentee"], one["mentor"]) for one in table(tmp_path / "out" / "pairs.csv")] == [("Bo", "Noa")]
    assert [one["name"] for one in table(tmp_path / "out" / "left-over.csv")] == ["Ada", "Mia"]
    assert "mentees.csv: 2 of the answers that only matching reads could not be used" in done.stderr
    said = (everything(tmp_path / "out") + done.output).casefold()
    for secret in ("abroad", "raising", "zoologist", "nobody known", "roots", "rather not", "whom would"):
        assert secret not in said, secret


def test_more_people_than_the_form_takes_are_refused_without_naming_them(match: Match, tmp_path: Path) -> None:
    book = template("ours").replace("# -- Matching --", CONFIDED + "# -- Matching --")
    head, first, *_ = MENTORS.replace("Testing, and\nwhatever you bring", "x").splitlines()
    mentors = [head, *(first.replace("Mia", f"Mia {n}").replace("mia@", f"mia{n}@") for n in range(7))]
    mentees = MENTEES.replace("free?\n", "free?,apart\n").replace(
        "18:00-20:00\n", "18:00-20:00,Mia 1;Mia 2;Mia 3;Mia 4;Mia 5;Mia 6\n"
    )
    done = match(mentees, "\n".join(mentors) + "\n", book=book)
    listed = table(tmp_path / "out" / "rejected.csv")
    assert [(one["line"], one["column"]) for one in listed] == [("2", "")]
    assert "Mia" not in listed[0]["what_to_mend"]
    assert "Mia" not in done.output


class Page(HTMLParser):
    """Notes what a page consists of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.outside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.outside += [str(value) for name, value in attrs if name in ("src", "href", "action")]


def test_what_people_wrote_is_text_on_the_page_and_no_formula_in_a_spreadsheet(match: Match, tmp_path: Path) -> None:
    evil = MENTEES.replace("Ada,", '"<script>alert(1)</script>",').replace("Bo,", '"=HYPERLINK(""http://x"")",')
    assert match(evil).exit_code == 0
    text = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    page = Page(text)
    assert page.tags.count("script") == 1
    assert page.outside == []
    assert "http" not in re.sub(r"=HYPERLINK\([^)]*\)", "", text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    names = {one["mentee"] for one in table(tmp_path / "out" / "pairs.csv")}
    assert names == {"<script>alert(1)</script>", '\'=HYPERLINK("http://x")'}


def test_the_page_tells_all_of_it(match: Match, tmp_path: Path) -> None:
    match(MENTEES + "Cy,,Nowhere,,,\n", MENTORS.replace(",2\n", ",1\n"))
    text = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    for part in ("scores", "pairs", "left", "recruiting", "rejected"):
        assert f'<section id="{part}">' in text
    assert "<dd>1 / 2</dd>" in text
    assert "<svg" in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_the_real_mentors_of_the_sample_are_matched_as_their_handbook_says(tmp_path: Path) -> None:
    """48 profiles (facts, names invented; see the demo's cast) and 60 mentees."""
    out = tmp_path / "out"
    paths = ["--mentors", str(SAMPLE / "mentors.csv"), "--mentees", str(SAMPLE / "mentees.csv"), "--out", str(out)]
    done = CliRunner().invoke(main, ["match", "wealljs", *paths, "--start", "2027-01-18"])
    assert done.exit_code == 0, done.output
    assert "60 of 60 mentees are placed" in done.stdout
    rejected = table(out / "rejected.csv")
    assert {one["column"] for one in rejected} == {"Years of experience in the field"}
    assert len(rejected) == 7
    pairs = table(out / "pairs.csv")
    assert len({one["mentee_id"] for one in pairs}) == len(pairs) == 60
    assert all(one["reasons"] for one in pairs)


def test_a_programme_of_groups_writes_groups_with_their_hour(tmp_path: Path) -> None:
    people = crowd(12, 3, hours=14)
    for role, several, topic in (("mentees", people.mentees, "outcome"), ("mentors", people.mentors, "guides")):
        lines = [f"id,Your time zone,When are you free?,{topic},goals,meets,Workshops taught,capacity"]
        for one in several:
            slots = ";".join(f"{DAYS[s.weekday]} {s.start // 60}:00-{s.end // 60}:00" for s in one.slots)
            topics = ";".join(sorted(one.chosen(topic)))
            taught = 1 if role == "mentees" else 4
            lines.append(f"{one.id},{one.zone},{slots},{topics},teach,Remote,{taught},4")
        (tmp_path / f"{role}.csv").write_text("\n".join(lines) + "\n")
    paths = [f"--{one}={tmp_path / one}.csv" for one in ("mentees", "mentors")]
    done = CliRunner().invoke(main, ["match", "carpentries", *paths, f"--out={tmp_path / 'out'}"])
    assert done.exit_code == 0, done.output
    pairs = table(tmp_path / "out" / "pairs.csv")
    assert pairs
    by_group: dict[str, set[tuple[str, str]]] = {}
    for pair in pairs:
        assert ";" not in pair["shared_hours"]
        hour = pair["shared_hours"].rpartition(", ")[2]
        by_group.setdefault(pair["group"], set()).add((pair["mentor_id"], hour))
        assert "The group would work towards" in pair["reasons"]
    assert all(len(one) == 1 for one in by_group.values())
    text = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert text.count("mentees meet on") == len(by_group)


def test_a_thousand_rows_are_read_and_matched(match: Match) -> None:
    def rows(text: str, number: int) -> str:
        head, *_ = text.splitlines()
        end = ",2" if "capacity" in head else ""
        each = (
            f"P{n},p{n}@{len(head)}.org,{ZONES[n % 4]},{TOPICS[n % 7 % 3]},x,{DAYS[n % 5]} {8 + n % 11}:00-20:00{end}"
            for n in range(number)
        )
        return "\n".join([head, *each]) + "\n"

    done = match(rows(MENTEES, 1000), rows(MENTORS, 500))
    assert done.exit_code == 0, done.output
    placed = re.match(r"(\d+) of 1000 mentees are placed", done.stdout)
    assert placed is not None
    assert int(placed[1]) > 950
