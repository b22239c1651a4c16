"""The guides for admins are true: their commands, settings, files, links and processes exist, and fit each other."""

import json
import os
import re
import shlex
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import nullcontext
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import click
import pytest
import yaml
from click.testing import CliRunner
from cryptography.fernet import Fernet

from app import leaving
from app.__main__ import main
from app.settings import Settings

ROOT = Path(__file__).parents[2]
HERE = ROOT / "manifests"
PLATFORMS = [HERE / f"{name}.md" for name in ("heroku", "render", "fly", "railway", "dokku", "vps")]
PAPERS = [ROOT / "README.md", ROOT / "app" / "README.md", *sorted(HERE.glob("*.md"))]
SETTINGS = {name.upper() for name in Settings.model_fields}
# Names that belong to a platform, not to us; and the slip that README shows.
THEIRS = {"DATABASE_PUBLIC_URL", "SLACK_BOT_TOKN"}
# How a command is run where the bot runs.
WAYS_IN = (
    r"heroku run --app YOUR-APP",
    r'fly ssh console --app YOUR-APP --command "',
    r"railway ssh",
    r"dokku run trellis",
    r"sudo --user=trellis",
)
STOPS_WITHIN = 4  # seconds; `graceful_timeout` in app/running.py

EACH_PAPER = pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.relative_to(ROOT).as_posix())
EACH_PLATFORM = pytest.mark.parametrize("paper", PLATFORMS, ids=lambda path: path.stem)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def fenced(text: str) -> list[str]:
    """Return the blocks of code of a paper, without what parts them from the left edge."""
    found = re.findall(r"^( *)```[a-z]*\n(.*?)^\1```", text, flags=re.MULTILINE | re.DOTALL)
    return ["\n".join(line.removeprefix(edge) for line in body.splitlines()) for edge, body in found]


def spans(text: str) -> list[str]:
    """Return what stands in backticks within a line."""
    rest = re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"`([^`\n]+)`", rest)


def commands(text: str) -> Iterator[str]:
    """Yield every `trellis …` that a paper tells the reader to type."""
    lines = [line for block in fenced(text) for line in block.splitlines()]
    for line in [*lines, *spans(text)]:
        found = re.match(rf"(?:(?:{'|'.join(WAYS_IN)}) ?)?(?:[./]\S*/)?trellis ([a-z].*)", line.strip())
        if found is not None:
            said = re.split(r" [>|] ", found.group(1))[0]
            yield said.removesuffix('"') if said.count('"') % 2 else said


def load_toml(name: str) -> dict[str, Any]:
    return tomllib.loads(read(HERE / name))


def load_json(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read(HERE / name))
    return found


