"""Settings that are wrong stop the start with one sentence each, and show no secret."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.hosting import why_wiped
from app.settings import BadSettings, load, oddities
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
    monkeypatch.setenv("PUBLIC_URL", "http://localhost:3000/")
    said = load()
    assert said.first_coordinators == {"U1", "U2"}
    assert said.slack_api_url.endswith("/")
    assert said.public_url == "http://localhost:3000"
    assert "xoxb-secret" not in repr(said)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("TRELLIS_KEYS", "", "TRELLIS_KEYS is empty; make one with `trellis keys`"),
        ("TRELLIS_KEYS", "{key},short", "TRELLIS_KEYS: key number 2 is not a Fernet key"),
        ("SLACK_BOT_TOKEN", "", "SLACK_BOT_TOKEN is empty"),
        ("SLACK_APP_TOKEN", "", "SLACK_APP_TOKEN is empty"),
        ("SLACK_TRANSPORT", "http", "SLACK_SIGNING_SECRET is empty"),
        ("SLACK_TRANSPORT", "pigeon", "SLACK_TRANSPORT: must be socket or http; it is “pigeon”"),
        ("SLACK_BOT_TOKEN", "xapp-secret", "SLACK_BOT_TOKEN: this is an app token; copy the bot token (xoxb-…) from"),
        ("SLACK_APP_TOKEN", "xoxb-secret", "SLACK_APP_TOKEN: this is a bot token; make an app token (xapp-…) under"),
        ("SLACK_BOT_TOKEN", "xoxp-secret", "SLACK_BOT_TOKEN: this is a user token; copy the bot token"),
        ("SLACK_BOT_TOKEN", "xoxe.xoxb-secret", "SLACK_BOT_TOKEN: this is a token that rotates, which Trellis cannot"),
        ("SLACK_BOT_TOKEN", "my secret", "SLACK_BOT_TOKEN: this is something else; copy the bot token"),
        ("SLACK_BOT_TOKEN", "xoxb-...", "SLACK_BOT_TOKEN is still the one of the example; copy the bot token"),
        ("SLACK_BOT_TOKEN", "xoxb-secret ", "SLACK_BOT_TOKEN: has a space or a new line around it; take it out"),
        ("SLACK_BOT_TOKEN", "'xoxb-secret'", "SLACK_BOT_TOKEN: has quotes around it; take them out"),
        ("SLACK_SIGNING_SECRET", "xoxb-secret", "SLACK_SIGNING_SECRET: this is a bot token; copy it from “Basic"),
        ("SLACK_API_URL", "slack.com/api", "SLACK_API_URL: must begin with https://"),
        ("SENTRY_DSN", "https://sentry.io/secret", "SENTRY_DSN is not a DSN; it looks like https://key@host/number"),
        ("COORDINATOR_USER_IDS", "U1, @cora", "COORDINATOR_USER_IDS: @cora: not a Slack id; in Slack open the profile"),
        ("PUBLIC_URL", "http://bot.example.org", "PUBLIC_URL: must begin with https://"),
        ("PUBLIC_URL", "bot.example.org", "PUBLIC_URL: must begin with https://"),
        ("PUBLIC_URL", "https://bot.example.org/trellis", "PUBLIC_URL: must be an address without a path"),
        ("PORT", "many", "PORT: must be a whole number; it is “many”"),
        ("PORT", "70000", "PORT: must be 65535 or less; it is “70000”"),
        ("CARRIERS", "0", "CARRIERS: must be 1 or more; it is “0”"),
        ("TICK_SECONDS", "0", "TICK_SECONDS: must be more than 0; it is “0”"),
        ("LEASE_SECONDS", "long", "LEASE_SECONDS: must be a number; it is “long”"),
        ("INLINE_WORKER", "perhaps", "INLINE_WORKER: must be 1 or 0 (true or false, yes or no); it is “perhaps”"),
        ("LOG_LEVEL", "CHATTY", "LOG_LEVEL: must be one of DEBUG, INFO, WARNING, ERROR; it is “CHATTY”"),
        (
            "DATABASE_URL",
            "mysql://u:secret@h/d",
            "DATABASE_URL: Trellis does not know mysql; it looks like postgresql://",
        ),
        ("DATABASE_URL", "u:secret@h/d", "DATABASE_URL is no database URL; it looks like postgresql://"),
        (
            "DATABASE_URL",
            "postgres://u:secret@h:port/d",
            "DATABASE_URL is no database URL; it looks like postgresql://",
        ),
    ],
)
def test_a_wrong_one_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str) -> None:
    monkeypatch.setenv(name, value.format(key=KEY))
    with pytest.raises(BadSettings) as error:
        load()
    (line,) = str(error.value).splitlines()
    assert line.startswith(sentence)
    assert "secret" not in line


def test_all_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("PORT", "many"),
        ("SLACK_APP_TOKEN", "xoxb-secret"),
        ("TRELLIS_KEYS", ""),
        ("SLACK_BOT_TOKEN", '"xoxb-secret"'),
        ("DYNO", "web.1"),
    ):
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as error:
        load()
    assert [one.split(":")[0].split(" ")[0] for one in str(error.value).splitlines()] == [
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "PORT",
        "TRELLIS_KEYS",
        "DATABASE_URL",
    ]
    assert error.value.rest.port == 3000
    assert "secret" not in str(error.value)


def test_a_wrong_transport_does_not_ask_for_what_the_other_one_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_TRANSPORT", "pigeon")
    monkeypatch.setenv("SLACK_APP_TOKEN", "")
    with pytest.raises(BadSettings) as error:
        load()
    assert [one.name for one in error.value.faults] == ["slack_transport"]


def test_small_and_capital_letters_are_alike_where_they_mean_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "debug")
    monkeypatch.setenv("SLACK_TRANSPORT", "Socket")
    said = load()
    assert (said.log_level, said.slack_transport) == ("DEBUG", "socket")


def test_a_password_in_the_database_url_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u:password@h/d")
    assert "password" not in repr(load())
    assert "password" not in str(load())


def test_sentry_without_its_package_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTRY_DSN", "https://secret@sentry.example/7")
    assert load().sentry_dsn.get_secret_value()
    monkeypatch.setattr("app.settings.find_spec", lambda _name: None)
    with pytest.raises(BadSettings) as error:
        load()
    assert str(error.value).startswith(
        "SENTRY_DSN: needs the package sentry-sdk; install it (`pip install sentry-sdk`)"
    )


def test_a_misspelt_setting_is_a_warning_and_other_programs_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("SLACK_BOT_TOKN=xoxb-secret\nslack_app_token=x\nSLACK_WEBHOOK=x\nSIGNING_SECRET=x\nPORT=1\n")
    said = oddities({"DATABASE_URI": "x", "HOSTNAME": "x", "PORT": "1", "POSTGRES_PORT": "1", "LOG_LEVLE": "x"}, file)
    assert said == [
        f"there is no setting SLACK_BOT_TOKN in {file}; did you mean SLACK_BOT_TOKEN?",
        f"there is no setting SIGNING_SECRET in {file}; did you mean SLACK_SIGNING_SECRET?",
        "there is no setting DATABASE_URI; did you mean DATABASE_URL?",
        "there is no setting LOG_LEVLE; did you mean LOG_LEVEL?",
    ]
    assert oddities({}, tmp_path / "no.env") == []


@pytest.mark.parametrize(
    ("environ", "mounts", "path", "said"),
    [
        ({}, "", "/app/t.sqlite", None),
        ({"DYNO": "web.1"}, "/dev/x /app ext4", "/app/t.sqlite", "Heroku wipes at every restart and deploy, with all"),
        ({"RENDER": "true"}, "overlay / overlay", "/app/t.sqlite", "Render wipes"),
        ({"RENDER": "true"}, "/dev/x /var/data ext4", "/var/data/t.sqlite", None),
        (
            {"FLY_APP_NAME": "ours"},
            "/dev/x / ext4",
            "/data/t.sqlite",
            "or put the file on a volume (`fly volumes create`)",
        ),
        ({"FLY_APP_NAME": "ours"}, "/dev/vdc /data ext4", "/data/deep/t.sqlite", None),
        ({"FLY_APP_NAME": "ours"}, "tmpfs /shm tmpfs", "/shm/t.sqlite", "Fly.io wipes"),
        ({"RAILWAY_ENVIRONMENT": "production"}, "/dev/x /data ext4", "/data/t.sqlite", "Railway wipes"),
        ({"RAILWAY_ENVIRONMENT_NAME": "x", "RAILWAY_VOLUME_MOUNT_PATH": "/data"}, "", "/data/t.sqlite", None),
        ({"RAILWAY_ENVIRONMENT_NAME": "x", "RAILWAY_VOLUME_MOUNT_PATH": "/data"}, "", "/app/t.sqlite", "Railway wipes"),
        ({"DOKKU_APP_TYPE": "herokuish", "DYNO": "web.1"}, "", "/app/t.sqlite", "Dokku wipes"),
        ({"DOKKU_APP_TYPE": "herokuish", "DYNO": "web.1"}, "/dev/x /storage ext4", "/storage/t.sqlite", None),
    ],
)
def test_a_disk_that_is_wiped_is_told_from_one_that_stays(
    tmp_path: Path, environ: dict[str, str], mounts: str, path: str, said: str | None
) -> None:
    table = tmp_path / "mounts"
    table.write_text(f"overlay / overlay rw 0 0\n{mounts} rw 0 0\n" if mounts else "")
    found = why_wiped(Path(path), environ, table)
    assert found is None if said is None else said in (found or "")


def test_a_sqlite_file_on_a_wiped_disk_stops_the_start_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DYNO", "web.1")
    with pytest.raises(BadSettings) as error:
        load()
    assert str(error.value) == (
        "DATABASE_URL: trellis.sqlite lies on a disk that Heroku wipes at every restart and deploy, with all answers; "
        "use a PostgreSQL database (ALLOW_EPHEMERAL_SQLITE=1 lets you try things out all the same)"
    )
    monkeypatch.setenv("ALLOW_EPHEMERAL_SQLITE", "1")
    assert load().allow_ephemeral_sqlite
    monkeypatch.delenv("ALLOW_EPHEMERAL_SQLITE")
    monkeypatch.setenv("DATABASE_URL", "postgres://u:secret@h/d")
    assert load().database_url.startswith("postgres://")


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


def test_several_workspaces_need_the_apps_own_secret_and_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "")
    with pytest.raises(BadSettings) as error:
        load()
    assert "SLACK_CLIENT_SECRET is empty; copy it from “Basic Information”" in str(error.value)
    assert "PUBLIC_URL is empty; Slack sends people back there" in str(error.value)
    assert "SLACK_BOT_TOKEN" not in str(error.value)
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "s")
    monkeypatch.setenv("PUBLIC_URL", "https://mentoring.example.org")
    assert load().slack_client_id == "1.2"
