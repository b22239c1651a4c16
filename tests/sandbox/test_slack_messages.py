"""Messages and conversations: what Slack takes, and in which words it says no."""

from collections.abc import Callable
from itertools import count

import pytest
from slack_sdk import WebClient

from app.sandbox.people import Person
from app.sandbox.server import Sandbox
from app.sandbox.state import Conversation
from tests.sandbox.smallbot import button, field, menu, plain, refusal, refused, row, section

Arrives = Callable[[], Person]
NAMES = count(1)


@pytest.fixture
def closed(slack: Sandbox, mina: Person) -> Conversation:
    """A private channel without the bot."""
    return slack.channel(f"closed{next(NAMES)}", private=True, members=[mina])


@pytest.fixture
def fleeting(api: WebClient, channel: Conversation, mina: Person) -> str:
    """A message that only Mina sees."""
    return str(api.chat_postEphemeral(channel=channel.id, user=mina.id, text="Only you")["message_ts"])


# -- posting ------------------------------------------------------------------------------------------------


def test_a_message_in_a_channel_is_seen_by_its_members(
    api: WebClient, channel: Conversation, mina: Person, arrives: Arrives
) -> None:
    api.chat_postMessage(channel=channel.id, text="Welcome all")
    mina.sees("Welcome all")
    arrives().does_not_see("Welcome all")


def test_posting_to_a_person_opens_their_dm(api: WebClient, mina: Person, arrives: Arrives) -> None:
    answer = api.chat_postMessage(channel=mina.id, text="Between us")
    assert answer["channel"].startswith("D")
    mina.sees("Between us")
    arrives().does_not_see("Between us")


def test_an_answer_in_a_thread_knows_its_thread(api: WebClient, channel: Conversation) -> None:
    first = api.chat_postMessage(channel=channel.id, text="First")["ts"]
    assert api.chat_postMessage(channel=channel.id, text="Second", thread_ts=first)["message"]["thread_ts"] == first


def test_a_message_says_something(api: WebClient, channel: Conversation) -> None:
    said = {"channel": channel.id, "text": ""}
    assert refused(lambda: api.api_call("chat.postMessage", params=said)) == "no_text"


def test_a_text_has_forty_thousand_characters_at_most(api: WebClient, channel: Conversation) -> None:
    assert api.chat_postMessage(channel=channel.id, text="x" * 40_000)["ok"]
    assert refused(api.chat_postMessage, channel=channel.id, text="x" * 40_001) == "msg_too_long"


def test_an_unknown_place_is_not_found(api: WebClient) -> None:
    assert refused(api.chat_postMessage, channel="C404", text="x") == "channel_not_found"


def test_a_private_channel_without_the_bot_does_not_exist_for_it(api: WebClient, closed: Conversation) -> None:
    assert refused(api.chat_postMessage, channel=closed.id, text="x") == "channel_not_found"


def test_with_the_right_scope_the_bot_posts_in_public_channels_from_outside(
    api: WebClient, slack: Sandbox, mina: Person
) -> None:
    place = slack.channel(f"open{next(NAMES)}", members=[mina])
    assert api.chat_postMessage(channel=place.id, text="From outside")["ok"]


def test_without_that_scope_it_must_be_a_member(api: WebClient, slack: Sandbox, granted: set[str]) -> None:
    place = slack.channel(f"open{next(NAMES)}")
    granted.remove("chat:write.public")
    assert refused(api.chat_postMessage, channel=place.id, text="x") == "not_in_channel"


def test_an_archived_channel_takes_nothing(api: WebClient, channel: Conversation) -> None:
    channel.archived = True
    assert refused(api.chat_postMessage, channel=channel.id, text="x") == "is_archived"


def test_somebody_who_left_gets_no_message(api: WebClient, mina: Person) -> None:
    place = api.conversations_open(users=mina.id)["channel"]["id"]
    mina.leaves_workspace()
    assert refused(api.chat_postMessage, channel=mina.id, text="x") == "user_disabled"
    assert refused(api.chat_postMessage, channel=place, text="x") == "user_disabled"


