"""What the inspector tells of what went to and from the bot."""

from collections.abc import Callable

import pytest
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from app.sandbox import inspecting
from app.sandbox.inspecting import Line, Wish, line
from app.sandbox.people import Person
from app.sandbox.server import Sandbox
from app.sandbox.state import SlackError
from tests.sandbox.smallbot import SmallBot, button, field, modal, plain, refused, row, section


def newest(sandbox: Sandbox) -> Line:
    return line(sandbox.log[-1])


def test_a_call_is_named_by_its_method_and_whom_it_is_about(slack: Sandbox, api: WebClient, mina: Person) -> None:
    api.chat_postMessage(channel=mina.id, text="Hello")
    one = newest(slack)
    assert (one.kind, one.name, one.who, one.to_bot, one.code) == ("call", "chat.postMessage", mina.id, False, "")


def test_what_slack_refuses_is_told_with_where_it_is(slack: Sandbox, api: WebClient, mina: Person) -> None:
    long = [section("x" * 3001), row(*(button(str(number)) for number in range(26)))]
    assert refused(api.chat_postMessage, channel=mina.id, text="x", blocks=long) == "invalid_blocks"
    one = newest(slack)
    assert one.code == "invalid_blocks"
    assert len(one.problems) == 2
    assert any("blocks/0" in problem or "blocks[0]" in problem for problem in one.problems), one.problems


def test_a_command_a_press_a_form_and_an_event_are_named(bot: SmallBot, lea: Person) -> None:
    bot.opens(modal("Join", field("goal"), row(button("Again"))))
    lea.types("/mentoring join us")
    bot.reset()
    lea.presses("Again")
    lea.fills({"goal": "Fly"})
    lea.submits()
    lea.opens_home()
    found = [line(one) for one in bot.sandbox.log if one.get("to") == "bot"][-4:]
    assert [(one.kind, one.name) for one in found] == [
        ("command", "/mentoring join us"),
        ("interaction", "block_actions again"),
        ("interaction", "view_submission form"),
        ("event", "app_home_opened"),
    ]
    assert {one.who for one in found} == {lea.id}
    assert all(one.took is not None and one.took < 1000 for one in found)


@pytest.mark.usefixtures("hasty")
def test_a_bot_that_does_not_answer_in_time_is_told(bot: SmallBot, lea: Person) -> None:
    bot.does = lambda _ack, _body: None
    lea.types("/mentoring")
    assert newest(bot.sandbox).code in ("operation_timeout", "dispatch_failed")


def test_an_acknowledgement_that_slack_would_refuse_is_told(bot: SmallBot, lea: Person) -> None:
    bot.answers(text="x", blocks=[{"type": "no-such-block"}])
    with pytest.raises(SlackError):
        lea.types("/mentoring")
    one = line(next(entry for entry in reversed(bot.sandbox.log) if entry.get("refused")))
    assert one.code == "invalid_blocks"
    assert one.problems
    bot.opens(modal("Join", field("goal")))
    lea.types("/mentoring")
    bot.answers(response_action="errors", errors={"no-such-field": "?"})
    lea.fills({"goal": "Fly"})
    with pytest.raises(SlackError):
        lea.submits()
    assert newest(bot.sandbox).code == "invalid_arguments"


def test_the_use_of_a_response_url_is_told_and_its_refusal_too(bot: SmallBot, lea: Person) -> None:
    bot.answers(text="Hello")
    lea.types("/mentoring")
    address = bot.heard[-1]["response_url"]
    assert WebhookClient(address).send(text="More").status_code == 200
    assert (newest(bot.sandbox).name, newest(bot.sandbox).code) == ("response_url", "")
    assert WebhookClient(address).send(text="x", blocks=[{"type": "no"}]).status_code == 400
    assert newest(bot.sandbox).code == "invalid_blocks"


def entry(number: int, took: float = 0.01, **changes: object) -> dict[str, object]:
    payload = {"command": "/mentoring", "text": "", "user_id": "U1"}
    known = {"to": "bot", "kind": "slash_commands", "payload": payload, "answer": {}, "ok": True, "took": took}
    return {**known, "number": number, "at": None, **changes}


def call(number: int, method: str, **args: str) -> dict[str, object]:
    return {"from": "bot", "method": method, "args": args, "answer": {"ok": True}, "number": number, "at": None}


def test_late_and_slow_acknowledgements_are_marked_and_counted() -> None:
    log = [entry(1), entry(2, took=0.999), entry(3, took=1.0), entry(4, took=3.0), entry(5, ok=False)]
    assert [line(one).pace for one in log] == ["", "", "slow", "late", ""]
    assert inspecting.counts(log) == {"all": 5, "refused": 1, "late": 1, "slow": 1}


@pytest.mark.parametrize(
    ("wish", "numbers"),
    [
        (Wish(), [5, 4, 3, 2, 1]),
        (Wish(kind="call"), [4, 3, 2]),
        (Wish(who="U1"), [4, 1]),
        (Wish(who="U1", places=frozenset({"D1"})), [4, 3, 1]),
        (Wish(name="CHAT."), [4, 3]),
        (Wish(kind="call", name="views"), [2]),
        (Wish(refused=True), [5]),
    ],
)
def test_one_sees_what_one_wants_the_newest_first(wish: Wish, numbers: list[int]) -> None:
    log = [
        entry(1),
        call(2, "views.open", trigger_id="1"),
        call(3, "chat.postMessage", channel="D1"),
        call(4, "chat.postMessage", channel="U1"),
        entry(5, ok=False, payload={"command": "/x", "text": "", "user_id": "U2"}),
    ]
    assert [one.number for one in inspecting.lines(log, wish)] == numbers
    assert [one.number for one in inspecting.lines(log, wish, after=3)] == [one for one in numbers if one > 3]
    assert len(inspecting.lines(log, wish, most=1)) == 1


def test_no_secret_can_be_read() -> None:
    text = dict(inspecting.pretty(entry(1, payload={
        "token": "verification", "trigger_id": "12345.abcdef", "text": "mine is xoxb-1234567890-abc, no?",
        "response_url": "http://127.0.0.1/response/abcdef1234567890", "url": "ws://x/link?ticket=abcdef1234567890",
        "list": ["xapp-1-A-123-abc", 7],
    })))["Sent"]  # fmt: skip
    for secret in ("verification", "abcdef1234567890", "xoxb-1234567890", "xapp-1-A", "12345.abcdef"):
        assert secret not in text
    assert "mine is xoxb-1…, no?" in text


def test_what_is_very_long_is_cut() -> None:
    long = inspecting.pretty(entry(1, payload={"text": "x" * inspecting.LONGEST}, answer={"text": "Hello"}))
    assert [title for title, _ in long] == ["Sent", "Acknowledged with"]
    assert len(long[0][1]) == inspecting.LONGEST + 2


def test_what_was_tried_again_and_what_was_refused_is_said() -> None:
    parts = dict(inspecting.pretty(entry(1, retry=(2, "http_timeout"), refused={"error": "invalid_blocks"})))
    assert "http_timeout" in parts["Tried again"]
    assert "invalid_blocks" in parts["What Slack would have refused"]


def test_a_button_in_a_message_is_known_by_its_action(arrives: Callable[[], Person]) -> None:
    person = arrives()
    payload = {"type": "block_actions", "actions": [{"action_id": "go"}], "user": {"id": person.id}, "text": plain("x")}
    assert line(entry(1, kind="interactive", payload=payload)).name == "block_actions go"
