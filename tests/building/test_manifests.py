"""The app manifests ask for what the code uses and nothing more, and Slack would take them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from app import lobby, manifest
from app.__main__ import main
from app.slack.bolt import COMMAND, EVENTS
from app.slack.scopes import SCOPES, WITHOUT_SCOPE
from tests.kit import manifest_schema
from tests.kit.manifest_schema import MANIFESTS, SCHEMA, faults

ROOT = Path(__file__).parents[2]
DEVELOPMENT, PRODUCTION = MANIFESTS


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def printed(*options: str) -> Result:
    return CliRunner().invoke(main, ["manifest", *options])


BOTH = pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)


@BOTH
def test_a_manifest_asks_for_what_the_code_uses_and_nothing_more(path: Path) -> None:
    said = read(path)
    code = "\n".join(page.read_text() for page in (ROOT / "app").rglob("*.py") if "sandbox" not in page.parts)
    known = {method for one in SCOPES for method in one.methods} | WITHOUT_SCOPE
    called = set(re.findall(r"\.((?:chat|conversations|files|users|views|auth)_[a-zA-Z_0-9]+)\(", code))
    assert called == known
    scopes = said["oauth_config"]["scopes"]
    assert set(scopes["bot"]) == {one.name for one in SCOPES if not one.is_optional}
    assert set(scopes["bot_optional"]) == {one.name for one in SCOPES if one.is_optional}
    assert {one.name for one in SCOPES if not one.methods} == {"commands"}
    assert [one["command"] for one in said["features"]["slash_commands"]] == [COMMAND]
    assert set(said["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)


def test_every_event_that_slack_sends_has_a_listener_and_every_listener_an_event() -> None:
    board = lobby.board()
    assert {*board.events, *board.tidings} == set(EVENTS)


@BOTH
def test_what_the_board_offers_is_switched_on_in_slack(path: Path) -> None:
    said, board = read(path), lobby.board()
    assert said["settings"]["interactivity"]["is_enabled"] is bool(board.buttons or board.forms)
    home = said["features"]["app_home"]
    assert home["home_tab_enabled"] is ("app_home_opened" in board.events)
    # Without the messages tab Slack delivers no direct message; it is read-only since nobody reads what is typed there.
    assert (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (True, True)
    # Neither is wanted, and neither can be taken back: see Slack on token rotation and on org-wide apps.
    assert said["settings"]["token_rotation_enabled"] is said["settings"]["org_deploy_enabled"] is False


@BOTH
def test_slack_would_take_the_manifest(path: Path) -> None:
    assert list(faults(read(path))) == []


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("display_information.name", "x" * 36),
        ("display_information.description", "x" * 141),
        ("features.bot_user.display_name", "x" * 81),
        ("features.slash_commands.0.command", "mentoring"),
        ("settings.event_subscriptions.request_url", "http://trellis.example.org"),
        ("settings.event_subscriptions.bot_events", ["user_change", "user_change"]),
        ("oauth_config.scopes.bot_optional", "chat:write"),
    ],
)
def test_a_manifest_that_slack_would_refuse_is_found(key: str, wrong: object) -> None:
    said: Any = read(PRODUCTION)
    *way, last = (int(part) if part.isdecimal() else part for part in key.split("."))
    inner = said
    for part in way:
        inner = inner[part]
    inner[last] = wrong
    assert len(found := list(faults(said))) == 1
    assert found[0].startswith(key)


def test_the_manifests_differ_in_transport_only() -> None:
    development, production = read(DEVELOPMENT), read(PRODUCTION)
    at = "https://YOUR-ADDRESS/slack/events"
    assert production["oauth_config"].pop("redirect_urls") == ["https://YOUR-ADDRESS/slack/oauth_redirect"]
    assert production["features"]["slash_commands"][0].pop("url") == at
    assert production["settings"]["event_subscriptions"].pop("request_url") == at
    assert production["settings"]["interactivity"].pop("request_url") == at
    assert development["settings"].pop("socket_mode_enabled") is True
    assert production["settings"].pop("socket_mode_enabled") is False
    assert development == production


def test_the_files_are_what_the_command_prints() -> None:
    # `make tables` writes them.
    assert printed().output == DEVELOPMENT.read_text(encoding="utf-8")
    assert manifest.production(manifest.PLACEHOLDER) == PRODUCTION.read_text(encoding="utf-8")


@pytest.mark.parametrize("url", ["https://trellis.example.org", "https://trellis.example.org/"])
def test_the_command_puts_the_address_in(url: str) -> None:
    done = printed("--url", url)
    assert done.exit_code == 0
    assert "YOUR-ADDRESS" not in done.output
    expected = PRODUCTION.read_text(encoding="utf-8").replace("https://YOUR-ADDRESS", "https://trellis.example.org")
    assert yaml.safe_load(done.output) == yaml.safe_load(expected)
    assert list(faults(yaml.safe_load(done.output))) == []


def test_the_command_prints_json_and_another_name() -> None:
    name = "Gärtner: “Ada's” #1"
    done = printed("--json", "--name", name)
    said = json.loads(done.output)
    assert said["display_information"]["name"] == said["features"]["bot_user"]["display_name"] == name
    assert said == yaml.safe_load(printed("--name", name).output)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--url", "http://trellis.example.org"), "https:// only"),
        (("--url", "trellis.example.org"), "https:// only"),
        (("--url", "https://trellis.example.org/slack/events"), "without a path"),
        (("--url", "https://trellis.example.org?x=1"), "without a path"),
        (("--url", "https://localhost"), "from the internet"),
        (("--url", "https://ada:secret@trellis.example.org"), "from the internet"),
        (("--url", "https://trellis.example.org\nsettings: {}"), "not an address"),
        (("--url", "https://YOUR-ADDRESS"), "from the internet"),
        (("--url", "https://trellis.example.org:x"), "not an address"),
        (("--name", "x" * 36), "1 to 35 characters"),
        (("--name", " "), "1 to 35 characters"),
        (("--name", "two\nlines"), "1 to 35 characters"),
    ],
)
def test_what_slack_cannot_use_is_refused_with_the_reason(options: tuple[str, ...], said: str) -> None:
    done = printed(*options)
    assert done.exit_code == 2
    assert said in done.output


def test_a_published_schema_that_was_downloaded_can_be_asked_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fits, not_so = tmp_path / "fits.json", tmp_path / "not-so.json"
    fits.write_text(json.dumps(SCHEMA), encoding="utf-8")
    not_so.write_text(json.dumps({"type": "object", "required": ["workflows"]}), encoding="utf-8")
    assert manifest_schema.main([str(fits)]) == 0
    assert manifest_schema.main([str(not_so)]) == 2
    assert "production.yaml, not-so.json: manifest: 'workflows' is a required property" in capsys.readouterr().out
