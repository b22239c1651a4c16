"""Claim, send, settle; and what happens when that goes wrong. On both databases."""

import threading
from datetime import timedelta

import pytest

from app.core.carrier import Absent, Later, Refused, Sent, Unknown
from app.core.notice import Wanted
from app.delivery.planning import plan, refresh, show_home
from tests.kit.apart import until
from tests.kit.office import SETTLING, Office, Postman
from tests.kit.rooms import TEAM, Rooms


@pytest.fixture
def office(rooms: Rooms) -> Office:
    return Office(rooms, Postman(), {})


def test_what_is_due_goes_out_once(office: Office) -> None:
    office.wants("a")
    sender = office.sender()
    assert [sender.tick(), sender.tick()] == [1, 0]
    assert office.postman.carried == ["U1: hello"]
    assert (office.row().outcome, office.row().channel, office.row().ts) == ("sent", "D1", "1.0")


def test_news_is_counted_before_a_hint_that_is_due_with_it_and_can_wait(office: Office) -> None:
    with office.rooms.tx() as tx:
        for key, kind in (("a", "hint"), ("b", "hint"), ("c", "hint"), ("d", "news")):
            plan(
                tx,
                team_id=TEAM,
                subject="thing:1",
                wanted=Wanted(key=key, kind=kind, to="U1", due=office.rooms.now),
                now=office.rooms.now,
            )
    sender = office.sender()
    sender.tick()
    assert {one.key for one in office.rooms.notices() if one.outcome == "sent"} == {"a", "b", "d"}
    assert office.row("c").due_at == office.rooms.now + timedelta(days=7)


def test_who_is_told_to_stop_gives_back_what_waits_and_finishes_what_is_on_its_way(office: Office) -> None:
    on_way, may_arrive = threading.Event(), threading.Event()

    def takes_long() -> None:
        on_way.set()
        may_arrive.wait(10)

    for key in "abc":
        office.plans(key, "reply", to="U1")  # to one address, so one after the other
    office.postman.before = takes_long
    sender = office.sender(carriers=2)
    works = threading.Thread(target=sender.tick)
    works.start()
    on_way.wait(10)
    sender.stop()
    until(lambda: office.row("b").claimed_by is None and office.row("c").claimed_by is None, "them to be given back")
    assert office.row("a").sending_at is not None
    may_arrive.set()
    works.join(10)
    assert office.outcomes() == {"a": "sent", "b": None, "c": None}


def test_what_is_not_due_waits(office: Office) -> None:
    office.wants("a", after=timedelta(hours=1))
    assert office.sender().tick() == 0
    office.rooms.clock.advance(timedelta(hours=1))
    assert office.sender().tick() == 1


def test_a_plan_follows_its_subject(office: Office) -> None:
    office.wants("a", "b", after=timedelta(hours=1))
    office.wants("a", after=timedelta(hours=2))
    assert office.row("b").outcome == "cancelled"
    assert office.row("a").due_at == office.rooms.now + timedelta(hours=2)
    office.wants("a", "b", after=timedelta(hours=3))
    assert office.row("b").outcome is None


def test_planning_the_same_again_changes_nothing_that_was_put_off(office: Office) -> None:
    office.wants("a")
    office.postman.outcomes = [Later(90, "ratelimited")]
    office.sender().tick()
    put_off = office.row().due_at
    office.wants("a")
    assert office.row().due_at == put_off


def test_a_notice_of_a_thing_done_is_skipped_with_its_reason(office: Office) -> None:
    office.wants("a")
    office.facts["text"] = "done"
    office.sender().tick()
    assert (office.row().outcome, office.row().reason) == ("skipped", "done already")
    assert office.postman.carried == []


def test_a_stale_notice_is_skipped(office: Office) -> None:
    office.wants("a", expires=office.rooms.now + timedelta(minutes=5))
    office.rooms.clock.advance(timedelta(minutes=6))
    office.sender().tick()
    assert office.row().outcome == "skipped"


def test_slack_throttles_and_the_message_comes_later(office: Office) -> None:
    office.postman.outcomes = [Later(30, "ratelimited")]
    office.wants("a")
    sender = office.sender()
    sender.tick()
    assert sender.tick() == 0
    office.rooms.clock.advance(timedelta(seconds=30))
    sender.tick()
    assert office.row().outcome == "sent"


def test_a_permanent_no_is_kept_with_its_reason(office: Office) -> None:
    office.postman.outcomes = [Refused("is_archived")]
    office.wants("a")
    office.sender().tick()
    assert (office.row().outcome, office.row().reason) == ("failed", "is_archived")


def test_in_doubt_a_nudge_is_not_repeated(office: Office) -> None:
    office.postman.outcomes = [Unknown("TimeoutError")]
    office.wants("a")
    sender = office.sender()
    sender.tick()
    office.rooms.clock.advance(SETTLING)
    sender.tick()
    assert len(office.postman.carried) == 1
    assert office.row().outcome == "uncertain"


def test_in_doubt_a_match_is_sent_again(office: Office) -> None:
    office.postman.outcomes = [Unknown("TimeoutError")]
    office.wants("a", kind="match")
    sender = office.sender()
    sender.tick()
    office.rooms.clock.advance(SETTLING)
    sender.tick()
    assert len(office.postman.carried) == 2
    assert office.row().outcome == "sent"


