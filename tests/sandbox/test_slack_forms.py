"""Modals and Home, over Socket Mode and over signed HTTP."""

from typing import Any

import pytest
from slack_bolt import Ack

from app.sandbox.people import NotThere, Person
from app.sandbox.state import Json, SlackError
from tests.sandbox.smallbot import (
    SmallBot,
    acks,
    button,
    field,
    home,
    menu,
    modal,
    plain,
    refusal,
    refused,
    row,
    section,
)

FORM = modal("Join", field("goal"), row(button("More")))


def opened(bot: SmallBot, lea: Person, view: Json = FORM) -> None:
    bot.opens(view)
    lea.types("/mentoring")
    bot.does = acks


def stacked(bot: SmallBot, lea: Person, height: int) -> None:
    """Open a form, and push others on it by its button."""
    opened(bot, lea, modal("1", row(button("More"))))
    for number in range(2, height + 1):

        def pushes(ack: Ack, body: Json, title: str = str(number)) -> None:
            bot.api.views_push(trigger_id=body["trigger_id"], view=modal(title, row(button("More"))))
            ack()

        bot.does = pushes
        lea.presses("More")
    bot.does = acks


def title(lea: Person) -> str:
    return lea.modal["title"]["text"] if lea.modal else ""


# -- triggers -------------------------------------------------------------------------------------------------


def test_a_trigger_opens_one_form(bot: SmallBot, lea: Person) -> None:
    codes = []

    def does(ack: Ack, body: Json) -> None:
        bot.api.views_open(trigger_id=body["trigger_id"], view=FORM)
        codes.append(refused(bot.api.views_open, trigger_id=body["trigger_id"], view=modal("Second")))
        ack()

    bot.does = does
    lea.types("/mentoring")
    assert codes == ["exchanged_trigger_id"]
    assert title(lea) == "Join"


def test_a_made_up_trigger_opens_nothing(bot: SmallBot) -> None:
    assert refused(bot.api.views_open, trigger_id="1.2", view=FORM) == "invalid_trigger_id"


@pytest.mark.parametrize(
    "view",
    [
        modal("x" * 25),
        modal("Ok", field("goal"), submit=plain("x" * 25)),
        modal("Ok", field("goal"), submit=plain("")),
        modal("Ok", field("goal"), field("goal")),
        modal("Ok", section("x"), private_metadata="x" * 3001),
        modal("Ok", *[section("x")] * 101),
        modal("Ok", {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}),
    ],
)
def test_a_form_over_a_limit_is_refused_and_the_place_is_named(http_bot: SmallBot, view: Json) -> None:
    http_bot.reset()
    person = http_bot.sandbox.person("strict")
    trigger = http_bot.sandbox.workspace.new_trigger(person.id)
    said = refusal(http_bot.api.views_open, trigger_id=trigger, view=view)
    assert said["error"] == "invalid_arguments"
    assert "json-pointer:/view" in said["response_metadata"]["messages"][0]
    assert person.modal is None


# -- submitting -----------------------------------------------------------------------------------------------


def test_a_submission_brings_what_was_filled_in(bot: SmallBot, lea: Person) -> None:
    opened(bot, lea, modal("Join", field("goal"), field("day", "datepicker"), private_metadata="cohort 3"))
    lea.fills({"Goal": "Ship it", "day": "2027-02-01"})
    lea.submits()
    view = bot.heard[-1]["view"]
    assert view["state"]["values"]["goal"]["value"]["value"] == "Ship it"
    assert view["state"]["values"]["day"]["value"]["selected_date"] == "2027-02-01"
    assert (view["callback_id"], view["private_metadata"]) == ("form", "cohort 3")
    assert lea.modal is None


def test_an_untouched_field_brings_what_it_began_with(bot: SmallBot, lea: Person) -> None:
    opened(bot, lea, modal("Join", field("goal", initial_value="As before")))
    lea.submits()
    assert bot.heard[-1]["view"]["state"]["values"]["goal"]["value"]["value"] == "As before"


@pytest.mark.parametrize(
    ("element", "entry", "sentence"),
    [
        ({}, "", "Please complete this required field."),
        ({"max_length": 3}, "four", "This entry is too long."),
        ({"min_length": 3}, "2!", "This entry is too short."),
        ({"kind": "number_input", "is_decimal_allowed": False}, "1.5", "Please enter a whole number."),
        ({"kind": "number_input", "is_decimal_allowed": False, "max_value": "5"}, 6, "Please enter a number in range."),
        ({"kind": "email_text_input"}, "nobody", "Please enter a valid email address."),
        ({"kind": "url_text_input"}, "a.example", "Please enter a valid URL."),
    ],
)
def test_slack_itself_checks_a_field_before_the_bot_hears(
    bot: SmallBot, lea: Person, element: dict[str, Any], entry: object, sentence: str
) -> None:
    opened(bot, lea, modal("Join", field("goal", **element)))
    bot.heard.clear()
    lea.fills({"goal": entry})
    lea.submits()
    assert lea.errors == {"goal": sentence}
    assert bot.heard == []


