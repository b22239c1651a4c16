"""The sandbox in a browser, with a small bot behind it."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from werkzeug.serving import make_server

from app.core.clock import MovableClock
from app.sandbox.page import routes
from app.sandbox.people import Person
from app.sandbox.server import Sandbox

MANIFEST = Path(__file__).parents[2] / "manifests" / "production.yaml"
START = datetime(2027, 1, 11, 11, tzinfo=UTC)
OPTIONS = [{"text": {"type": "plain_text", "text": one}, "value": one.lower()} for one in ("Reviews", "Testing")]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    element = {"type": kind, "action_id": "value", **more}
    return {"type": "input", "block_id": name, "label": plain(name.title()), "element": element, "optional": True}


FORM = {
    "type": "modal",
    "title": plain("Join"),
    "submit": plain("Send"),
    "close": plain("Not now"),
    "callback_id": "join",
    "blocks": [
        {**field("goal", "plain_text_input", multiline=True), "optional": False, "hint": plain("One sentence")},
        field("topic", "static_select", options=OPTIONS),
        field("topics", "multi_static_select", options=OPTIONS),
        field("agree", "checkboxes", options=OPTIONS),
        field("partner", "users_select"),
        field("from", "datepicker"),
        field("first", "datetimepicker"),
        {"type": "actions", "elements": [{"type": "button", "action_id": "again", "text": plain("Again")}]},
    ],
}


def answers(said: dict[str, Any]) -> dict[str, Any]:
    """Return what a submission holds, without empty fields."""
    found = {}
    for name, inputs in said.items():
        value = next(v for k, v in inputs["value"].items() if k != "type")
        values = [one["value"] for one in value] if isinstance(value, list) else value
        found[name] = values["value"] if isinstance(values, dict) else values
    return {name: value for name, value in found.items() if value}


def bot(sandbox: Sandbox, heard: list[Any]) -> App:
    client = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    app = App(client=client, signing_secret=sandbox.signing_secret, process_before_response=True)

    @app.command("/mentoring")
    def command(ack: Any, body: Any, client: WebClient) -> None:
        if body["text"] == "join":
            client.views_open(trigger_id=body["trigger_id"], view=FORM)
            ack()
        else:
            ack(text=f"You said {body['text']}")

    @app.view("join")
    def join(ack: Any, view: Any) -> None:
        said = answers(view["state"]["values"])
        heard.append(said)
        if said["goal"] == "no":
            ack(response_action="errors", errors={"goal": "Say a little more"})
        else:
            ack()

    @app.action("accept")
    def accept(ack: Any, body: Any, action: Any, client: WebClient) -> None:
        ack()
        heard.append(action["value"])
        message = body["message"]
        client.chat_update(channel=body["channel"]["id"], ts=message["ts"], text="Accepted <!date^1799672400^{time}|x>")

    @app.action("again")
    def again(ack: Any, body: Any) -> None:
        ack()
        heard.append(answers(body["view"]["state"]["values"]))

    @app.event("app_home_opened")
    def home(event: Any, client: WebClient) -> None:
        blocks = [{"type": "header", "text": plain("Your programme")}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    return app


class Browser:
    """A browser on one person's screen: follows where it is sent, and reads without tags."""

    def __init__(self, client: FlaskClient, person: Person) -> None:
        self._client = client
        self._here = f"/people/{person.id}"

    def html(self, place: str = "messages") -> str:
        answer = self._client.get(f"{self._here}/{place}")
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def text(self, place: str = "messages") -> str:
        return plain_of(self.html(place))

    def does(self, deed: str, **form: Any) -> int:
        return self._client.post(f"{self._here}/{deed}", data=form).status_code

    def lacks(self, **screen: Any) -> dict[str, Any]:
        """Return what the browser is sent that shows and has this."""
        answer = self._client.post(f"{self._here}/live", json=screen)
        assert answer.status_code == 200
        found: dict[str, Any] = answer.get_json()
        return found

    def sends(self, kind: str, *, label: str = "", action: str = "", place: str = "messages") -> str:
        """Return what the browser would send for a button or a menu."""
        found = [json.loads(unescape(one)) for one in re.findall(rf'data-{kind}="([^"]*)"', self.html(place))]
        chosen = [one for one in found if one["label"] == label and action in ("", one["action_id"])]
        return json.dumps(chosen[0])

    def button(self, label: str, place: str = "messages") -> str:
        return self.sends("press", label=label, place=place)

    def fills(self, **fields: Any) -> dict[str, Any]:
        """Return what the form of the open modal holds, with these fields filled in."""
        html = self.html("home")
        has = [unescape(one) for one in re.findall(r'name="has" value="([^"]*)"', html)]
        view = re.findall(r'name="view" value="([^"]*)"', html)
        return {"has": has, "view": view, **{f"field:{name}": value for name, value in fields.items()}}