def unit(name: str) -> ConfigParser:
    """Read a systemd unit, whose keys keep their letters and may be empty."""
    parser = ConfigParser(strict=True, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # as the library's own page tells to do it
    parser.read_string(read(HERE / "vps" / name))
    return parser


PROCFILE = dict(line.split(": ", 1) for line in read(ROOT / "Procfile").splitlines())
DOCKERFILE = read(HERE / "docker" / "Dockerfile")
RENDER = yaml.safe_load(read(HERE / "render" / "render.yaml"))


@EACH_PAPER
def test_every_command_exists_with_these_options(paper: Path) -> None:
    for said in commands(read(paper)):
        words = shlex.split(re.sub(r"[\[\]]", "", said.replace("…", "X")))
        command: click.Command = main
        context = click.Context(main, info_name="trellis")
        while isinstance(command, click.Group) and words:
            found = command.get_command(context, words[0])
            assert found is not None, f"{paper.name}: trellis {said}"
            command, context = found, click.Context(found, parent=context, info_name=words.pop(0))
        known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
        used = {word.partition("=")[0] for word in words if word.startswith("-")}
        assert used <= known | {"--help", "--option"}, f"{paper.name}: trellis {said}"


def test_the_papers_are_full_of_commands() -> None:
    found = [said.split()[0] for paper in PAPERS for said in commands(read(paper))]
    assert {
        "backup",
        "doctor",
        "keys",
        "manifest",
        "migrate",
        "outbox",
        "run",
        "worker",
        "preview",
        "restore",
        "timeline",
    } <= set(found)


@EACH_PAPER
def test_every_link_within_the_house_leads_somewhere(paper: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", read(paper)):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        path = (paper.parent / file).resolve() if file else paper
        assert path.exists(), f"{paper.name}: {target}"
        if anchor:
            heads = re.findall(r"^#+ (.+)$", read(path), flags=re.MULTILINE)
            anchors = {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}
            assert anchor in anchors, f"{paper.name}: {target}"


@EACH_PAPER
def test_every_file_that_is_named_exists(paper: Path) -> None:
    text = "\n".join([*fenced(read(paper)), *spans(read(paper))])
    for name in re.findall(r"(?<![\w/])(?:/opt/trellis/)?(manifests/[\w./-]+|migrations/[\w./-]+)", text):
        assert (ROOT / name).exists(), f"{paper.name}: {name}"


@EACH_PAPER
def test_every_setting_that_is_named_exists(paper: Path) -> None:
    text = "\n".join([*fenced(read(paper)), *spans(read(paper))])
    named = set(re.findall(r"(?<![\w-])([A-Z]+(?:_[A-Z]+)+)(?![\w-])", text))
    assert named - SETTINGS - THEIRS == set()


@EACH_PLATFORM
def test_each_guide_answers_the_same_questions(paper: Path) -> None:
    heads = re.findall(r"^## (.+)$", read(paper), flags=re.MULTILINE)
    assert heads == [
        "From nothing to `/mentoring`",
        "What sleeps, what is wiped, how it stops",
        "Logs, and a look inside",
        "Backup, and back",
        "Upgrade, and back",
        "More processes",
    ]
    text = read(paper)
    steps = [int(one) for one in re.findall(r"^(\d+)\. ", text, flags=re.MULTILINE)]
    assert steps == list(range(1, len(steps) + 1))
    assert "/readyz" in text
    assert "SIGTERM" in text
    assert {"doctor", "outbox"} <= set(commands(text))
    needed = {"PUBLIC_URL", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "COORDINATOR_USER_IDS", "TRELLIS_KEYS"}
    said = text + (read(HERE / "vps" / "trellis.env") if paper.stem == "vps" else "")
    assert [name for name in sorted(needed | {"INLINE_WORKER", "DATABASE_URL"}) if name not in said] == []


def test_the_index_names_every_guide() -> None:
    linked = set(re.findall(r"\]\((\w+\.md)\)", read(HERE / "README.md")))
    assert linked == {path.name for path in HERE.glob("*.md")} - {"README.md"}
    assert "(manifests/README.md)" in read(ROOT / "README.md")
    assert "(manifests/coordinators.md)" in read(ROOT / "README.md")


def test_every_platform_runs_the_commands_of_the_procfile() -> None:
    assert PROCFILE == {"release": "trellis migrate", "web": "trellis run", "worker": "trellis worker"}
    release, web, worker = PROCFILE.values()
    fly, more = load_toml("fly/fly.toml"), load_toml("fly/with-worker.toml")
    assert (fly["deploy"]["release_command"], fly["processes"]) == (release, {"web": web})
    assert (more["deploy"]["release_command"], more["processes"]) == (release, {"web": web, "worker": worker})
    (service,) = RENDER["services"]
    assert (service["preDeployCommand"], service["dockerCommand"]) == (release, web)
    railway = load_json("railway/railway.json")["deploy"]
    assert (railway["preDeployCommand"], railway["startCommand"]) == ([release], web)
    assert load_json("railway/worker.json")["deploy"]["startCommand"] == worker
    # Dokku takes all three from the Procfile; a `formation` here would forbid `ps:scale`.
    assert set(load_json("dokku/app.json")) == {"name", "healthchecks"}
    program = "/opt/trellis/.venv/bin/"
    alone, beside = unit("trellis.service")["Service"], unit("trellis-worker.service")["Service"]
    assert (alone["ExecStartPre"], alone["ExecStart"]) == (program + release, program + web)
    assert beside["ExecStart"] == program + worker
    assert f"CMD {json.dumps(web.split())}" in DOCKERFILE.splitlines()
    # Another service is shown in the guide only, since every Blueprint would start it.
    (yaml_block,) = [block for block in fenced(read(HERE / "render.md")) if "type: worker" in block]
    assert yaml.safe_load(yaml_block)[0]["dockerCommand"] == worker


def test_a_process_for_sending_is_the_only_difference_on_fly() -> None:
    fly, more = load_toml("fly/fly.toml"), load_toml("fly/with-worker.toml")
    assert more["processes"].pop("worker") == PROCFILE["worker"]
    assert more["env"].pop("INLINE_WORKER") == "0"
    assert fly == more


def test_every_setting_in_a_platforms_file_exists() -> None:
    named = {name for file in ("fly/fly.toml", "fly/with-worker.toml") for name in load_toml(file)["env"]}
    named |= {one["key"] for service in RENDER["services"] for one in service["envVars"]}
    named |= set(re.findall(r"^([A-Z_]+)=", read(HERE / "vps" / "trellis.env"), flags=re.MULTILINE))
    assert named <= SETTINGS


def test_no_platform_kills_what_still_finishes_its_message() -> None:
    assert leaving.WITHIN == STOPS_WITHIN
    patience = [load_toml(f"fly/{name}.toml")["kill_timeout"] for name in ("fly", "with-worker")]
    patience += [service["maxShutdownDelaySeconds"] for service in RENDER["services"]]
    # Railway wants a number there and says so only when a deploy fails.
    patience += [load_json(f"railway/{name}.json")["deploy"]["drainingSeconds"] for name in ("railway", "worker")]
    patience += [int(unit(name)["Service"]["TimeoutStopSec"]) for name in ("trellis.service", "trellis-worker.service")]
    assert min(patience) >= 2 * STOPS_WITHIN
    assert load_toml("fly/fly.toml")["kill_signal"] == "SIGTERM"


def test_no_platform_lets_trellis_sleep() -> None:
    fly = load_toml("fly/fly.toml")["http_service"]
    assert (fly["auto_stop_machines"], fly["min_machines_running"]) == ("off", 1)
    assert [service["plan"] for service in RENDER["services"]] == ["starter"]
    assert load_json("railway/railway.json")["deploy"]["sleepApplication"] is False


def test_deploys_ask_whether_it_is_ready_and_restarts_whether_it_is_alive() -> None:
    fly, railway = load_toml("fly/fly.toml"), load_json("railway/railway.json")
    assert [one["path"] for one in fly["http_service"]["checks"]] == ["/readyz"]
    assert fly["http_service"]["internal_port"] == int(fly["env"]["PORT"])
    assert railway["deploy"]["healthcheckPath"] == "/readyz"
    assert [one["path"] for one in load_json("dokku/app.json")["healthchecks"]["web"]] == ["/readyz"]
    assert [service["healthCheckPath"] for service in RENDER["services"]] == ["/healthz"]
    assert "/healthz" in DOCKERFILE
    assert "/readyz" not in DOCKERFILE


def test_the_image_is_built_from_what_is_there_and_runs_as_nobody() -> None:
    steps = [line for line in DOCKERFILE.splitlines() if line and not line.startswith("#")]
    let_in = {line[1:] for line in read(ROOT / ".dockerignore").splitlines() if line.startswith("!")}
    for step in steps:
        if step.startswith("COPY ") and "--from" not in step:
            sources = step.split()[1:-1]
            assert set(sources) <= let_in
            assert all((ROOT / name).exists() for name in sources)
    assert read(ROOT / ".dockerignore").splitlines()[1] == "*"
    users = [step.split()[1] for step in steps if step.startswith("USER ")]
    assert users == ["trellis"]
    assert steps.index("USER trellis") > max(i for i, step in enumerate(steps) if step.startswith("RUN "))
    bases = {step.split()[1] for step in steps if step.startswith("FROM ")}
    assert len(bases) == 1
    # The same Python on Heroku, and one that the project allows.
    (minor,) = re.findall(r"python:3\.(\d+)-slim", bases.pop())
    assert f"echo 3.{minor} > .python-version" in read(HERE / "heroku.md")
    assert int(minor) >= 11


@pytest.mark.parametrize(("status", "is_well"), [(200, True), (503, False)])
def test_the_image_knows_whether_it_is_alive(status: int, is_well: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001 - pytest
    (said,) = re.findall(r"^HEALTHCHECK .* CMD (\[.*\])$", DOCKERFILE, flags=re.MULTILINE)
    program, option, code = json.loads(said)
    assert (program, option) == ("python", "-c")

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Server) as server:
        monkeypatch.setenv("PORT", str(server.server_port))
        threading.Thread(target=server.handle_request, daemon=True).start()
        with nullcontext() if is_well else pytest.raises(HTTPError):
            exec(compile(code, "HEALTHCHECK", "exec"), {})  # noqa: S102 - our own line


def test_uv_has_one_version_everywhere() -> None:
    (pinned,) = re.findall(r"^UV_VERSION := (.+)$", read(ROOT / "Makefile"), flags=re.MULTILINE)
    assert re.findall(r"astral-sh/uv:([\d.]+)", DOCKERFILE) == [pinned]
    assert re.findall(r"uv==([\d.]+)", read(HERE / "vps.md")) == [pinned]


@pytest.mark.parametrize("name", ["trellis.service", "trellis-worker.service"])
def test_the_service_may_write_in_one_place_and_gets_up_again(name: str) -> None:
    said = unit(name)
    assert said.sections() == ["Unit", "Service", "Install"]
    service = said["Service"]
    wanted = {
        "Type": "exec",
        "User": "trellis",
        "EnvironmentFile": "/etc/trellis/trellis.env",
        "StateDirectory": "trellis",
        "WorkingDirectory": "/var/lib/trellis",
        "Restart": "always",
        "KillMode": "mixed",
        "UMask": "0077",
        "ProtectSystem": "strict",
        "SystemCallFilter": "@system-service",
        "CapabilityBoundingSet": "",
        "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    }
    assert {key: service.get(key) for key in wanted} == wanted
    switched_on = (
        *("NoNewPrivileges", "ProtectHome", "ProtectClock", "ProtectControlGroups", "ProtectHostname", "PrivateTmp"),
        *("ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables", "PrivateDevices", "LockPersonality"),
        *("RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID"),
    )
    assert [key for key in switched_on if service.get(key) != "yes"] == []
    assert said["Install"]["WantedBy"] == "multi-user.target"


def test_what_a_reader_types_works_in_this_order(tmp_path: Path) -> None:
    """On a new machine: the manifest, the key, the settings, the database, a backup."""
    (tmp_path / "manifests").symlink_to(HERE)
    index, vps = fenced(read(HERE / "README.md")), read(HERE / "vps" / "trellis.env")
    (write_manifest,) = [block for block in index if "YOUR-ADDRESS" in block]
    (make_key,) = [block for block in index if "openssl" in block]
    environ = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(tmp_path)}

    def types(script: str) -> str:
        done = subprocess.run(
            ["/bin/bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    types(write_manifest)
    pasted = yaml.safe_load(read(tmp_path / "my-app.yaml"))
    key = types(make_key).strip()
    assert Fernet(key).decrypt(Fernet(key).encrypt(b"private")) == b"private"
    filled = vps.replace("xoxb-...", "xoxb-1-made-up").replace("SECRET=...", "SECRET=0123456789abcdef")
    filled = filled.replace("TRELLIS_KEYS=", f"TRELLIS_KEYS={key}").replace("/var/lib/trellis", str(tmp_path))
    (tmp_path / ".env").write_text(filled, encoding="utf-8")
    printed = CliRunner().invoke(main, ["manifest", "--url", "https://trellis.example.org"]).output
    assert yaml.safe_load(printed) == pasted
    said = types("trellis migrate && trellis backup saved.backup")
    assert said.startswith("The database is at revision 00")
    assert (tmp_path / "trellis.sqlite").exists()
    assert (tmp_path / "saved.backup").stat().st_size > 0


def test_a_command_on_a_server_of_ones_own_has_the_settings_of_the_service(tmp_path: Path) -> None:
    (tmp_path / "trellis.env").write_text("# a comment\nSLACK_BOT_TOKEN=xoxb-1\nPORT=3000\n", encoding="utf-8")
    (tmp_path / "says").write_text('#!/bin/sh\necho "$PORT $SLACK_BOT_TOKEN $PWD $*"\n', encoding="utf-8")
    (tmp_path / "says").chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", str(HERE / "vps" / "trellis"), "outbox", "--check"],
        env={
            "PATH": os.environ["PATH"],
            "TRELLIS_ENV": str(tmp_path / "trellis.env"),
            "STATE_DIRECTORY": str(tmp_path),
            "TRELLIS": str(tmp_path / "says"),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"3000 xoxb-1 {tmp_path} outbox --check\n"