@pytest.mark.parametrize(
    "blocks",
    [
        [section("x" * 3001)],
        [{"type": "header", "text": plain("x" * 151)}],
        [row(*(button(f"b{n}") for n in range(26)))],
        [{"type": "divider"}] * 51,
        [section("x", block_id="b" * 256)],
        [section("x", block_id="same"), section("y", block_id="same")],
        [section("x", accessory={"type": "button", "action_id": "go"})],
        [section("x", accessory=button("x" * 76))],
        [section("x", accessory=menu(*(f"o{n}" for n in range(101))))],
        [field("goal")],
        [{"type": "shout"}],
        "[1]",
    ],
    ids=str,
)
def test_blocks_over_a_limit_are_refused_and_the_place_is_named(
    api: WebClient, channel: Conversation, blocks: object
) -> None:
    said = refusal(api.chat_postMessage, channel=channel.id, text="x", blocks=blocks)
    assert said["error"] == "invalid_blocks"
    assert "json-pointer:/blocks" in said["response_metadata"]["messages"][0]


def test_a_button_without_an_id_gets_one(api: WebClient, channel: Conversation) -> None:
    pressed = {"type": "button", "text": plain("Go")}
    blocks = [section("a", accessory=pressed), row(pressed)]
    first, second = api.chat_postMessage(channel=channel.id, text="x", blocks=blocks)["message"]["blocks"]
    assert first["accessory"]["action_id"]
    assert second["elements"][0]["action_id"]


def test_every_block_gets_an_id(api: WebClient, channel: Conversation) -> None:
    posted = api.chat_postMessage(channel=channel.id, text="x", blocks=[section("a"), section("b", block_id="mine")])
    first, second = (one["block_id"] for one in posted["message"]["blocks"])
    assert first
    assert second == "mine"


# -- changing -------------------------------------------------------------------------------------------------


def test_an_updated_message_reads_anew(api: WebClient, channel: Conversation, mina: Person) -> None:
    ts = api.chat_postMessage(channel=channel.id, text="Before")["ts"]
    api.chat_update(channel=channel.id, ts=ts, text="After")
    mina.sees("After")
    mina.does_not_see("Before")


def test_a_text_alone_takes_the_blocks_away(api: WebClient, channel: Conversation) -> None:
    ts = api.chat_postMessage(channel=channel.id, text="x", blocks=[section("Press", accessory=button("Go"))])["ts"]
    api.chat_update(channel=channel.id, ts=ts, text="Over")
    assert "blocks" not in channel.messages[-1]


def test_an_update_is_shorter_than_a_message(api: WebClient, channel: Conversation) -> None:
    ts = api.chat_postMessage(channel=channel.id, text="x")["ts"]
    assert refused(api.chat_update, channel=channel.id, ts=ts, text="x" * 4001) == "msg_too_long"


def test_other_peoples_messages_stay_as_they_are(
    api: WebClient, slack: Sandbox, channel: Conversation, mina: Person
) -> None:
    ts = slack.workspace.post(channel, {"user": mina.id, "text": "Mine"})["ts"]
    assert refused(api.chat_update, channel=channel.id, ts=ts, text="x") == "cant_update_message"
    assert refused(api.chat_delete, channel=channel.id, ts=ts) == "cant_delete_message"


def test_what_was_deleted_is_gone(api: WebClient, channel: Conversation, mina: Person) -> None:
    ts = api.chat_postMessage(channel=channel.id, text="Soon gone")["ts"]
    api.chat_delete(channel=channel.id, ts=ts)
    mina.does_not_see("Soon gone")
    assert refused(api.chat_update, channel=channel.id, ts=ts, text="x") == "message_not_found"


def test_a_message_has_an_address(api: WebClient, channel: Conversation) -> None:
    ts = api.chat_postMessage(channel=channel.id, text="x")["ts"]
    assert ts in api.chat_getPermalink(channel=channel.id, message_ts=ts)["permalink"]


# -- for one pair of eyes -------------------------------------------------------------------------------------


def test_an_ephemeral_message_is_seen_by_one_person(
    channel: Conversation, mina: Person, arrives: Arrives, fleeting: str
) -> None:
    other = arrives()
    channel.members.add(other.id)
    mina.sees("Only you")
    other.does_not_see("Only you")
    assert fleeting


def test_an_ephemeral_message_is_for_members(api: WebClient, channel: Conversation, arrives: Arrives) -> None:
    assert refused(api.chat_postEphemeral, channel=channel.id, user=arrives().id, text="x") == "user_not_in_channel"


def test_an_ephemeral_message_cannot_be_changed(api: WebClient, channel: Conversation, fleeting: str) -> None:
    assert refused(api.chat_update, channel=channel.id, ts=fleeting, text="x") == "message_not_found"
    assert refused(api.chat_delete, channel=channel.id, ts=fleeting) == "message_not_found"


