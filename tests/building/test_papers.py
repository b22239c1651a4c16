"""What is written about the house is true of it: manifests, README, settings."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.settings import Settings
from app.slack.bolt import COMMAND, EVENTS

ROOT = Path(__file__).parents[2]
MANIFESTS = [ROOT / "manifests" / "development.yaml", ROOT / "manifests" / "production.yaml"]

# Which scope each Web API method that the gateway calls needs; https://docs.slack.dev/reference/methods
NEEDS = {
    "chat_postMessage": {"chat:write", "chat:write.public"},
    "chat_update": {"chat:write"},
    "chat_delete": {"chat:write"},
    "conversations_open": {"im:write", "mpim:write"},
    "conversations_join": {"channels:join"},
    "conversations_invite": {"channels:write.invites", "groups:write.invites"},
    "conversations_history": {"im:history", "mpim:history", "channels:history", "groups:history"},
    "files_upload_v2": {"files:write"},
    "users_info": {"users:read"},
    "views_open": set[str](),
    "views_push": set[str](),
    "views_update": set[str](),
    "views_publish": set[str](),
    "auth_test": set[str](),
}
OPTIONAL = {"im:history", "mpim:history", "channels:history", "groups:history"}


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text())
    return found


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_a_manifest_asks_for_what_the_code_uses_and_nothing_more(path: Path) -> None:
    said = read(path)
    code = "\n".join(page.read_text() for page in (ROOT / "app").rglob("*.py") if "sandbox" not in page.parts)
    used = {method for method in NEEDS if re.search(rf"\.{method}\(", code)}
    called = set(re.findall(r"\.((?:chat|conversations|files|users|views|auth)_[a-zA-Z_0-9]+)\(", code))
    assert called == used
    scopes = said["oauth_config"]["scopes"]
    assert set(scopes["bot"]) == {scope for one in used for scope in NEEDS[one]} - OPTIONAL | {"commands"}
    assert set(scopes["bot_optional"]) == OPTIONAL
    assert [one["command"] for one in said["features"]["slash_commands"]] == [COMMAND]
    assert set(said["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)


def test_the_manifests_differ_in_transport_only() -> None:
    development, production = (read(path) for path in MANIFESTS)
    assert development["settings"]["socket_mode_enabled"] is True
    assert production["settings"]["socket_mode_enabled"] is False
    assert development["oauth_config"] == production["oauth_config"]


def test_every_setting_is_in_the_readme() -> None:
    table = (ROOT / "README.md").read_text()
    missing = []
    for name, field in Settings.model_fields.items():
        if f"`{name.upper()}`" not in table or (field.description or "?") not in table:
            missing.append(name)
    assert missing == []


def test_the_house_has_a_changelog_and_a_licence() -> None:
    assert "MIT" in (ROOT / "LICENSE").read_text()
    assert (ROOT / "CHANGELOG.md").read_text().startswith("# Changelog")