def test_what_the_history_shows_is_not_repeated(office: Office) -> None:
    office.postman.outcomes = [Unknown("TimeoutError")]
    office.postman.history = Sent("D9", "9.9")
    office.wants("a", kind="match")
    sender = office.sender()
    sender.tick()
    office.rooms.clock.advance(SETTLING)
    sender.tick()
    assert len(office.postman.carried) == 1
    assert (office.row().outcome, office.row().ts) == ("sent", "9.9")


def test_what_the_history_lacks_is_sent(office: Office) -> None:
    office.postman.outcomes = [Unknown("TimeoutError")]
    office.postman.history = Absent()
    office.wants("a")
    sender = office.sender()
    sender.tick()
    office.rooms.clock.advance(SETTLING)
    sender.tick()
    assert office.row().outcome == "sent"
    assert len(office.postman.carried) == 2


class Crash(BaseException):
    """The process dies here."""


def crashes() -> None:
    raise Crash


def test_a_crash_while_sending_leaves_doubt_and_no_second_copy(office: Office) -> None:
    office.wants("a")
    office.postman.before = crashes
    with pytest.raises(Crash):
        office.sender().tick()
    office.postman.before = lambda: None
    survivor = office.sender()
    assert survivor.tick() == 0
    office.leases_run_out()
    survivor.tick()
    assert office.postman.carried == []
    assert office.row().outcome == "uncertain"


def test_a_crash_before_sending_is_harmless(office: Office) -> None:
    office.wants("a", "b")
    office.postman.before = crashes  # dies with the first; the second was claimed, not begun
    with pytest.raises(Crash):
        office.sender().tick()
    office.postman.before = lambda: None
    office.leases_run_out()
    office.sender().tick()
    assert office.row("b").outcome == "sent"


def test_a_process_that_wakes_after_its_lease_sends_no_second_copy(office: Office) -> None:
    office.wants("a", "b")
    slow, quick = office.sender(), office.sender()

    def sleeps() -> None:
        office.postman.before = lambda: None
        office.leases_run_out()
        quick.tick()

    office.postman.before = sleeps
    slow.tick()
    slow.tick()
    assert sorted(office.postman.carried) == ["U1: hello", "U1: hello"]
    assert len([one for one in office.rooms.notices() if one.key == "b" and one.outcome == "sent"]) == 1


def test_a_live_message_is_shown_anew_in_place(office: Office) -> None:
    office.wants("a")
    sender = office.sender()
    sender.tick()
    office.facts["text"] = "accepted"
    with office.rooms.tx() as tx:
        refresh(tx, team_id=TEAM, subject="thing:1", now=office.rooms.now)
    sender.tick()
    assert office.postman.shown == ["accepted"]
    assert sender.tick() == 0


def test_a_live_message_that_would_look_the_same_is_left_alone(office: Office) -> None:
    office.wants("a")
    sender = office.sender()
    sender.tick()
    for text in ("hello", "accepted", "accepted"):
        office.facts["text"] = text
        with office.rooms.tx() as tx:
            refresh(tx, team_id=TEAM, subject="thing:1", now=office.rooms.now)
        assert sender.tick() == 1
    assert office.postman.shown == ["accepted"]
    assert sender.tick() == 0


def test_a_message_that_never_changes_is_not_even_looked_at(office: Office) -> None:
    office.wants("a", kind="fixed")
    sender = office.sender()
    sender.tick()
    with office.rooms.tx() as tx:
        refresh(tx, team_id=TEAM, subject="thing:1", now=office.rooms.now)
    assert sender.tick() == 0
    assert office.row().refresh_at is None


def test_a_change_while_a_message_is_shown_anew_is_shown_afterwards(office: Office) -> None:
    office.wants("a")
    sender = office.sender()
    sender.tick()

    def changes() -> None:
        if office.facts["text"] == "accepted":
            office.facts["text"] = "moved"
            with office.rooms.tx() as tx:
                refresh(tx, team_id=TEAM, subject="thing:1", now=office.rooms.now + timedelta(seconds=1))

    office.postman.before = changes
    office.facts["text"] = "accepted"
    with office.rooms.tx() as tx:
        refresh(tx, team_id=TEAM, subject="thing:1", now=office.rooms.now)
    sender.tick()
    office.rooms.clock.advance(timedelta(seconds=2))
    sender.tick()
    assert office.postman.shown == ["accepted", "moved"]


def test_a_change_while_a_message_is_on_its_way_is_shown_afterwards(office: Office) -> None:
    office.wants("a")

    def changes() -> None:
        office.postman.before = lambda: None
        office.facts["text"] = "accepted"
        with office.rooms.tx() as tx:
            refresh(tx, team_id=TEAM, subject="thing:1", now=office.rooms.now)

    office.postman.before = changes
    sender = office.sender()
    sender.tick()
    sender.tick()
    assert office.postman.shown == ["accepted"]


def test_home_is_published_each_time_by_one_row(office: Office) -> None:
    sender = office.sender()
    for _ in range(2):
        with office.rooms.tx() as tx:
            show_home(tx, team_id=TEAM, user_id="U1", now=office.rooms.now)
        sender.tick()
    assert office.postman.carried == ["U1: PublishHome"] * 2
    assert len(office.rooms.notices()) == 1


def test_planning_one_notice_twice_plans_it_once(office: Office) -> None:
    for _ in range(2):
        with office.rooms.tx() as tx:
            plan(
                tx,
                team_id=TEAM,
                subject="thing:1",
                wanted=Wanted(key="a", kind="nudge", to="U1", due=office.rooms.now),
                now=office.rooms.now,
            )
    assert len(office.rooms.notices()) == 1