def test_an_ephemeral_message_is_not_in_the_history(api: WebClient, channel: Conversation, fleeting: str) -> None:
    assert fleeting not in [one["ts"] for one in api.conversations_history(channel=channel.id)["messages"]]


# -- looking back ---------------------------------------------------------------------------------------------


def test_the_history_is_newest_first_and_without_threads(api: WebClient, channel: Conversation) -> None:
    first = api.chat_postMessage(channel=channel.id, text="one")["ts"]
    api.chat_postMessage(channel=channel.id, text="two")
    api.chat_postMessage(channel=channel.id, text="aside", thread_ts=first)
    assert [one["text"] for one in api.conversations_history(channel=channel.id)["messages"]] == ["two", "one"]


def test_the_history_between_two_moments_leaves_them_out_unless_asked(api: WebClient, channel: Conversation) -> None:
    a, b, c = (api.chat_postMessage(channel=channel.id, text=one)["ts"] for one in "abc")
    between = {"channel": channel.id, "oldest": a, "latest": c}
    assert [one["ts"] for one in api.conversations_history(**between)["messages"]] == [b]
    assert [one["ts"] for one in api.conversations_history(**between, inclusive=True)["messages"]] == [c, b, a]


def test_the_history_comes_in_pages(api: WebClient, channel: Conversation) -> None:
    for one in "abc":
        api.chat_postMessage(channel=channel.id, text=one)
    page = api.conversations_history(channel=channel.id, limit=2)
    assert page["has_more"]
    rest = api.conversations_history(channel=channel.id, limit=2, cursor=page["response_metadata"]["next_cursor"])
    assert [one["text"] for one in rest["messages"]] == ["a"]
    assert not rest["has_more"]


def test_the_history_is_for_members(api: WebClient, slack: Sandbox) -> None:
    place = slack.channel(f"open{next(NAMES)}")
    assert refused(api.conversations_history, channel=place.id) == "not_in_channel"


def test_metadata_is_shown_only_to_those_who_ask(api: WebClient, channel: Conversation) -> None:
    mark = {"event_type": "mark", "event_payload": {"id": "7"}}
    api.chat_postMessage(channel=channel.id, text="x", metadata=mark)
    assert "metadata" not in api.conversations_history(channel=channel.id)["messages"][0]
    asked = api.conversations_history(channel=channel.id, include_all_metadata=True)
    assert asked["messages"][0]["metadata"] == mark


def test_metadata_has_a_type_and_a_payload(api: WebClient, channel: Conversation) -> None:
    said = {"channel": channel.id, "text": "x", "metadata": {"id": "7"}}
    assert refused(api.chat_postMessage, **said) == "invalid_metadata_format"


# -- groups ---------------------------------------------------------------------------------------------------


def test_the_same_people_share_one_group_message(api: WebClient, arrives: Arrives) -> None:
    one, two = arrives(), arrives()
    first = api.conversations_open(users=[one.id, two.id])["channel"]["id"]
    assert api.conversations_open(users=[two.id, one.id])["channel"]["id"] == first
    assert api.conversations_open(users=[one.id])["channel"]["id"] != first


def test_a_group_message_holds_eight_people_and_the_bot(api: WebClient, arrives: Arrives) -> None:
    people = [arrives().id for _ in range(9)]
    assert api.conversations_open(users=people[:8], return_im=True)["channel"]["is_mpim"]
    assert refused(api.conversations_open, users=people) == "too_many_users"


def test_a_group_message_needs_people_who_are_there(
    api: WebClient, slack: Sandbox, mina: Person, arrives: Arrives
) -> None:
    gone = arrives()
    gone.leaves_workspace()
    assert refused(api.conversations_open, users="") == "users_list_not_supplied"
    assert refused(api.conversations_open, users=[mina.id, "U404"]) == "user_not_found"
    assert refused(api.conversations_open, users=[mina.id, gone.id]) == "user_disabled"
    assert refused(api.conversations_open, users=slack.workspace.bot.id) == "cannot_dm_bot"


# -- channels -------------------------------------------------------------------------------------------------


def test_the_bot_joins_public_channels_only(api: WebClient, slack: Sandbox, closed: Conversation) -> None:
    place = slack.channel(f"open{next(NAMES)}")
    api.conversations_join(channel=place.id)
    assert slack.workspace.bot.id in place.members
    assert refused(api.conversations_join, channel=closed.id) == "channel_not_found"