def test_a_field_or_an_option_that_is_not_there_is_not_filled(bot: SmallBot, lea: Person) -> None:
    opened(bot, lea, modal("Join", field("day", "static_select", options=menu("Monday")["options"])))
    with pytest.raises(NotThere, match="no field 'Colour'"):
        lea.fills({"Colour": "Red"})
    with pytest.raises(NotThere, match="no option 'Sunday'"):
        lea.fills({"day": "Sunday"})


def test_errors_stand_at_their_fields_and_the_form_stays(bot: SmallBot, lea: Person) -> None:
    opened(bot, lea)
    bot.answers(response_action="errors", errors={"goal": "Say a little more"})
    lea.fills({"goal": "no"})
    lea.submits()
    assert lea.errors == {"goal": "Say a little more"}
    assert "no" in lea.modal_text


def test_errors_for_fields_that_do_not_exist_cannot_be_missed(bot: SmallBot, lea: Person) -> None:
    opened(bot, lea)
    bot.answers(response_action="errors", errors={"elsewhere": "Hm"})
    lea.fills({"goal": "x"})
    with pytest.raises(SlackError, match="elsewhere"):
        lea.submits()


def test_an_update_takes_the_place_of_the_form(bot: SmallBot, lea: Person) -> None:
    opened(bot, lea)
    before = lea.modal
    bot.answers(response_action="update", view=modal("Thanks"))
    lea.fills({"goal": "x"})
    lea.submits()
    assert title(lea) == "Thanks"
    assert lea.modal is before


def test_an_update_that_slack_refuses_cannot_be_missed(bot: SmallBot, lea: Person) -> None:
    opened(bot, lea)
    bot.answers(response_action="update", view=modal("x" * 25))
    lea.fills({"goal": "x"})
    with pytest.raises(SlackError, match="/view/title"):
        lea.submits()


def test_a_push_lies_on_top_and_uncovers_the_form_when_closed(bot: SmallBot, lea: Person) -> None:
    opened(bot, lea)
    bot.answers(response_action="push", view=modal("Details"))
    lea.fills({"goal": "x"})
    lea.submits()
    assert title(lea) == "Details"
    lea.closes()
    assert title(lea) == "Join"


def test_a_clear_closes_everything(bot: SmallBot, lea: Person) -> None:
    opened(bot, lea)
    bot.answers(response_action="push", view=modal("Details", field("why")))
    lea.fills({"goal": "x"})
    lea.submits()
    bot.answers(response_action="clear")
    lea.fills({"why": "x"})
    lea.submits()
    assert lea.modal is None


@pytest.mark.usefixtures("hasty")
def test_a_form_that_nobody_acknowledges_stays_with_a_word_of_trouble(bot: SmallBot, lea: Person) -> None:
    opened(bot, lea)
    bot.does = lambda _ack, _body: None
    lea.fills({"goal": "x"})
    lea.submits()
    assert "We had some trouble connecting" in lea.trouble
    assert title(lea) == "Join"


# -- the stack ------------------------------------------------------------------------------------------------


def test_three_forms_are_the_most(bot: SmallBot, lea: Person) -> None:
    stacked(bot, lea, 3)
    codes = []

    def does(ack: Ack, body: Json) -> None:
        codes.append(refused(bot.api.views_push, trigger_id=body["trigger_id"], view=modal("4")))
        ack()

    bot.does = does
    lea.presses("More")
    assert codes == ["push_limit_reached"]
    assert title(lea) == "3"


def test_a_form_is_pushed_from_inside_a_form_only(bot: SmallBot, lea: Person) -> None:
    codes = []

    def does(ack: Ack, body: Json) -> None:
        codes.append(refused(bot.api.views_push, trigger_id=body["trigger_id"], view=modal("2")))
        ack()

    bot.does = does
    lea.types("/mentoring")
    assert codes == ["not_found"]


def test_a_form_in_a_stack_knows_what_lies_below(bot: SmallBot, lea: Person) -> None:
    stacked(bot, lea, 3)
    first, second, third = bot.sandbox.workspace.modals[lea.id]
    assert third["previous_view_id"] == second["id"]
    assert third["root_view_id"] == first["id"]


def test_a_form_that_asked_hears_that_it_was_closed(bot: SmallBot, lea: Person) -> None:
    opened(bot, lea, modal("Join", field("goal"), notify_on_close=True))
    lea.closes()
    assert (bot.heard[-1]["type"], bot.heard[-1]["is_cleared"]) == ("view_closed", False)


def test_a_form_that_did_not_ask_hears_nothing(bot: SmallBot, lea: Person) -> None:
    opened(bot, lea)
    bot.heard.clear()
    lea.closes()
    assert bot.heard == []


