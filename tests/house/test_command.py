"""The `trellis` command, as a newcomer meets it."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.fernet import Fernet

from app.__main__ import main
from app.handbook import reading
from app.main import Trellis
from app.settings import Settings


def test_the_help_says_where_to_begin() -> None:
    said = CliRunner().invoke(main, ["--help"]).output
    for command in ("trellis demo --tour", "trellis keys", "trellis migrate", "trellis run"):
        assert command in said
    assert "\\b" not in said


def test_every_command_has_a_sentence() -> None:
    for name, command in main.commands.items():
        assert command.help, name


def test_the_json_goes_with_the_tour() -> None:
    done = CliRunner().invoke(main, ["demo", "--json", "x.json"])
    assert done.exit_code == 2
    assert "--json goes with --tour" in done.output


def test_a_key_is_a_key() -> None:
    first, second = (CliRunner().invoke(main, ["keys"]).output.strip() for _ in range(2))
    assert len(first) == 44
    assert first != second


def test_the_programmes_are_listed_with_a_communitys_own(tmp_path: Path) -> None:
    text = (reading.SHIPPED / "wealljs.toml").read_text(encoding="utf-8")
    (tmp_path / "ours.toml").write_text(text.replace('programme = "wealljs"', 'programme = "ours"'), encoding="utf-8")
    assert CliRunner().invoke(main, ["programme", "list"]).output.startswith("astropy ")
    listed = CliRunner().invoke(main, ["programme", "list"], env={"PROGRAMMES_DIR": str(tmp_path)}).output
    assert [line.split()[0] for line in listed.splitlines()] == [
        "astropy",
        "carpentries",
        "data-course",
        "os-mentors",
        "ours",
        "wealljs",
    ]


def test_a_programme_file_is_checked_and_every_fault_named_at_once(tmp_path: Path) -> None:
    shipped = reading.SHIPPED / "wealljs.toml"
    done = CliRunner().invoke(main, ["programme", "check", str(shipped)])
    assert done.exit_code == 0
    assert (
        "wealljs.toml is right: WeAllJS Mentorship, 10 questions for a mentee, 11 questions for a mentor."
        in done.output
    )
    wrong = tmp_path / "ours.toml"
    text = shipped.read_text(encoding="utf-8")
    for good, bad in (
        ("most_pairings", "most_pairngs"),
        ("offer_days = 3", "offer_days = 0"),
        ('kind = "lines"', 'knd = "lines"'),
    ):
        text = text.replace(good, bad, 1)
    wrong.write_text(text, encoding="utf-8")
    root = Path(__file__).parents[2]
    seen = subprocess.run(
        [sys.executable, "-m", "app", "programme", "check", str(wrong)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert seen.returncode == 1
    assert "matching.most_pairngs: there is no such key; did you mean most_pairings?" in seen.stderr
    assert "matching.offer_days: must be 1 or more; it is 0" in seen.stderr
    assert ".knd: there is no such key; did you mean kind?" in seen.stderr
    assert seen.stderr.count("ours.toml, line ") == 5
    assert "ours.toml has 5 faults; mend and check again." in seen.stderr
    assert "Traceback" not in seen.stderr


def test_a_folder_that_is_not_there_is_named() -> None:
    done = CliRunner().invoke(main, ["programme", "list"], env={"PROGRAMMES_DIR": "/nowhere/at/all"})
    assert "/nowhere/at/all: there is no such folder (see PROGRAMMES_DIR)" in str(done.exception)


def test_what_is_legal_but_odd_is_a_warning_only(tmp_path: Path) -> None:
    text = (reading.SHIPPED / "wealljs.toml").read_text(encoding="utf-8")
    odd = tmp_path / "odd.toml"
    odd.write_text(text.replace('key = "capacity"', 'key = "places"'), encoding="utf-8")
    done = CliRunner().invoke(main, ["programme", "check", str(odd)])
    assert done.exit_code == 0
    line = text[: text.index("most_pairings")].count("\n") + 1
    assert f"Warning: odd.toml, line {line}: matching.most_pairings: no sign-up question `capacity`" in done.output


def test_more_messages_than_the_week_allows_are_a_warning(tmp_path: Path) -> None:
    text = (reading.SHIPPED / "wealljs.toml").read_text(encoding="utf-8")
    chatty = tmp_path / "chatty.toml"
    chatty.write_text(
        text.replace("least_months = 3\n", "least_months = 3\nunasked_a_week = 1\n").replace(
            "every_days = 30", "every_days = 7"
        ),
        encoding="utf-8",
    )
    done = CliRunner().invoke(main, ["programme", "check", str(chatty)])
    assert done.exit_code == 0
    assert "Warning: chatty.toml: in " in done.output
    assert "messages that nobody asked for, and 1 a week are allowed" in done.output


def test_a_bad_file_stops_the_start_with_each_fault_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text('programme = "ours"\n', encoding="utf-8")
    settings = Settings.model_validate(
        {
            "database_url": "sqlite://",
            "trellis_keys": Fernet.generate_key().decode(),
            "slack_bot_token": "xoxb-1",
            "slack_app_token": "xapp-1",
            "programmes_dir": tmp_path,
        }
    )
    bot = Trellis(settings)
    with pytest.raises(reading.BadHandbook) as error:
        bot.open()
    bot.close()
    assert "ours.toml, line 1: name: is missing: What people call the programme" in str(error.value)
