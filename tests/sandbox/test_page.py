"""The sandbox in a browser, with a small bot behind it."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient
from slack_sdk.errors import SlackApiError

from app.sandbox.people import Person
from app.sandbox.server import Sandbox
from tests.sandbox.browsing import START, Browser, offer, plain, plain_of


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


def test_a_bot_that_subscribes_to_messages_hears_of_them_where_it_is(
    browser: Browser, sandbox: Sandbox, ada: Person
) -> None:
    sandbox.events = {"message.channels"}
    here, elsewhere = (sandbox.channel(name, members=[ada]) for name in ("mentorship", "random"))
    here.members.add(sandbox.workspace.bot.id)
    private = sandbox.channel("desk", private=True, members=[ada])
    private.members.add(sandbox.workspace.bot.id)
    for place in (here, elsewhere, private):
        browser.does("type", text="Hello", place=place.id)
    told = [one["payload"]["event"] for one in sandbox.log if one.get("kind") == "events_api"]
    assert {(one["channel"], one["channel_type"], one["user"], one["text"]) for one in told} == {
        (here.id, "channel", ada.id, "Hello")
    }


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
