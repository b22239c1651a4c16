"""Commands, buttons, menus and response URLs, over Socket Mode and over signed HTTP."""

import time
from datetime import timedelta
from typing import Any

import pytest
from slack_bolt import Ack
from slack_sdk.webhook import WebhookClient

from app.core.clock import MovableClock
from app.sandbox.people import NotThere, Person
from app.sandbox.server import Sandbox
from app.sandbox.state import Conversation, Json, SlackError
from tests.sandbox.smallbot import SmallBot, button, home, menu, modal, plain, refused, row, section, wait_until


@pytest.fixture
def channel(bot: SmallBot, lea: Person) -> Conversation:
    made = bot.sandbox.channel(f"talk-{lea.user.name}", members=[lea])
    made.members.add(bot.sandbox.workspace.bot.id)
    return made


def offer(bot: SmallBot, to: str, text: str = "An offer", *elements: Json, **more: Any) -> str:
    blocks = [section(text), row(*(elements or (button("Accept", value="7"),)), **more)]
    return str(bot.api.chat_postMessage(channel=to, text=text, blocks=blocks)["ts"])


# -- commands -------------------------------------------------------------------------------------------------


def test_a_command_says_who_where_and_what(bot: SmallBot, lea: Person, channel: Conversation) -> None:
    lea.types("/mentoring pair me up", channel)
    body = bot.heard[-1]
    assert (body["command"], body["text"]) == ("/mentoring", "pair me up")
    assert (body["user_id"], body["channel_id"], body["team_id"]) == (lea.id, channel.id, bot.sandbox.team_id)


def test_an_answer_to_a_command_is_for_its_author_only(bot: SmallBot, lea: Person, channel: Conversation) -> None:
    bot.answers(text="Just you")
    other = bot.sandbox.person(f"other-{lea.user.name}")
    channel.members.add(other.id)
    lea.types("/mentoring", channel)
    lea.sees("Just you")
    other.does_not_see("Just you")


def test_an_answer_may_be_for_everybody(bot: SmallBot, lea: Person, channel: Conversation) -> None:
    bot.answers(text="All of you", response_type="in_channel")
    other = bot.sandbox.person(f"other-{lea.user.name}")
    channel.members.add(other.id)
    lea.types("/mentoring", channel)
    other.sees("All of you")


def test_an_answer_with_blocks_that_slack_refuses_cannot_be_missed(bot: SmallBot, lea: Person) -> None:
    bot.answers(text="x", blocks=[section("x" * 3001)])
    with pytest.raises(SlackError, match="invalid_blocks"):
        lea.types("/mentoring")


def test_a_command_that_the_manifest_does_not_name_is_unknown(lea: Person) -> None:
    with pytest.raises(NotThere, match="/dance"):
        lea.types("/dance")


def test_nobody_types_in_a_channel_they_are_not_in(bot: SmallBot, lea: Person) -> None:
    with pytest.raises(NotThere, match="is not in"):
        lea.types("/mentoring", bot.sandbox.channel(f"away-{lea.user.name}"))


# -- three seconds ----------------------------------------------------------------------------------------------


def test_after_three_seconds_it_is_too_late_to_answer_and_to_open_a_form(socket_bot: SmallBot) -> None:
    socket_bot.reset()
    slow_opener(socket_bot, 3.1)


@pytest.mark.usefixtures("hasty")
def test_a_command_answered_too_late_has_failed(bot: SmallBot) -> None:
    slow_opener(bot, 0.7)


def slow_opener(bot: SmallBot, seconds: float) -> None:
    """Let a bot take so long before it opens a form and acknowledges; make sure that neither works."""
    refusals = []

    def does(ack: Ack, body: Json) -> None:
        time.sleep(seconds)
        refusals.append(refused(bot.api.views_open, trigger_id=body["trigger_id"], view=modal("Late")))
        ack()

    bot.does = does
    person = bot.sandbox.person("waiting")
    person.types("/mentoring")
    assert person.trouble == "/mentoring failed with the error “operation_timeout”"
    wait_until(lambda: bool(refusals))
    assert refusals == ["expired_trigger_id"]
    assert person.modal is None


