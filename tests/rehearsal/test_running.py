"""`trellis rehearse`, from the terminal."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.__main__ import main
from app.rehearsal.report import Report
from tests.rehearsal.conftest import FIRST_DAY, PEOPLE, SEED, WEEKS

SAME = [
    "--people",
    f"{PEOPLE}",
    "--weeks",
    f"{WEEKS}",
    "--seed",
    f"{SEED}",
    "--start",
    f"{FIRST_DAY}",
    "--zone",
    "Europe/Madrid",
]


def start(folder: Path, *words: str, hashes: str = "0") -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONHASHSEED": hashes, "PYTHONPATH": str(Path.cwd())}
    command = [sys.executable, "-m", "app", "rehearse", "wealljs", *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, env=environment, text=True, stdout=pipe, stderr=pipe)


def test_the_same_seed_gives_the_same_report_in_another_process_byte_by_byte(usual: Report, tmp_path: Path) -> None:
    (tmp_path / "before.json").write_text(usual.as_json())
    files = ["--json", "again.json", "--markdown", "again.md", "--page", "again.html", "--against", "before.json"]
    run = start(tmp_path, *SAME, *files, hashes="77")
    said, trouble = run.communicate(timeout=240)

    assert run.returncode == 0, trouble
    assert (tmp_path / "again.json").read_text() == usual.as_json()
    assert "Nothing differs." in said
    assert "Nothing differs." in (tmp_path / "again.md").read_text()
    assert (tmp_path / "again.html").read_text().startswith("<!doctype html>")


def test_ctrl_c_ends_it_with_a_word_and_writes_nothing(tmp_path: Path) -> None:
    run = start(tmp_path, "--weeks", "150", "--json", "never.json")
    assert run.stdout is not None
    assert run.stdout.readline().startswith("Rehearsing")
    time.sleep(0.5)
    run.send_signal(signal.SIGINT)
    said, trouble = run.communicate(timeout=60)

    assert run.returncode == 130, said + trouble
    assert "Stopped; nothing was written." in trouble
    assert "Traceback" not in trouble
    assert not (tmp_path / "never.json").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--people", "3"], "a cohort needs at least 4 people, two of each role; --people says 3"),
        (["--people", "9999"], "a rehearsal takes at most 5000 people"),
        (["--seed", "-1"], "a seed is a whole number from 0 on; --seed says -1"),
        (["--page", "nowhere/page.html"], "nowhere/page.html cannot be written: there is no folder nowhere"),
        (["--page", "one", "--json", "one"], "one is named twice"),
        (["--against", "other.json"], "other.json is no rehearsal's report"),
        (["--mix", "other.json"], "other.json is not TOML"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence_before_anybody_waits(
    words: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("other.json").write_text("{}")
    done = CliRunner().invoke(main, ["rehearse", "wealljs", *words])

    assert done.exit_code == 1
    assert says in done.output
    assert len(done.output.splitlines()) == 1


def test_a_seed_that_is_no_number_is_a_word_typed_wrongly() -> None:
    done = CliRunner().invoke(main, ["rehearse", "wealljs", "--seed", "one"])

    assert done.exit_code == 2
    assert "is not a valid integer" in done.output
