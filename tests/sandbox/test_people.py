"""What a person of the sandbox sees, and how they say that they do not."""

import threading
import time

import pytest
from slack_sdk import WebClient

from app.sandbox.people import NotThere, Person
from app.sandbox.state import Conversation
from tests.sandbox.smallbot import home, section


def test_a_person_waits_for_what_is_on_its_way(api: WebClient, mina: Person) -> None:
    later = threading.Timer(0.2, lambda: api.chat_postMessage(channel=mina.id, text="At last"))
    later.start()
    assert mina.sees("At last") == "At last"
    later.join()


def test_a_person_who_waits_in_vain_says_what_they_see(api: WebClient, mina: Person) -> None:
    api.chat_postMessage(channel=mina.id, text="Something else")
    begun = time.monotonic()
    with pytest.raises(NotThere, match=r"Mina Osei does not see 'Nothing'(?s:.*)Something else"):
        mina.sees("Nothing", patience=0.1)
    assert time.monotonic() - begun < 1


def test_a_person_sees_home_too(api: WebClient, mina: Person) -> None:
    api.views_publish(user_id=mina.id, view=home(section("Your programme")))
    assert mina.sees("programme") == "Your programme"


def test_a_person_says_where_they_see_what_should_not_be_there(api: WebClient, mina: Person) -> None:
    api.chat_postMessage(channel=mina.id, text="A secret")
    mina.does_not_see("An empty room")
    with pytest.raises(NotThere, match="A secret"):
        mina.does_not_see("secret")


def test_what_was_read_is_not_new(api: WebClient, mina: Person) -> None:
    api.chat_postMessage(channel=mina.id, text="One")
    api.chat_postMessage(channel=mina.id, text="Two")
    assert mina.reads() == ["One", "Two"]
    assert mina.unread() == []
    mina.sees_nothing_new()
    with pytest.raises(NotThere, match="no new message with 'Two'"):
        mina.sees_new("Two")


def test_what_came_since_is_new(api: WebClient, mina: Person) -> None:
    mina.reads()
    api.chat_postMessage(channel=mina.id, text="Three")
    assert mina.sees_new("Three") == "Three"
    with pytest.raises(NotThere, match="Three"):
        mina.sees_nothing_new()


def test_a_person_looks_into_one_channel(api: WebClient, mina: Person, channel: Conversation) -> None:
    api.chat_postMessage(channel=mina.id, text="For you")
    api.chat_postMessage(channel=channel.id, text="For all")
    assert [mina.plain(one) for one in mina.messages(channel)] == ["For all"]
    assert [mina.plain(one) for one in mina.messages()] == ["For you", "For all"]


def test_without_a_form_nothing_is_filled_or_closed(mina: Person) -> None:
    assert mina.modal is None
    assert mina.modal_text == ""
    with pytest.raises(NotThere, match="has no modal open"):
        mina.fills({"goal": "x"})
    with pytest.raises(NotThere, match="has no modal open"):
        mina.submits()
    with pytest.raises(NotThere, match="has no modal open"):
        mina.closes()


def test_a_person_is_in_their_channels(mina: Person, channel: Conversation) -> None:
    assert channel in mina.conversations()
