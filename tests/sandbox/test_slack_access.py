"""Who may call what, and how arguments are read."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
import yaml
from slack_sdk import WebClient

from app.core.clock import MovableClock
from app.sandbox.people import Person
from app.sandbox.server import Sandbox
from app.sandbox.state import Conversation
from tests.sandbox.conftest import NOON
from tests.sandbox.smallbot import MANIFEST, home, refusal, refused, section


def without(*scopes: str) -> Sandbox:
    return Sandbox(clock=MovableClock(NOON), manifest=MANIFEST, rates="off", without_scopes=frozenset(scopes))


def client(sandbox: Sandbox, token: str | None = None) -> WebClient:
    return WebClient(token=token or sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])


def test_a_call_without_a_token_is_not_authed(slack: Sandbox) -> None:
    assert refused(WebClient(base_url=slack.api_url).auth_test) == "not_authed"


def test_an_unknown_token_is_invalid(slack: Sandbox) -> None:
    assert refused(client(slack, "xoxb-other").auth_test) == "invalid_auth"


def test_a_revoked_token_is_told_so() -> None:
    with without() as slack:
        slack.revoked = True
        assert refused(client(slack).auth_test) == "token_revoked"


def test_a_token_in_the_address_does_not_count(slack: Sandbox) -> None:
    with urlopen(f"{slack.api_url}auth.test?token={slack.bot_token}") as answer:  # noqa: S310 - the loopback
        assert json.loads(answer.read())["error"] == "not_authed"


def test_socket_mode_opens_with_the_apps_token_only(slack: Sandbox) -> None:
    assert client(slack, slack.app_token).apps_connections_open(app_token=slack.app_token)["url"].startswith("ws://")
    assert refused(client(slack).apps_connections_open, app_token=slack.bot_token) == "not_allowed_token_type"


def test_the_apps_token_calls_nothing_else(slack: Sandbox) -> None:
    assert refused(client(slack, slack.app_token).auth_test) == "not_allowed_token_type"


def test_an_unknown_method_is_named(api: WebClient) -> None:
    assert refusal(lambda: api.api_call("chat.whisper"))["req_method"] == "chat.whisper"


def test_the_bot_learns_who_it_is_and_which_scopes_it_has(slack: Sandbox, api: WebClient) -> None:
    answer = api.auth_test()
    assert (answer["team_id"], answer["user_id"]) == (slack.team_id, slack.workspace.bot.id)
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


@pytest.mark.parametrize(
    ("method", "args", "scope"),
    [
        ("chat.postMessage", {"channel": "{person}", "text": "x"}, "chat:write"),
        ("users.info", {"user": "{person}"}, "users:read"),
        ("conversations.open", {"users": "{person}"}, "im:write"),
        ("conversations.open", {"users": "{person},{other}"}, "mpim:write"),
        ("conversations.join", {"channel": "{channel}"}, "channels:join"),
        ("conversations.invite", {"channel": "{channel}", "users": "{person}"}, "channels:write.invites"),
        ("conversations.history", {"channel": "{channel}"}, "channels:history"),
        ("files.getUploadURLExternal", {"filename": "a", "length": 1}, "files:write"),
    ],
)
def test_a_scope_that_was_left_out_is_missed_by_name(method: str, args: dict[str, str], scope: str) -> None:
    with without(scope) as slack:
        one, two = slack.person("one"), slack.person("two")
        ids = {"person": one.id, "other": two.id, "channel": slack.channel("talk").id}
        said = refusal(
            lambda: client(slack).api_call(method, params={k: str(v).format(**ids) for k, v in args.items()})
        )
        assert said["error"] == "missing_scope"
        assert scope in said["needed"].split(",")
        assert scope not in said["provided"].split(",")


def test_who_may_not_read_direct_messages_may_still_write_them() -> None:
    with without("im:history") as slack:
        one = slack.person("one")
        sent = client(slack).chat_postMessage(channel=one.id, text="x")
        said = refusal(lambda: client(slack).conversations_history(channel=sent["channel"], include_all_metadata=True))
        assert (said["error"], said["needed"]) == ("missing_scope", "im:history")
        one.sees("x")


def test_a_scope_that_the_manifest_does_not_ask_for_is_not_there(api: WebClient) -> None:
    assert refusal(api.reactions_add, channel="C", name="wave", timestamp="1")["needed"] == "reactions:write"


def test_without_a_home_tab_nothing_is_published(tmp_path: Path) -> None:
    with Sandbox(clock=MovableClock(NOON), manifest=manifest(tmp_path, home_tab_enabled=False)) as slack:
        person = slack.person("one")
        assert refused(client(slack).views_publish, user_id=person.id, view=home(section("x"))) == "not_enabled"


def test_without_a_messages_tab_nobody_gets_a_direct_message(tmp_path: Path) -> None:
    with Sandbox(clock=MovableClock(NOON), manifest=manifest(tmp_path, messages_tab_enabled=False)) as slack:
        person = slack.person("one")
        assert refused(client(slack).chat_postMessage, channel=person.id, text="x") == "messages_tab_disabled"


def manifest(folder: Path, **changes: bool) -> Path:
    said = yaml.safe_load(MANIFEST.read_text())
    said["features"]["app_home"] |= changes
    written = folder / "manifest.yaml"
    written.write_text(yaml.safe_dump(said))
    return written


# -- arguments ----------------------------------------------------------------------------------------------


def test_blocks_that_are_no_json_are_refused(api: WebClient, channel: Conversation) -> None:
    params = {"channel": channel.id, "text": "x", "blocks": "[{"}
    assert refused(lambda: api.api_call("chat.postMessage", params=params)) == "invalid_blocks_format"


def test_blocks_come_as_json_too(api: WebClient, channel: Conversation) -> None:
    said = {"channel": channel.id, "text": "x", "blocks": [section("*hello*")]}
    assert api.api_call("chat.postMessage", json=said)["message"]["blocks"][0]["text"]["text"] == "*hello*"


def test_a_body_that_is_no_object_is_refused(slack: Sandbox) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": "application/json"}
    request = Request(f"{slack.api_url}auth.test", b"[1]", headers)  # noqa: S310 - the loopback
    with urlopen(request) as answer:  # noqa: S310 - see above
        assert json.loads(answer.read())["error"] == "json_not_object"


# -- people and pages ---------------------------------------------------------------------------------------


def test_a_person_has_a_zone_and_a_name(api: WebClient, slack: Sandbox) -> None:
    person = slack.person("zoe", tz="Asia/Tokyo", real_name="Zoe Abe")
    found = api.users_info(user=person.id)["user"]
    assert (found["tz"], found["real_name"], found["deleted"]) == ("Asia/Tokyo", "Zoe Abe", False)


def test_somebody_who_left_is_marked_as_deleted(api: WebClient, mina: Person) -> None:
    mina.leaves_workspace()
    assert api.users_info(user=mina.id)["user"]["deleted"]


def test_an_unknown_person_is_not_found(api: WebClient) -> None:
    assert refused(api.users_info, user="U404") == "user_not_found"


def test_a_list_comes_in_pages(api: WebClient, slack: Sandbox, arrives: Callable[[], Person]) -> None:
    arrives(), arrives(), arrives()
    seen = [one["id"] for page in api.users_list(limit=2) for one in page["members"]]
    assert seen == list(slack.workspace.users)


def test_a_cursor_that_slack_never_gave_is_refused(api: WebClient) -> None:
    assert refused(api.users_list, limit=2, cursor="!") == "invalid_cursor"


def test_a_person_is_found_by_their_address_as_long_as_they_are_there(
    api: WebClient, mina: Person, granted: set[str]
) -> None:
    granted.add("users:read.email")
    assert api.users_lookupByEmail(email=mina.user.email)["user"]["id"] == mina.id
    mina.leaves_workspace()
    assert refused(api.users_lookupByEmail, email=mina.user.email) == "users_not_found"


def test_a_workspace_has_a_name(api: WebClient, slack: Sandbox, granted: set[str]) -> None:
    granted.add("team:read")
    assert api.team_info()["team"]["id"] == slack.team_id


def test_a_test_call_gives_back_what_it_got(api: WebClient) -> None:
    assert api.api_test(foo="bar")["args"]["foo"] == "bar"