@pytest.mark.usefixtures("hasty")
def test_a_button_that_nobody_acknowledges_is_marked(bot: SmallBot, lea: Person) -> None:
    offer(bot, lea.id)
    bot.does = lambda _ack, _body: time.sleep(0.7)
    lea.presses("Accept")
    assert lea.trouble == "the button failed with the error “operation_timeout”"


def test_trouble_is_over_with_the_next_answer(bot: SmallBot, lea: Person) -> None:
    lea.trouble = "the button failed"
    lea.types("/mentoring")
    assert lea.trouble == ""
    assert bot.heard


# -- buttons --------------------------------------------------------------------------------------------------


def test_a_button_says_which_it_was_and_where(bot: SmallBot, lea: Person, channel: Conversation) -> None:
    ts = offer(bot, channel.id)
    lea.presses("Accept")
    body = bot.heard[-1]
    assert (body["actions"][0]["action_id"], body["actions"][0]["value"]) == ("accept", "7")
    assert (body["channel"]["id"], body["message"]["ts"], body["user"]["id"]) == (channel.id, ts, lea.id)
    assert body["container"]["type"] == "message"


def test_a_person_presses_the_newest_button(bot: SmallBot, lea: Person) -> None:
    offer(bot, lea.id, "First")
    newest = offer(bot, lea.id, "Second")
    lea.presses("Accept")
    assert bot.heard[-1]["message"]["ts"] == newest


def test_a_person_presses_the_button_near_a_text(bot: SmallBot, lea: Person) -> None:
    wanted = offer(bot, lea.id, "First")
    offer(bot, lea.id, "Second")
    lea.presses("Accept", where="First")
    assert bot.heard[-1]["message"]["ts"] == wanted


def test_a_button_that_is_not_there_is_not_pressed(bot: SmallBot, lea: Person) -> None:
    offer(bot, lea.id)
    with pytest.raises(NotThere, match="'Decline' near 'An offer'"):
        lea.presses("Decline", where="An offer")
    assert bot.heard == []


def test_an_old_copy_of_a_button_can_still_be_pressed(bot: SmallBot, lea: Person) -> None:
    ts = offer(bot, lea.id)
    kept = lea.keeps("Accept")
    bot.api.chat_update(channel=kept.where["channel"], ts=ts, text="Over")
    lea.presses_kept(kept)
    assert bot.heard[-1]["actions"][0]["action_id"] == "accept"


def test_what_three_dots_hide_is_pressed_like_a_button(bot: SmallBot, lea: Person) -> None:
    dots = {"type": "overflow", "action_id": "more", "options": [{"text": plain("Remove"), "value": "r"}]}
    bot.api.chat_postMessage(channel=lea.id, text="x", blocks=[section("A pair", accessory=dots)])
    lea.presses("Remove")
    assert bot.heard[-1]["actions"][0]["selected_option"]["value"] == "r"


def test_of_an_ephemeral_message_there_is_no_copy(bot: SmallBot, lea: Person, channel: Conversation) -> None:
    blocks = [row(button("Hide"))]
    bot.api.chat_postEphemeral(channel=channel.id, user=lea.id, text="Hint", blocks=blocks)
    lea.presses("Hide")
    body = bot.heard[-1]
    assert "message" not in body
    assert body["container"]["is_ephemeral"]


def test_with_a_form_open_only_its_buttons_are_in_reach(bot: SmallBot, lea: Person) -> None:
    offer(bot, lea.id)
    bot.opens(modal("Form", row(button("Inside"))))
    lea.types("/mentoring")
    with pytest.raises(NotThere):
        lea.presses("Accept")
    lea.presses("Inside")
    assert bot.heard[-1]["view"]["id"] == bot.heard[-1]["container"]["view_id"]


def test_a_delivery_may_come_twice(bot: SmallBot, lea: Person) -> None:
    offer(bot, lea.id)
    bot.sandbox.faults.repeat_next_delivery()
    lea.presses("Accept")
    first, second = bot.heard
    assert first == second


# -- menus ----------------------------------------------------------------------------------------------------