def plain_of(html: str) -> str:
    body = re.sub(r"(?s)<(style|script).*?</\1>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.fixture
def heard() -> list[Any]:
    return []


@pytest.fixture
def sandbox(heard: list[Any]) -> Iterator[Sandbox]:
    with Sandbox(clock=MovableClock(START), manifest=MANIFEST, rates="off") as made:
        web = Flask("bot")
        handler = SlackRequestHandler(bot(made, heard))

        @web.post("/slack/events")
        def events() -> Any:
            return handler.handle(request)

        server = make_server("127.0.0.1", 0, web, threaded=True)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        made.deliver_by_http(f"http://127.0.0.1:{server.server_port}/slack/events")
        yield made
        server.shutdown()
        server.server_close()


@pytest.fixture
def client(sandbox: Sandbox) -> FlaskClient:
    web = Flask("page")
    routes.install(web, sandbox)
    return web.test_client()


@pytest.fixture
def ada(sandbox: Sandbox) -> Person:
    return sandbox.person("ada", tz="Europe/Madrid", real_name="Ada Okafor")


@pytest.fixture
def browser(client: FlaskClient, ada: Person) -> Browser:
    return Browser(client, ada)


@pytest.fixture
def says(sandbox: Sandbox) -> Callable[..., Any]:
    return WebClient(token=sandbox.bot_token, base_url=sandbox.api_url).chat_postMessage


def offer(value: str = "7") -> list[dict[str, Any]]:
    button = {"type": "button", "action_id": "accept", "text": plain("Accept"), "value": value}
    return [{"type": "section", "text": {"type": "mrkdwn", "text": f"*Offer {value}*"}, "accessory": button}]


def test_the_first_page_lets_one_choose_who_to_be(client: FlaskClient, sandbox: Sandbox, ada: Person) -> None:
    sandbox.person("yuki", tz="Asia/Tokyo", real_name="Yuki Abe", about="mentor with two mentees")
    html = client.get("/").get_data(as_text=True)
    assert f'href="/people/{ada.id}"' in html
    assert "12:00 · Europe/Madrid" in html
    assert "Yuki Abe mentor with two mentees 20:00 · Asia/Tokyo" in plain_of(html)
    assert "Mon 11 Jan 2027, 11:00 UTC" in plain_of(html)


def test_two_people_stand_side_by_side_and_can_be_swapped(client: FlaskClient, sandbox: Sandbox, ada: Person) -> None:
    bo = sandbox.person("bo", real_name="Bo Lindqvist")
    html = client.get(f"/side?left={ada.id}&right={bo.id}", follow_redirects=True).get_data(as_text=True)
    assert re.findall(r'<iframe src="/people/(\w+)"', html) == [ada.id, bo.id]
    assert f'href="/side/{bo.id}/{ada.id}"' in html
    assert client.get(f"/side/{ada.id}/U404").status_code == 404


def test_the_sandbox_itself_serves_the_page(sandbox: Sandbox, ada: Person) -> None:
    with urlopen(f"{sandbox.address}people/{ada.id}") as answer:  # noqa: S310 - the loopback
        assert "Ada Okafor" in answer.read().decode()
    with urlopen(f"{sandbox.address}page/main.js") as answer:  # noqa: S310 - the same
        assert answer.headers["Content-Type"].startswith("text/javascript")


def test_an_unknown_person_or_conversation_has_no_page(client: FlaskClient, sandbox: Sandbox, ada: Person) -> None:
    foreign = sandbox.channel("desk", private=True)
    assert client.get("/people/U404").status_code == 404
    assert client.post("/people/U404/type").status_code == 404
    assert client.get(f"/people/{ada.id}/{foreign.id}").status_code == 404
    assert client.get(f"/people/{ada.id}/C404").status_code == 404
    assert client.post(f"/people/{ada.id}/live", json={"place": foreign.id}).status_code == 404
    assert client.get("/page/secrets.py").status_code == 404


def test_a_person_reads_messages_in_their_own_zone(browser: Browser, says: Callable[..., Any], ada: Person) -> None:
    says(channel=ada.id, text="*Hello* <@" + ada.id + ">, at <!date^1799672400^{time}|x>")
    assert "<b>Hello</b>" in browser.html()
    assert "@Ada Okafor , at 14:00" in browser.text()
    assert "Today" in browser.text()
    assert "Mon 11 Jan 2027, 12:00" in browser.html()


def test_what_people_write_cannot_become_part_of_the_page(
    browser: Browser, says: Callable[..., Any], sandbox: Sandbox, ada: Person
) -> None:
    sandbox.person("eve", real_name="<script>alert(1)</script>")
    evil = "<script>alert(2)</script>"
    says(channel=ada.id, text=evil, blocks=[{"type": "header", "text": plain(evil)}, *offer('"><script>')])
    html = browser.html()
    assert "<script>alert" not in html
    assert '"><script>' not in html


def test_the_page_lets_no_foreign_script_run_and_loads_nothing_from_outside(client: FlaskClient, ada: Person) -> None:
    answer = client.get(f"/people/{ada.id}")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert re.findall(r"<(?:script|style)(?! nonce)", answer.get_data(as_text=True)) == []
    assert re.findall(r"<[^>]+ (?:style|on\w+)=", answer.get_data(as_text=True)) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//', answer.get_data(as_text=True)) == []


def test_a_person_types_a_command_and_sees_the_answer(browser: Browser) -> None:
    assert browser.does("type", text="/mentoring hello") == 303
    assert "You said hello" in browser.text()
    assert "Only visible to you" in browser.text()


def test_the_composer_offers_the_commands_of_the_manifest(browser: Browser) -> None:
    assert "/mentoring help Join, see where you stand, meet, reflect" in browser.text()
    assert 'aria-label="Message Trellis"' in browser.html()


def test_an_unknown_command_is_told_to_the_person_until_they_dismiss_it(browser: Browser) -> None:
    browser.does("type", text="/dance")
    assert "Slack knows no command /dance" in browser.text()
    browser.does("dismiss")
    assert "/dance" not in browser.text()


def test_a_person_writes_a_message_and_it_stays_text(browser: Browser, sandbox: Sandbox, ada: Person) -> None:
    channel = sandbox.channel("mentorship", members=[ada])
    browser.does("type", text="I <3 *reviews*, @Ada Okafor", place=channel.id)
    assert channel.messages[0]["text"] == f"I &lt;3 *reviews*, <@{ada.id}|ada>"
    assert "I &lt;3 <b>reviews</b>" in browser.html(channel.id)


def test_the_app_takes_no_messages_where_the_manifest_says_so(browser: Browser, sandbox: Sandbox, ada: Person) -> None:
    browser.does("type", text="hello")
    assert "Sending messages to this app has been turned off." in browser.text()
    assert sandbox.workspace.direct({ada.id}).messages == []


def test_nobody_writes_where_they_are_not(browser: Browser, sandbox: Sandbox) -> None:
    foreign = sandbox.channel("desk", private=True)
    browser.does("type", text="hello", place=foreign.id)
    assert foreign.messages == []
    assert "is not in this conversation" in browser.text()


def test_a_reply_stands_in_its_thread_only(
    browser: Browser, sandbox: Sandbox, says: Callable[..., Any], ada: Person
) -> None:
    channel = sandbox.channel("mentorship", members=[ada])
    root = says(channel=channel.id, text="Who is new?")["ts"]
    browser.does("type", text="I am", place=channel.id, thread=root)
    browser.does("type", text="All of us", place=channel.id, thread=root, broadcast="1")
    assert "I am" not in browser.text(channel.id)
    assert "Replied in a thread All of us" in browser.text(channel.id)
    assert "2 replies Ada Okafor" in browser.text(channel.id)
    assert "I am" in browser.text(f"{channel.id}?thread={root}")
    browser.does("type", text="/mentoring help", place=channel.id, thread=root)
    assert "/mentoring is not supported in threads." in browser.text(channel.id)


def test_a_person_presses_the_very_button_they_see(
    browser: Browser, says: Callable[..., Any], ada: Person, heard: list[Any]
) -> None:
    says(channel=ada.id, text="Offer", blocks=offer("7"))
    says(channel=ada.id, text="Offer", blocks=offer("8"))
    first = browser.button("Accept")
    browser.does("press", press=first)
    assert heard == ["7"]
    assert "Accepted 14:00" in browser.text()
    assert "Offer 8" in browser.text()


def test_a_button_that_has_gone_meanwhile_says_so(
    browser: Browser, says: Callable[..., Any], ada: Person, heard: list[Any]
) -> None:
    says(channel=ada.id, text="Offer", blocks=offer())
    seen = browser.button("Accept")
    browser.does("press", press=seen)
    browser.does("press", press=seen)
    assert heard == ["7"]
    assert "This button is gone." in browser.text()
    browser.does("press", press="nonsense")
    assert "This is nothing to press." in browser.text()


def test_a_person_opens_home(browser: Browser) -> None:
    assert "Opening…" in browser.text("home")
    browser.does("home")
    assert "Your programme" in browser.text("home")


def test_a_person_fills_a_form_of_every_kind_and_submits(
    browser: Browser, sandbox: Sandbox, heard: list[Any], ada: Person
) -> None:
    bo = sandbox.person("bo", real_name="Bo Lindqvist")
    browser.does("type", text="/mentoring join")
    assert "Goal" in browser.text()
    assert f'<option value="{bo.id}">Bo Lindqvist</option>' in browser.html()
    form = browser.fills(
        goal="one\r\ntwo",
        topic="reviews",
        topics=["reviews", "testing"],
        agree=["testing"],
        partner=bo.id,
        **{"from": "2027-02-01"},
        first="2027-02-01T18:00",
    )
    browser.does("submit", **form)
    assert heard == [
        {
            "goal": "one\ntwo",
            "topic": "reviews",
            "topics": ["reviews", "testing"],
            "agree": ["testing"],
            "partner": bo.id,
            "from": "2027-02-01",
            "first": int(datetime(2027, 2, 1, 17, tzinfo=UTC).timestamp()),
        }
    ]
    assert ada.modal is None


def test_a_wrong_field_is_marked_and_keeps_what_was_typed(browser: Browser) -> None:
    browser.does("type", text="/mentoring join")
    browser.does("submit", **browser.fills(goal="no", topic="testing"))
    html = browser.html()
    assert '<p class="error" id="field-1-error">Say a little more</p>' in html
    assert re.search(
        r'<textarea id="field-1"[^>]*aria-describedby="field-1-hint field-1-error" aria-invalid="true"', html
    )
    assert ">no</textarea>" in html
    assert '<option value="testing" selected>' in html


def test_a_required_field_left_empty_never_reaches_the_bot(browser: Browser, heard: list[Any]) -> None:
    browser.does("type", text="/mentoring join")
    browser.does("submit", **browser.fills())
    assert heard == []
    assert "Please complete this required field." in browser.text()


def test_a_button_inside_a_form_brings_what_was_filled_in(browser: Browser, heard: list[Any]) -> None:
    browser.does("type", text="/mentoring join")
    browser.does("press", press=browser.button("Again"), **browser.fills(goal="half a sentence"))
    assert heard == [{"goal": "half a sentence"}]
    assert ">half a sentence</textarea>" in browser.html()


def test_a_form_is_closed(browser: Browser, ada: Person) -> None:
    browser.does("type", text="/mentoring join")
    old = browser.fills(goal="late")
    browser.does("close")
    assert ada.modal is None
    browser.does("submit", **old)
    assert "This view is gone." in browser.text()


def test_the_clock_moves_forward(client: FlaskClient, browser: Browser, sandbox: Sandbox) -> None:
    assert browser.does("clock", step="day") == 303
    assert "Europe/Madrid Tue 12 Jan 2027, 12:00" in browser.text()
    assert client.post("/clock", data={"step": "hour"}).status_code == 303
    assert sandbox.workspace.clock.now() == START + timedelta(hours=25)


@pytest.mark.parametrize("step", ["", "-1", "2", "soon", "next"])
def test_the_clock_moves_by_its_steps_only(browser: Browser, step: str) -> None:
    assert browser.does("clock", step=step) == 400


def test_what_the_clock_said_when_one_pressed_is_an_instant_or_nothing(browser: Browser) -> None:
    assert browser.does("clock", step="day", seen="yesterday") == 400
    assert browser.does("clock", step="day", seen=START.isoformat()) == 303
    assert browser.does("clock", step="day", seen=START.isoformat()) == 303
    assert "Tue 12 Jan 2027, 12:00" in browser.text()


def test_what_happened_meanwhile_is_listed_by_day_with_a_way_to_it(
    browser: Browser, sandbox: Sandbox, says: Callable[..., Any], ada: Person
) -> None:
    bo = sandbox.person("bo", real_name="Bo Lindqvist")
    channel = sandbox.channel("mentorship", members=[bo])
    assert "Meanwhile" not in browser.text()

    def pass_time(by: timedelta) -> None:
        says(channel=ada.id, text="*Good* <@" + bo.id + ">\nMore")
        sandbox.workspace.clock.advance(by)  # type: ignore[attr-defined]  # this one can be moved
        says(channel=bo.id, text="For Bo")
        says(channel=channel.id, text="&lt;script&gt;For all&lt;/script&gt;")

    sandbox.pass_time = pass_time
    browser.does("clock", step="day")
    text, html = browser.text(), browser.html()
    assert "Mon 11 Jan, 12:00 → Tue 12 Jan, 12:00" in text
    assert "3 messages" in text
    listed = text[text.index("3 messages") : text.index("Be somebody else")]
    first, second = listed.split("Tuesday 12 January 2027")
    assert "Monday 11 January 2027 12:00 Ada Okafor *Good* @Bo Lindqvist" in first
    assert "Bo Lindqvist For Bo" in second
    assert "#mentorship <script>For all</script>" in second
    assert "<script>For all" not in html
    happened = html[html.index('id="happened"') : html.index("</aside>")]
    assert re.findall(r'href="([^"]*)"', happened) == [f"/people/{ada.id}/messages"]


def test_that_nothing_is_planned_is_said(browser: Browser, sandbox: Sandbox) -> None:
    sandbox.to_next = lambda _within: False
    browser.does("clock", step="next")
    assert "Nothing is planned for the next 60 days." in browser.text()


def test_the_inspector_shows_what_went_by_and_what_was_refused(
    client: FlaskClient, browser: Browser, says: Callable[..., Any], ada: Person
) -> None:
    browser.does("type", text="/mentoring hello")
    with suppress(SlackApiError):
        says(channel=ada.id, text="x", blocks=[{"type": "section", "text": plain("x" * 3001)}])
    says(channel=ada.id, text="Fine <script>")
    html = client.get(f"/inspector?as={ada.id}").get_data(as_text=True)
    lines = re.findall(r'class="payload(?: refused)?"', html)
    assert lines[:2] == ['class="payload"', 'class="payload refused"']
    assert re.search(r"<b>1</b> refused", html)
    assert "invalid_blocks" in html
    assert "/mentoring hello" in html
    number = re.findall(r'data-json="/inspector/(\d+)"', html)[0]
    shown = client.get(f"/inspector/{number}").get_data(as_text=True)
    assert "Fine &lt;script&gt;" in shown
    assert client.get("/inspector/999999").status_code == 404


def test_the_inspector_tells_only_what_is_new_and_wanted(
    client: FlaskClient, browser: Browser, says: Callable[..., Any], sandbox: Sandbox, ada: Person
) -> None:
    bo = sandbox.person("bo")
    browser.does("type", text="/mentoring hello")
    says(channel=sandbox.workspace.direct({bo.id}).id, text="Hello")
    newest = client.get("/inspector/lines").get_json()["newest"]
    says(channel=ada.id, text="Hello")
    new = client.get(f"/inspector/lines?after={newest}").get_json()
    assert new["lines"].count("chat.postMessage") == 1
    assert new["newest"] > newest
    assert client.get(f"/inspector/lines?after={new['newest']}").get_json()["lines"].strip() == ""
    for wish, count in ((f"who={bo.id}", 1), ("kind=command", 1), ("kind=call", 3), ("refused=1", 0), ("name=post", 2)):
        assert client.get(f"/inspector/lines?{wish}").get_json()["lines"].count("<li") == count, wish


def test_a_stage_may_let_time_pass_in_its_own_way(browser: Browser, sandbox: Sandbox) -> None:
    steps: list[timedelta] = []
    sandbox.pass_time = steps.append
    browser.does("clock", step="week")
    assert steps == [timedelta(days=7)]


def test_a_clock_that_cannot_be_moved_shows_no_buttons(browser: Browser, sandbox: Sandbox) -> None:
    sandbox.pass_time = None
    assert "+1 day" not in browser.text()
    assert browser.does("clock", step="day") == 400


def test_another_sites_page_cannot_act_here(client: FlaskClient, ada: Person) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    answer = client.post(f"/people/{ada.id}/type", data={"text": "/mentoring x"}, headers=foreign)
    assert answer.status_code == 403
    assert client.post("/clock", data={"step": "hour"}, headers=foreign).status_code == 403
    assert client.post(f"/people/{ada.id}/live", json={}, headers=foreign).status_code == 403


def test_channels_and_group_messages_stand_in_the_sidebar_with_what_is_unread(
    browser: Browser, sandbox: Sandbox, says: Callable[..., Any], ada: Person
) -> None:
    bo = sandbox.person("bo", real_name="Bo Lindqvist")
    group = sandbox.workspace.direct({ada.id, bo.id})
    says(channel=group.id, text="You two")
    channel = sandbox.channel("mentorship", members=[ada])
    says(channel=channel.id, text="All of you")
    says(channel=channel.id, text="Once more")
    text = browser.text("home")
    assert "# mentorship 2 unread" in text
    assert "Bo Lindqvist 1 unread" in text
    browser.lacks(place=channel.id, seen=True)
    assert "# mentorship Group messages" in browser.text("home")
    assert "Group message with Trellis" in browser.text(group.id)
    says(channel=channel.id, text="And now")
    assert "Once more Reply in thread New messages Trellis app 12:00 And now" in browser.text(channel.id)
