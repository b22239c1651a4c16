"""Two workspaces, one bot, the same user ids: neither sees, touches or outlives the other."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from app import lobby
from app.sandbox import payloads
from app.sandbox.browser import Browser
from tests.kit.town import Town
from tests.kit.twins import HERE, THERE, Twins, everything_seen, twins

SECRET = "only-said-here-9f3"


@pytest.fixture
def pair(database_kind: str) -> Iterator[Twins]:
    with twins(database_kind, "http" if database_kind == "postgres" else "socket") as made:
        yield made


def pressed(node: Any) -> Iterator[dict[str, Any]]:
    """Yield everything that can be pressed or chosen, as Slack would say it was."""
    if isinstance(node, list):
        for one in node:
            yield from pressed(one)
    if not isinstance(node, dict):
        return
    if "action_id" in node and node.get("type") == "button" and "url" not in node:
        yield {name: node[name] for name in ("action_id", "type", "value") if name in node} | {"block_id": "b"}
    if "action_id" in node and isinstance(node.get("options"), list) and node["options"]:
        chosen = node["options"][0]
        yield {"action_id": node["action_id"], "type": node["type"], "selected_option": chosen, "block_id": "b"}
    for value in node.values():
        yield from pressed(value)


def everything_shown(town: Town) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield whatever each person has before them, and what each command opens for three of them."""
    space = town.stage.sandbox.workspace
    for person in town.stage.sandbox.people.values():
        for one in person.messages():
            yield person.id, copy.deepcopy(one)
        if person.id in space.homes:
            yield person.id, copy.deepcopy(space.homes[person.id])
    for who in (town.ada, town.mira, town.cora):
        who.closes_all()
        for command in lobby.board().commands:
            who.types(f"/mentoring {command}")
            if who.modal is not None:
                yield who.id, copy.deepcopy(who.modal)
                who.closes_all()


def test_who_lets_it_in_is_greeted_and_coordinates(pair: Twins) -> None:
    pair.both_let_it_in()
    pair.stage.settle()
    for town in (pair.here, pair.there):
        town.cora.sees("You coordinate everything here, since nobody did yet. *Next*: `/mentoring open`")
    pair.here.mira.installs(pair.install)
    pair.stage.settle()
    assert pair.here.mira.messages() == []  # nothing has changed
    pair.here.stage.sandbox.uninstall()
    pair.passes(minutes=5)
    pair.here.mira.installs(pair.install)
    pair.stage.settle()
    pair.here.mira.sees("I am back in this workspace")
    pair.here.mira.does_not_see("You coordinate")
    pair.there.mira.does_not_see("I am back")


def test_neither_sees_or_touches_the_other(pair: Twins) -> None:
    pair.both_let_it_in()
    here, there = pair.here, pair.there
    assert here.ada.id == there.ada.id
    here.pairs(mentee={**here.mentee_answers(), "goals": SECRET})
    there.cora.opens_home()
    there.opens_cohort("Theirs")
    there.joins(there.ada, "mentee")
    there.cora.presses("Approve", where="@Ada Okafor ")
    assert SECRET in everything_seen(here.stage.sandbox)
    assert SECRET not in everything_seen(there.stage.sandbox)
    there.mira.opens_home()
    there.mira.does_not_see("Ada Okafor")

    # Everything that anybody can press or send here is pressed and sent by the person with the same id, there.
    shown = list(everything_shown(here))
    before = pair.rows(HERE)
    presses = forms = 0
    for user_id, thing in shown:
        same = there.stage.sandbox.people[user_id]
        where = {"view": thing} if thing.get("type") in ("modal", "home") else {"message": thing}
        place = {} if "view" in where else {"channel": "C000001", "channel_name": "mentorship"}
        for action in pressed(thing.get("blocks", [])):
            presses += 1
            body = payloads.action(same._context(), {**where, **place}, action, response_url="", state={})
            assert there.stage.sandbox.deliver("interactive", body).ok
        if thing.get("type") == "modal" and "submit" in thing:
            forms += 1
            body = payloads.submission(same._context(), thing, thing["state"])
            assert there.stage.sandbox.deliver("interactive", body).ok
    pair.stage.settle()
    assert presses > 50
    assert forms > 15
    assert pair.rows(HERE) == before
    assert SECRET not in everything_seen(there.stage.sandbox)


