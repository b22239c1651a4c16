"""Settings that are wrong stop the start with one sentence each, and show no secret."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import BadSettings, load
from tests.kit.databases import KEY

GOOD = {"TRELLIS_KEYS": KEY, "SLACK_BOT_TOKEN": "xoxb-secret", "SLACK_APP_TOKEN": "xapp-secret"}


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


def test_good_ones_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COORDINATOR_USER_IDS", "U1, U2,")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:1/api")
    said = load()
    assert said.first_coordinators == {"U1", "U2"}
    assert said.slack_api_url.endswith("/")
    assert "xoxb-secret" not in repr(said)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("TRELLIS_KEYS", "", "TRELLIS_KEYS is empty; make one with `trellis keys`"),
        ("TRELLIS_KEYS", "{key},short", "TRELLIS_KEYS: key number 2 is not a Fernet key"),
        ("SLACK_BOT_TOKEN", "", "SLACK_BOT_TOKEN is empty"),
        ("SLACK_APP_TOKEN", "", "SLACK_APP_TOKEN is empty"),
        ("SLACK_TRANSPORT", "http", "SLACK_SIGNING_SECRET is empty"),
        ("SLACK_TRANSPORT", "pigeon", "SLACK_TRANSPORT: Input should be 'socket' or 'http'"),
        ("PORT", "many", "PORT: Input should be a valid integer"),
        ("TICK_SECONDS", "0", "TICK_SECONDS: Input should be greater than 0"),
    ],
)
def test_a_wrong_one_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str) -> None:
    monkeypatch.setenv(name, value.format(key=KEY))
    with pytest.raises(BadSettings) as error:
        load()
    assert sentence in str(error.value)
    assert "secret" not in str(error.value)


def test_the_command_says_it_in_one_line_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRELLIS_KEYS", "nonsense")
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "app", "migrate"],
        capture_output=True,
        text=True,
        check=False,
        env={**GOOD, "TRELLIS_KEYS": "nonsense", "PYTHONPATH": str(root), "PATH": ""},
    )
    assert done.returncode == 1
    assert "TRELLIS_KEYS: key number 1 is not a Fernet key; make one with `trellis keys`" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_old_database_and_a_wrong_handbook_stop_the_start_with_one_sentence(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    env = {**GOOD, "PYTHONPATH": str(root), "PATH": "", "DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite"}

    def run(**more: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "app", "run"],
            capture_output=True,
            text=True,
            check=False,
            env={**env, **more},
        )
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        return done.stderr

    assert "the database is not up to date; run `trellis migrate` first" in run()
    subprocess.run([sys.executable, "-m", "app", "migrate"], check=True, capture_output=True, env=env)
    (tmp_path / "ours.toml").write_text('programme = "ours"\n')
    assert "ours.toml, line 1: name: is missing" in run(PROGRAMMES_DIR=str(tmp_path))