def test_the_x_closes_the_whole_stack(bot: SmallBot, lea: Person) -> None:
    opened(bot, lea, modal("1", field("goal"), notify_on_close=True))
    bot.answers(response_action="push", view=modal("2"))
    lea.fills({"goal": "x"})
    lea.submits()
    lea.closes_all()
    assert lea.modal is None
    assert (bot.heard[-1]["type"], bot.heard[-1]["is_cleared"]) == ("view_closed", True)


def test_a_form_may_take_all_below_with_it(bot: SmallBot, lea: Person) -> None:
    opened(bot, lea)
    bot.answers(response_action="push", view=modal("Last", clear_on_close=True))
    lea.fills({"goal": "x"})
    lea.submits()
    lea.closes()
    assert lea.modal is None


# -- changing from outside ------------------------------------------------------------------------------------


def test_an_updated_form_keeps_what_was_typed(bot: SmallBot, lea: Person) -> None:
    opened(bot, lea)
    lea.fills({"goal": "Half a sentence"})
    assert lea.modal
    bot.api.views_update(view_id=lea.modal["id"], view=modal("Join us", section("New"), field("goal")))
    assert title(lea) == "Join us"
    assert "Half a sentence" in lea.modal_text


def test_an_update_with_an_old_hash_is_refused(bot: SmallBot, lea: Person) -> None:
    opened(bot, lea)
    assert lea.modal
    view_id, old = lea.modal["id"], lea.modal["hash"]
    assert bot.api.views_update(view_id=view_id, hash=old, view=FORM)["view"]["hash"] != old
    assert refused(bot.api.views_update, view_id=view_id, hash=old, view=FORM) == "hash_conflict"


def test_a_form_is_found_by_the_bots_own_name_for_it(bot: SmallBot, lea: Person) -> None:
    mine = f"join-{lea.id}"
    opened(bot, lea, modal("Join", external_id=mine))
    bot.api.views_update(external_id=mine, view=modal("Joined", external_id=mine))
    assert title(lea) == "Joined"


def test_that_name_is_given_once(bot: SmallBot, lea: Person) -> None:
    mine = f"join-{lea.id}"
    opened(bot, lea, modal("Join", external_id=mine))
    trigger = bot.sandbox.workspace.new_trigger(lea.id)
    again = modal("Again", external_id=mine)
    assert refused(bot.api.views_open, trigger_id=trigger, view=again) == "duplicate_external_id"


def test_a_form_that_was_closed_is_not_found(bot: SmallBot, lea: Person) -> None:
    opened(bot, lea)
    assert lea.modal
    view_id = lea.modal["id"]
    lea.closes()
    assert refused(bot.api.views_update, view_id=view_id, view=FORM) == "not_found"


# -- Home -----------------------------------------------------------------------------------------------------


def test_home_is_published_for_one_person(bot: SmallBot, lea: Person) -> None:
    other = bot.sandbox.person(f"other-{lea.user.name}")
    bot.api.views_publish(user_id=lea.id, view=home(section("Your programme")))
    assert lea.home_text == "Your programme"
    assert other.home_text == ""


def test_home_is_published_anew_in_the_same_place(bot: SmallBot, lea: Person) -> None:
    first = bot.api.views_publish(user_id=lea.id, view=home(section("Before")))["view"]
    second = bot.api.views_publish(user_id=lea.id, hash=first["hash"], view=home(section("After")))["view"]
    assert second["id"] == first["id"]
    assert lea.home_text == "After"
    stale = {"user_id": lea.id, "hash": first["hash"], "view": home(section("Late"))}
    assert refused(bot.api.views_publish, **stale) == "hash_conflict"


def test_home_has_a_hundred_blocks_at_most(http_bot: SmallBot) -> None:
    person = http_bot.sandbox.person("full")
    assert http_bot.api.views_publish(user_id=person.id, view=home(*[section("x")] * 100))["ok"]
    assert (
        refused(http_bot.api.views_publish, user_id=person.id, view=home(*[section("x")] * 101)) == "invalid_arguments"
    )


def test_home_is_for_people_who_exist(bot: SmallBot) -> None:
    assert refused(bot.api.views_publish, user_id="U404", view=home()) == "user_not_found"


def test_a_bare_button_of_home_is_found_by_the_text_above_it(bot: SmallBot, lea: Person) -> None:
    rows = [section("Winter"), row(button("Leave", value="1")), section("Spring"), row(button("Leave", value="2"))]
    bot.api.views_publish(user_id=lea.id, view=home(*rows))
    lea.presses("Leave", where="Spring")
    assert bot.heard[-1]["actions"][0]["value"] == "2"
    with pytest.raises(NotThere):
        lea.presses("Leave", where="Autumn")


def test_a_choice_in_home_is_heard_at_once(bot: SmallBot, lea: Person) -> None:
    bot.api.views_publish(user_id=lea.id, view=home(section("Your pace", accessory=menu("Weekly", "Monthly"))))
    lea.chooses("Your pace", "Monthly")
    body = bot.heard[-1]
    assert body["actions"][0]["selected_option"]["value"] == "monthly"
    assert body["view"]["type"] == "home"