def test_a_workspace_that_removes_the_bot_is_left_alone_and_forgotten_after_a_month(pair: Twins) -> None:
    pair.both_let_it_in()
    here, there = pair.here, pair.there
    for town in (here, there):
        town.agrees()
    seen = len(here.ada.messages())
    gone = here.stage.sandbox
    gone.uninstall()
    pair.passes(days=9)  # the meeting, its reminders, its reflection
    assert len(here.ada.messages()) == seen
    assert len(there.ada.messages()) > seen
    here.ada.types("/mentoring")
    here.ada.sees("Trellis is not installed in this workspace any more")
    pair.passes(days=20)
    assert any(pair.rows(HERE).values())
    theirs = {name: len(rows) for name, rows in pair.rows(THERE).items()}
    pair.passes(days=2)
    left = {name: len(rows) for name, rows in pair.rows(HERE).items() if rows}
    assert left == {}
    kept = pair.rows(THERE)
    assert all(len(kept[name]) >= count for name, count in theirs.items() if name != "deliveries")


def test_who_comes_back_in_time_finds_everything_and_late_news_counts_for_nothing(pair: Twins) -> None:
    pair.both_let_it_in()
    here = pair.here
    here.pairs()
    late = here.stage.sandbox.uninstall(tell=False)  # Slack is slow to tell
    old = here.stage.sandbox.bot_token
    pair.passes(minutes=1)
    page = here.mira.installs(pair.install)
    assert "Trellis is in Sandbox" in page
    assert here.stage.sandbox.bot_token != old
    for one in late:
        assert here.stage.sandbox.send_wrapped(one).ok
    pair.passes(minutes=5)
    here.ada.types("/mentoring")
    here.ada.does_not_see("not installed")
    here.ada.presses("Works for me")
    here.mira.sees("Works for me")
    # Who installed it again has not become a coordinator by that.
    here.mira.types("/mentoring open")
    assert "Programme" not in here.mira.modal_text


def test_news_that_is_not_true_is_found_out(pair: Twins) -> None:
    pair.both_let_it_in()
    pair.passes(minutes=10)
    sandbox = pair.here.stage.sandbox
    sandbox.send_event({"type": "app_uninstalled"})  # as after a clock that goes wrong; the token still works
    pair.here.ada.types("/mentoring")
    pair.here.ada.sees("not installed in this workspace any more")
    pair.passes(minutes=3)
    pair.here.ada.types("/mentoring help")
    pair.here.ada.sees("/mentoring hours")


def test_a_user_token_that_is_revoked_is_none_of_our_business(pair: Twins) -> None:
    pair.both_let_it_in()
    sandbox = pair.here.stage.sandbox
    sandbox.send_event({"type": "tokens_revoked", "tokens": {"oauth": ["UCORA"], "bot": ["UOTHERBOT"]}})
    assert pair.rows(HERE)["workspaces"][0].left_at is None


def test_an_installation_that_goes_wrong_says_what_to_do(pair: Twins) -> None:
    cora = pair.here.cora.person
    assert "Nothing was installed" in cora.installs(pair.install, agrees=False)
    app, there = pair.stage.sandbox.app, pair.here.stage.sandbox

    # Somebody else's browser cannot finish what was begun in this one.
    mine, other = Browser(app), Browser(app)
    asked = mine.begins(pair.install)
    back = app.allow(there, "UCORA", asked)
    page, _ = other.opens(back)
    assert (other.status, "begun in the same browser" in page) == (400, True)
    other.begins(pair.install)
    other.opens(back)
    assert other.status == 400

    # A code works once, and what Slack says is passed on.
    page, _ = mine.opens(back)
    assert "Trellis is in Sandbox" in page
    asked = mine.begins(pair.install)
    page, _ = mine.opens(back.partition("?")[0] + f"?code=made-up&state={asked['state']}")
    assert (mine.status, "invalid_code" in page) == (400, True)
    assert len(pair.rows(HERE)["workspaces"]) == 1
    assert pair.rows(HERE)["workspaces"][0].installed_by == "UCORA"