def test_a_choice_in_a_message_is_heard_at_once(bot: SmallBot, lea: Person) -> None:
    offer(bot, lea.id, "When?", menu("Monday", "Friday", placeholder=plain("A day")))
    lea.chooses("A day", "Friday")
    assert bot.heard[-1]["actions"][0]["selected_option"]["value"] == "friday"


def test_a_choice_comes_along_with_the_next_button(bot: SmallBot, lea: Person) -> None:
    offer(bot, lea.id, "When?", menu("Monday", "Friday"), button("Save"), block_id="when")
    lea.chooses("menu", "Monday")
    lea.presses("Save")
    assert bot.heard[-1]["state"]["values"]["when"]["menu"]["selected_option"]["value"] == "monday"


def test_only_what_a_menu_offers_is_chosen(bot: SmallBot, lea: Person) -> None:
    offer(bot, lea.id, "When?", menu("Monday", "Friday"))
    with pytest.raises(NotThere, match="no option 'Sunday'"):
        lea.chooses("menu", "Sunday")
    with pytest.raises(NotThere, match="no menu 'Colour'"):
        lea.chooses("Colour", "Red")


# -- response URLs --------------------------------------------------------------------------------------------


@pytest.fixture
def url(bot: SmallBot, lea: Person) -> WebhookClient:
    """The response URL of a button that Lea pressed."""
    offer(bot, lea.id)
    lea.presses("Accept")
    return WebhookClient(bot.heard[-1]["response_url"])


def test_a_response_url_answers_the_one_who_pressed(url: WebhookClient, lea: Person) -> None:
    assert url.send(text="Thank you").status_code == 200
    lea.sees("Thank you")
    assert "ephemeral_to" in lea.messages()[-1]


def test_a_response_url_answers_everybody_if_asked(url: WebhookClient, lea: Person) -> None:
    url.send(text="Hear, hear", response_type="in_channel")
    assert "ephemeral_to" not in lea.messages()[-1]


def test_a_response_url_replaces_the_message(url: WebhookClient, lea: Person) -> None:
    url.send(text="Accepted", replace_original=True)
    assert [lea.plain(one) for one in lea.messages()] == ["Accepted"]


def test_a_response_url_takes_the_message_away(url: WebhookClient, lea: Person) -> None:
    url.send(delete_original=True)
    assert lea.messages() == []


def test_a_response_url_works_five_times(url: WebhookClient) -> None:
    assert [url.send(text="x").status_code for _ in range(6)] == [200] * 5 + [404]
    assert "used_url" in url.send(text="x").body


def test_a_response_url_works_for_thirty_minutes(url: WebhookClient, bot: SmallBot) -> None:
    clock = bot.sandbox.workspace.clock
    assert isinstance(clock, MovableClock)
    clock.advance(timedelta(minutes=30))
    assert url.send(text="x").status_code == 200
    clock.advance(timedelta(seconds=1))
    assert "expired_url" in url.send(text="x").body


def test_a_response_url_is_as_strict_about_blocks_as_a_method(url: WebhookClient, lea: Person) -> None:
    answer = url.send(text="x", blocks=[section("x" * 3001)])
    assert answer.status_code == 400
    assert "invalid_blocks" in answer.body
    assert len(lea.messages()) == 1


def test_home_has_no_response_url(bot: SmallBot, lea: Person) -> None:
    bot.api.views_publish(user_id=lea.id, view=home(row(button("Join"))))
    lea.presses("Join")
    assert "response_url" not in bot.heard[-1]


# -- reaching the bot -------------------------------------------------------------------------------------------


def test_a_bot_that_is_not_there_fails_at_once_over_http(http_bot: SmallBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_bot.sandbox.app.transport, "url", "http://127.0.0.1:9/slack/events")
    person = http_bot.sandbox.person("early")
    person.types("/mentoring")
    assert person.trouble == "/mentoring failed with the error “dispatch_failed”"


@pytest.mark.usefixtures("hasty")
def test_a_bot_that_is_not_connected_cannot_be_reached(slack: Sandbox) -> None:
    person = slack.person("lonely")
    person.types("/mentoring")
    assert person.trouble == "/mentoring failed with the error “dispatch_failed”"