def test_the_bot_invites_where_it_is_itself(
    api: WebClient, slack: Sandbox, channel: Conversation, arrives: Arrives
) -> None:
    guest = arrives()
    api.conversations_invite(channel=channel.id, users=[guest.id])
    assert guest.id in channel.members
    elsewhere = slack.channel(f"open{next(NAMES)}")
    assert refused(api.conversations_invite, channel=elsewhere.id, users=[guest.id]) == "not_in_channel"


def test_somebody_who_is_in_already_stops_an_invitation(
    api: WebClient, channel: Conversation, mina: Person, arrives: Arrives
) -> None:
    guest = arrives()
    said = refusal(api.conversations_invite, channel=channel.id, users=[mina.id, guest.id])
    assert said["error"] == "already_in_channel"
    assert said["errors"] == [{"user": mina.id, "ok": False, "error": "already_in_channel"}]
    assert guest.id not in channel.members


def test_a_forced_invitation_takes_those_it_can(
    api: WebClient, channel: Conversation, mina: Person, arrives: Arrives
) -> None:
    guest = arrives()
    api.conversations_invite(channel=channel.id, users=[mina.id, guest.id], force=True)
    assert guest.id in channel.members


def test_a_new_channel_has_a_free_and_plain_name(api: WebClient, granted: set[str]) -> None:
    granted |= {"channels:manage", "groups:write", "groups:read", "channels:read"}
    name = f"winter-{next(NAMES)}"
    made = api.conversations_create(name=name, is_private=True)["channel"]
    assert made["is_private"]
    assert refused(api.conversations_create, name=name) == "name_taken"
    assert refused(api.conversations_create, name="Winter!") == "invalid_name_specials"
    assert refused(api.conversations_create, name="") == "invalid_name_required"


def test_the_bot_lists_what_it_can_see(
    api: WebClient, channel: Conversation, closed: Conversation, granted: set[str]
) -> None:
    granted |= {"channels:read", "groups:read"}
    seen = {one["id"] for one in api.conversations_list(types="public_channel,private_channel")["channels"]}
    assert channel.id in seen
    assert closed.id not in seen
    assert refused(api.conversations_list, types="secret") == "invalid_types"


def test_the_members_of_a_channel_are_listed(
    api: WebClient, channel: Conversation, mina: Person, granted: set[str]
) -> None:
    granted.add("channels:read")
    assert mina.id in api.conversations_members(channel=channel.id)["members"]


def test_marks_are_set_once(api: WebClient, channel: Conversation, granted: set[str]) -> None:
    granted |= {"reactions:write", "pins:write", "bookmarks:write"}
    ts = api.chat_postMessage(channel=channel.id, text="x")["ts"]
    api.reactions_add(channel=channel.id, name="wave", timestamp=ts)
    assert refused(api.reactions_add, channel=channel.id, name="wave", timestamp=ts) == "already_reacted"
    api.pins_add(channel=channel.id, timestamp=ts)
    assert refused(api.pins_add, channel=channel.id, timestamp=ts) == "already_pinned"
    api.bookmarks_add(channel_id=channel.id, title="Guide", type="link", link="https://a.example")
    assert channel.bookmarks[0]["title"] == "Guide"


# -- files ----------------------------------------------------------------------------------------------------


def test_an_upload_is_one_message_with_its_comment(api: WebClient, channel: Conversation, mina: Person) -> None:
    mina.reads()
    api.files_upload_v2(channel=channel.id, content="x", filename="meeting.ics", initial_comment="Your meeting")
    assert mina.reads() == ["Your meeting\n[file: meeting.ics]"]


def test_a_file_goes_where_the_bot_is(api: WebClient, slack: Sandbox) -> None:
    place = slack.channel(f"open{next(NAMES)}")
    assert refused(api.files_upload_v2, channel=place.id, content="x", filename="a.txt") == "not_in_channel"


def test_a_file_is_completed_once(api: WebClient, channel: Conversation) -> None:
    done = api.files_upload_v2(channel=channel.id, content="x", filename="a.txt")["files"][0]["id"]
    again = {"files": [{"id": done, "title": "a"}], "channel_id": channel.id}
    assert refused(api.files_completeUploadExternal, **again) == "file_not_found"


def test_a_file_is_as_long_as_was_said(api: WebClient) -> None:
    place = api.files_getUploadURLExternal(filename="a.txt", length=5)
    files = [{"id": place["file_id"], "title": "a"}]
    assert refused(api.files_completeUploadExternal, files=files) == "file_upload_size_restricted"
