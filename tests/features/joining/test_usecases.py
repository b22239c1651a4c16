"""Asking for a place, on both databases."""

from typing import Any

import pytest

from app.core.refusal import Refusal, Refusals
from app.features.joining import usecases
from app.features.joining.rules import Application, State
from tests.kit.rooms import BOSS, TEAM, Rooms

MENTEE: dict[str, Any] = {
    "wants": ["backend"],
    "goals": "Ship something",
    "experience": "1",
    "languages": ["en"],
    "languages__some": ["es"],
    "hours": "2",
    "slots": ["1-1080-1200"],
    "slots__zone": "Europe/Madrid",
    "conduct": ["yes"],
    "public": ["yes"],
}


def apply(rooms: Rooms, user: str, cohort_id: int, **changes: Any) -> Application:
    with rooms.tx() as tx:
        return usecases.submit(
            tx,
            team_id=TEAM,
            user_id=user,
            cohort_id=cohort_id,
            role="mentee",
            values={**MENTEE, **changes},
            now=rooms.now,
        )


def test_an_application_is_confirmed_and_shown_to_the_coordinators(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    sent = apply(rooms, rooms.meets("UADA"), cohort.id)
    assert sent.state is State.RECEIVED
    assert sent.spoken == {"en", "es"}
    assert [(n.kind, n.to) for n in rooms.notices() if n.kind.startswith("joining")] == [
        ("joining.received", "UADA"),
        ("joining.card", "CDESK"),
        ("joining.mention", "CANNOUNCE"),
    ]


def test_a_second_submission_changes_the_first(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    first = apply(rooms, rooms.meets("UADA"), cohort.id)
    second = apply(rooms, "UADA", cohort.id, hours="3")
    assert second.id == first.id
    assert second.edited_at is not None
    assert len(rooms.notices("joining.received")) == 1


def test_withdrawing_twice_tells_once_and_coming_back_starts_a_new_round(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    sent = apply(rooms, rooms.meets("UADA"), cohort.id)
    for _ in range(2):
        with rooms.tx() as tx:
            usecases.withdraw(tx, team_id=TEAM, by="UADA", application_id=sent.id, now=rooms.now)
    assert len(rooms.notices("joining.withdrawn")) == 1
    again = apply(rooms, "UADA", cohort.id)
    assert (again.id, again.round, again.state) == (sent.id, 2, State.RECEIVED)


def test_only_a_coordinator_of_the_cohort_decides(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    sent = apply(rooms, rooms.meets("UADA"), cohort.id)
    for who in ("UADA", "USTRANGER"):
        with rooms.tx() as tx, pytest.raises(Refusal, match="not-a-coordinator"):
            usecases.approve(tx, team_id=TEAM, by=who, application_id=sent.id, now=rooms.now)
    with rooms.tx() as tx, pytest.raises(Refusal, match="gone"):
        usecases.approve(tx, team_id="TOTHER", by=BOSS, application_id=sent.id, now=rooms.now)
    with rooms.tx() as tx:
        assert (
            usecases.approve(tx, team_id=TEAM, by=BOSS, application_id=sent.id, now=rooms.now).state is State.APPROVED
        )


def test_a_decision_stands_and_the_second_coordinator_hears_so(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    sent = apply(rooms, rooms.meets("UADA"), cohort.id)
    with rooms.tx() as tx:
        usecases.decline(tx, team_id=TEAM, by=BOSS, application_id=sent.id, why="Full this time", now=rooms.now)
    with rooms.tx() as tx, pytest.raises(Refusal, match="decided"):
        usecases.approve(tx, team_id=TEAM, by=BOSS, application_id=sent.id, now=rooms.now)


def test_every_wrong_answer_is_named_at_its_field(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    rooms.meets("UADA")
    with pytest.raises(Refusals) as caught:
        apply(rooms, "UADA", cohort.id, hours="0", slots=[], slots__zone="Europe/Atlantis", conduct=[], goals=" ")
    assert {no.field for no in caught.value.refusals} == {"hours", "slots__zone", "conduct", "goals"}
    assert rooms.notices("joining.received") == []
