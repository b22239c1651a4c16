"""Everything that can come of a form."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from app.sandbox.state import Json
from tests.browser.conftest import Opens
from tests.browser.visitor import Visitor
from tests.sandbox.smallbot import SmallBot, button, field, menu, modal, plain, row, section, wait_until


@pytest.fixture
def form(bot: SmallBot, opens: Opens) -> Callable[..., Visitor]:
    """Opens a form for Ada, and forgets how it came about."""

    def one(*blocks: Json, **more: Any) -> Visitor:
        ada = opens()
        bot.opens(modal("Join", *blocks, **more))
        ada.writes("/mentoring join")
        expect(ada.modal).to_be_visible()
        bot.reset()
        return ada

    return one


def sent(bot: SmallBot) -> dict[str, Any]:
    """Return what the fields held that the bot was sent, by block."""
    wait_until(lambda: bool(bot.heard), 20)
    values = bot.heard[-1]["view"]["state"]["values"]
    found = {}
    for name, inputs in values.items():
        value = next(part for key, part in inputs["value"].items() if key != "type")
        several = (
            [one["value"] if isinstance(one, dict) else one for one in value] if isinstance(value, list) else value
        )
        found[name] = several["value"] if isinstance(several, dict) else several
    return found


def options(*names: str) -> list[Json]:
    return [{"text": plain(one), "value": one.lower()} for one in names]


def test_every_field_is_filled_in_and_sent(bot: SmallBot, form: Callable[..., Visitor]) -> None:
    ada = form(
        field("line"),
        field("lines", multiline=True),
        field("number", "number_input", is_decimal_allowed=False),
        field("mail", "email_text_input"),
        field("link", "url_text_input"),
        field("day", "datepicker"),
        field("hour", "timepicker"),
        field("moment", "datetimepicker"),
        field("colour", "static_select", options=options("Red", "Blue")),
        field("topics", "multi_static_select", options=options("Tests", "Types")),
        field("boxes", "checkboxes", options=options("Tea", "Cake")),
        field("radio", "radio_buttons", options=options("Yes", "No")),
        field("partner", "users_select"),
    )
    ada.fills("Line", "A word").fills("Lines", "two\nlines").fills("Number", "7").fills("Mail", "ada@trellis.example")
    ada.fills("Link", "https://trellis.example").fills("Day", "2027-02-01").fills("Hour", "18:30")
    ada.fills("Moment", "2027-02-01T18:30").fills("Colour", "Blue").ticks("Types", "Cake", "No")
    ada.fills("Partner", "Bo Lindqvist").submits()
    expect(ada.modal).to_have_count(0)
    bo = next(one for one in bot.sandbox.people.values() if one.user.name == "bo")
    assert sent(bot) == {
        "line": "A word", "lines": "two\nlines", "number": "7", "mail": "ada@trellis.example",
        "link": "https://trellis.example", "day": "2027-02-01", "hour": "18:30", "moment": 1801503000,
        "colour": "blue", "topics": ["types"], "boxes": ["cake"], "radio": "no", "partner": bo.id,
    }  # fmt: skip


def test_it_can_be_closed_and_the_bot_hears_so_if_it_wants_to(bot: SmallBot, form: Callable[..., Visitor]) -> None:
    ada = form(field("goal"), notify_on_close=True, close=plain("Not now"))
    ada.modal.get_by_role("button", name="Not now").click()
    expect(ada.modal).to_have_count(0)
    wait_until(lambda: bool(bot.heard), 20)
    assert bot.heard[-1]["type"] == "view_closed"


def test_escape_closes_it_and_leads_back_to_where_one_was(form: Callable[..., Visitor]) -> None:
    ada = form(field("goal"))
    ada.page.keyboard.press("Escape")
    expect(ada.modal).to_have_count(0)
    expect(ada.screen.get_by_role("textbox", name="Message")).to_be_focused()


def test_slack_itself_asks_for_what_is_required(bot: SmallBot, form: Callable[..., Visitor]) -> None:
    ada = form(field("goal"), {**field("more"), "optional": True})
    ada.submits()
    expect(ada.modal).to_contain_text("Please complete this required field.")
    goal = ada.modal.get_by_label("Goal")
    expect(goal).to_be_focused()
    expect(goal).to_have_attribute("aria-invalid", "true")
    assert bot.heard == []


def test_an_error_stands_at_its_field_and_what_was_typed_stays(bot: SmallBot, form: Callable[..., Visitor]) -> None:
    ada = form(field("goal"), field("more"))
    bot.answers(response_action="errors", errors={"more": "A little more, please."})
    ada.fills("Goal", "Fly").fills("More", "no").submits()
    expect(ada.modal.locator(".wrong")).to_contain_text("A little more, please.")
    expect(ada.modal.get_by_label("More")).to_have_attribute("aria-describedby", "field-2-error")
    expect(ada.modal.get_by_label("Goal")).to_have_value("Fly")
    bot.answers()
    ada.fills("More", "a lot").submits()
    expect(ada.modal).to_have_count(0)


def test_another_form_takes_its_place(bot: SmallBot, form: Callable[..., Visitor]) -> None:
    ada = form(field("goal"))
    bot.answers(response_action="update", view=modal("Done", section("Thank you")))
    ada.fills("Goal", "Fly").submits()
    expect(ada.modal.get_by_role("heading", name="Done")).to_be_visible()
    expect(ada.modal).to_contain_text("Thank you")


def test_forms_lie_on_each_other_and_one_goes_back_or_clears_them_all(
    bot: SmallBot, form: Callable[..., Visitor]
) -> None:
    ada = form(field("goal"))
    bot.answers(response_action="push", view=modal("Sure?", field("why")))
    ada.fills("Goal", "Fly").submits()
    expect(ada.modal.get_by_role("heading", name="Sure?")).to_be_visible()
    expect(ada.modal).to_contain_text("above Join")
    ada.modal.get_by_role("button", name="Back to Join").click()
    expect(ada.modal.get_by_role("heading", name="Join")).to_be_visible()
    expect(ada.modal.get_by_label("Goal")).to_have_value("Fly")
    ada.submits()
    expect(ada.modal.get_by_role("heading", name="Sure?")).to_be_visible()
    bot.answers(response_action="clear")
    ada.fills("Why", "So").submits()
    expect(ada.modal).to_have_count(0)


def test_a_button_inside_brings_what_is_typed_and_changes_the_form(bot: SmallBot, form: Callable[..., Visitor]) -> None:
    ada = form(field("goal"), row(button("More")))

    def does(ack: Any, body: Json) -> None:
        ack()
        bot.api.views_update(
            view_id=body["view"]["id"], view=modal("Join", field("goal"), field("more"), row(menu("Red")))
        )

    bot.does = does
    ada.fills("Goal", "half a sent").presses("More")
    expect(ada.modal.get_by_label("More")).to_be_visible()
    expect(ada.modal.get_by_label("Goal")).to_have_value("half a sent")
    assert bot.heard[-1]["view"]["state"]["values"]["goal"]["value"]["value"] == "half a sent"


@pytest.mark.usefixtures("hasty_browser")
def test_a_bot_that_is_too_slow_or_fails_is_told_in_a_sentence_and_nothing_is_lost(
    bot: SmallBot, form: Callable[..., Visitor]
) -> None:
    ada = form(field("goal"))
    bot.does = lambda _ack, _body: None
    ada.fills("Goal", "Fly").submits()
    expect(ada.modal.get_by_role("alert")).to_contain_text("We had some trouble connecting. Try again?")
    expect(ada.modal.get_by_label("Goal")).to_have_value("Fly")
    bot.reset()
    ada.submits()
    expect(ada.modal).to_have_count(0)


@pytest.mark.usefixtures("hasty_browser")
def test_a_button_and_a_command_that_fail_say_so(bot: SmallBot, opens: Opens) -> None:
    ada = opens()
    bot.does = lambda _ack, _body: None
    bot.api.chat_postMessage(channel=ada.person.id, text="x", blocks=[row(button("Go"))])
    ada.presses("Go").sees("the button failed with the error")
    ada.presses("Dismiss").does_not_see("the button failed")
    ada.writes("/mentoring").sees("/mentoring failed with the error")
    ada.writes("/dance").sees("Slack knows no command /dance")
