"""How each bad day at Slack ends, over the wire."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core.carrier import Absent, CannotTell, Later, Need, Refused, Sent, Standing, Unknown
from app.core.clock import MovableClock, steady
from app.core.notice import Invite, Post, PublishHome, Upload
from app.sandbox.faults import Fault
from app.sandbox.people import Person
from app.sandbox.server import Sandbox
from app.slack.gateway import Gateway

NOW = datetime(2027, 1, 11, 11, tzinfo=UTC)
MANIFEST = Path(__file__).parents[2] / "manifests" / "development.yaml"
FAR = steady() + 1_000_000
HELLO = Post(text="Hello", blocks=[])


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(clock=MovableClock(NOW), manifest=MANIFEST, rates="off")
    yield made
    made.stop()


@pytest.fixture
def gateway(sandbox: Sandbox) -> Gateway:
    return Gateway(lambda _team: sandbox.bot_token, sandbox.api_url, pace=0)


@pytest.fixture
def ada(sandbox: Sandbox) -> Person:
    return sandbox.person("ada", tz="Europe/Madrid")


def test_a_message_arrives_once_and_is_found_by_its_mark(gateway: Gateway, ada: Person) -> None:
    assert isinstance(gateway.carry("T", ada.id, HELLO, ["mark-1"], FAR), Sent)
    assert isinstance(gateway.find("T", ada.id, HELLO, "mark-1", NOW - timedelta(minutes=1)), Sent)
    assert gateway.find("T", ada.id, HELLO, "mark-2", NOW - timedelta(minutes=1)) == Absent()
    assert len(ada.messages()) == 1


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault("429", seconds=7), Later(7.0, "ratelimited", "chat.postMessage")),
        (Fault("500"), Unknown("http 500")),
        (Fault("error", code="channel_not_found"), Refused("channel_not_found")),
        (Fault("error", code="token_revoked"), Later(300.0, "token_revoked", "*")),
        (Fault("error_after", code="internal_error"), Unknown("internal_error")),
        (Fault("error", code="ratelimited"), Later(30.0, "ratelimited", "chat.postMessage")),
    ],
)
def test_each_trouble_ends_as_its_page_says(
    sandbox: Sandbox, gateway: Gateway, ada: Person, fault: Fault, outcome: object
) -> None:
    sandbox.faults.next("chat.postMessage", fault)
    found = gateway.carry("T", ada.id, HELLO, ["m"], FAR)
    if isinstance(outcome, Unknown):
        assert isinstance(found, Unknown)
    else:
        assert found == outcome


@pytest.mark.parametrize("kind", ["drop_after", "drop_before"])
def test_a_lost_answer_is_in_doubt_and_never_tried_again_by_itself(
    sandbox: Sandbox, gateway: Gateway, ada: Person, kind: str
) -> None:
    sandbox.faults.next("chat.postMessage", Fault(kind))  # type: ignore[arg-type]  # both are kinds
    assert isinstance(gateway.carry("T", ada.id, HELLO, ["m"], FAR), Unknown)
    assert len(ada.messages()) == (1 if kind == "drop_after" else 0)


def test_a_slack_that_is_not_there_gets_another_try_later(sandbox: Sandbox) -> None:
    nowhere = Gateway(lambda _team: sandbox.bot_token, "http://127.0.0.1:9/api/")
    assert nowhere.carry("T", "U1", HELLO, ["m"], FAR) == Later(5.0, "no connection", "*")
    assert isinstance(nowhere.find("T", "C1", HELLO, "m", NOW), Later)


def test_a_history_that_may_not_be_read_cannot_tell(sandbox: Sandbox, gateway: Gateway, ada: Person) -> None:
    sandbox.limits.granted.discard("im:history")
    assert gateway.find("T", ada.id, HELLO, "m", NOW) == CannotTell()


def test_files_invitations_and_homes_are_carried(sandbox: Sandbox, gateway: Gateway, ada: Person) -> None:
    room = sandbox.channel("mentees")
    for _ in range(2):  # whoever is in already stays, and is no error
        assert isinstance(gateway.carry("T", room.id, Invite(channel=room.id, users=(ada.id,)), ["m"], FAR), Sent)
    assert ada.id in room.members
    file = Upload(filename="meeting-1.ics", content=b"BEGIN:VCALENDAR", comment="Here it is")
    assert isinstance(gateway.carry("T", ada.id, file, ["m"], FAR), Sent)
    assert isinstance(gateway.find("T", ada.id, file, "m", NOW - timedelta(minutes=1)), Sent)
    home = PublishHome(view={"type": "home", "blocks": [{"type": "divider"}]})
    assert isinstance(gateway.carry("T", ada.id, home, ["m"], FAR), Sent)


def test_a_channel_that_the_bot_is_not_in_is_joined_to_look_for_a_message(
    sandbox: Sandbox, gateway: Gateway, ada: Person
) -> None:
    room = sandbox.channel("mentorship", members=[ada])
    assert isinstance(gateway.carry("T", room.id, HELLO, ["m"], FAR), Sent)
    assert isinstance(gateway.find("T", room.id, HELLO, "m", NOW - timedelta(minutes=1)), Sent)


def test_the_longest_message_can_be_shown_anew(gateway: Gateway, ada: Person) -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "z" * 3000}}
    long = Post(text="<@U1> " * 5000, blocks=[block] * 3)
    sent = gateway.carry("T", ada.id, long, ["m"], FAR)
    assert isinstance(sent, Sent)
    assert isinstance(gateway.show_anew("T", sent.channel or "", sent.ts or "", long), Sent)
    assert ada.messages()[0]["text"].endswith("…")


def test_no_byte_leaves_after_the_time_to_send_is_over(gateway: Gateway, ada: Person) -> None:
    assert gateway.carry("T", ada.id, HELLO, ["m"], steady() - 1) == Later(0.0, "held up")
    assert ada.messages() == []


def test_a_request_whose_last_piece_would_leave_late_is_none(
    gateway: Gateway, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter([0.0, 99.0])  # the head leaves in time; then the process sleeps

    def late() -> float:
        return next(times)

    monkeypatch.setattr("app.slack.transport.steady", late)
    assert gateway.carry("T", ada.id, HELLO, ["m"], 50.0) == Later(0.0, "held up")
    assert ada.messages() == []
    assert list(times) == []


def test_a_second_copy_is_taken_back(gateway: Gateway, ada: Person) -> None:
    sent = gateway.carry("T", ada.id, HELLO, ["m"], FAR)
    assert isinstance(sent, Sent)
    assert sent.channel is not None
    assert sent.ts is not None
    gateway.take_back("T", sent.channel, sent.ts)
    gateway.take_back("T", sent.channel, sent.ts)  # it is gone already: nothing is raised
    assert ada.messages() == []


def test_a_message_that_carries_several_notices_is_found_by_each_mark(gateway: Gateway, ada: Person) -> None:
    gateway.carry("T", ada.id, HELLO, ["m1", "m2"], FAR)
    for mark in ("m1", "m2"):
        assert isinstance(gateway.find("T", ada.id, HELLO, mark, NOW - timedelta(minutes=1)), Sent)
    assert gateway.find("T", ada.id, HELLO, "m", NOW - timedelta(minutes=1)) == Absent()


def test_each_job_says_what_it_asks_of_slack(sandbox: Sandbox, ada: Person) -> None:
    paced = Gateway(lambda _team: sandbox.bot_token, sandbox.api_url, pace=0.5)
    assert paced.needs("carry", "T", ada.id, HELLO) == [Need("chat.postMessage", 0.4), Need(f"post:{ada.id}", 2.0)]
    group = f"{ada.id}+{sandbox.person('ben').id}"
    assert [need.what for need in paced.needs("carry", "T", group, HELLO)] == [
        "chat.postMessage",
        "conversations.open",
        f"post:{group}",
    ]
    paced.carry("T", group, HELLO, ["m"], FAR)
    assert [need.what for need in paced.needs("carry", "T", group, HELLO)] == ["chat.postMessage", f"post:{group}"]
    home = PublishHome(view={})
    assert [need.what for need in paced.needs("carry", "T", ada.id, home)] == ["views.publish"]
    assert [need.what for need in paced.needs("show", "T", ada.id, HELLO)] == ["chat.update"]


def test_a_token_that_was_renewed_elsewhere_locks_nobody_out(sandbox: Sandbox, ada: Person) -> None:
    """Another process was given a new token a moment ago; the old one must not close the workspace for all."""
    known = [sandbox.bot_token]

    def renewed(_team: str) -> str:
        known[0] = sandbox.bot_token
        return known[0]

    gateway = Gateway(lambda _team: known[0], sandbox.api_url, pace=0, renewed=renewed)
    sandbox.uninstall(tell=False)
    assert gateway.carry("T", ada.id, HELLO, ["mark"], FAR) == Later(300.0, "token_revoked", "*")
    sandbox.let_in_again()
    assert gateway.standing(known[0]) is Standing.VOID
    assert gateway.carry("T", ada.id, HELLO, ["mark"], FAR) == Later(0.0, "new token")
    assert isinstance(gateway.carry("T", ada.id, HELLO, ["mark"], FAR), Sent)
    assert gateway.standing(known[0]) is Standing.GOOD
    known[0] = "xoxb-old"
    assert gateway.user("T", ada.id)["id"] == ada.id  # what a person waits for is asked once more at once
    nowhere = Gateway(lambda _team: known[0], "http://127.0.0.1:9/api/", pace=0)
    assert nowhere.standing(known[0]) is Standing.UNKNOWN
