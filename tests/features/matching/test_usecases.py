"""Matching with a database: who may, what stands, and two at once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.core.refusal import Refusal
from app.features.joining import usecases as joining
from app.features.joining.rules import Application
from app.features.matching import usecases
from app.features.matching.rules import Proposals
from app.features.pairings import usecases as pairings
from app.features.people import usecases as people
from app.features.programmes.rules import Cohort
from tests.kit.rooms import BOSS, TEAM, Rooms

ANSWERS: dict[str, Any] = {
    "wants": ["backend"],
    "offers": ["backend"],
    "goals": "Ship something",
    "experience": "7",
    "languages": ["en"],
    "hours": "2",
    "capacity": "1",
    "slots": ["1-1080-1200"],
    "slots__zone": "Europe/Madrid",
    "conduct": ["yes"],
}


def approved(rooms: Rooms, cohort: Cohort, user: str, role: str, **changes: Any) -> Application:
    rooms.meets(user)
    with rooms.tx() as tx:
        made = joining.submit(
            tx,
            team_id=TEAM,
            user_id=user,
            cohort_id=cohort.id,
            role=role,
            values={**ANSWERS, **changes},
            now=rooms.now,
        )
        return joining.approve(tx, team_id=TEAM, by=BOSS, application_id=made.id, now=rooms.now)


def run(rooms: Rooms, cohort: Cohort) -> Proposals:
    with rooms.tx() as tx:
        return usecases.run(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, now=rooms.now)


def offer_to(rooms: Rooms, user: str) -> int:
    with rooms.tx() as tx:
        return next(one.id for one, _ in usecases.offers_about(tx, team_id=TEAM, user_id=user) if one.user_id == user)


def says(rooms: Rooms, user: str, offer: int, said: str = "yes") -> None:
    with rooms.tx() as tx:
        usecases.answer(tx, team_id=TEAM, by=user, offer_id=offer, said=said, now=rooms.now)


def together(*deeds: Callable[[], object]) -> list[object]:
    """Do everything at once; return what each gave or raised."""
    results: list[object] = [None] * len(deeds)
    start = threading.Barrier(len(deeds))

    def do(number: int) -> None:
        start.wait()
        try:
            results[number] = deeds[number]()
        except Refusal as no:
            results[number] = no.code

    threads = [threading.Thread(target=do, args=(number,)) for number in range(len(deeds))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return results


def test_two_coordinators_accept_at_once_and_one_offer_goes_out(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    approved(rooms, cohort, "UA", "mentee")
    approved(rooms, cohort, "UM", "mentor")
    proposal = run(rooms, cohort).undecided[0].id

    def accept() -> None:
        with rooms.tx() as tx:
            usecases.accept(tx, team_id=TEAM, by=BOSS, proposal_id=proposal, now=rooms.now)

    assert together(accept, accept, accept) == [None, None, None]
    assert [one.to for one in rooms.notices("matching.offer")] == ["UM"]


def test_the_last_place_is_given_once(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    for user in ("UA", "UB"):
        approved(rooms, cohort, user, "mentee")
    approved(rooms, cohort, "UM", "mentor")
    first = run(rooms, cohort).undecided
    assert len(first) == 1
    with rooms.tx() as tx:
        usecases.accept(tx, team_id=TEAM, by=BOSS, proposal_id=first[0].id, now=rooms.now)
    assert run(rooms, cohort).undecided == []
    found = run(rooms, cohort)
    assert [code for _, code in found.left_over] == ["no-mentor"]


def test_yes_and_the_end_of_the_offer_at_once_end_one_way_only(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    approved(rooms, cohort, "UA", "mentee")
    approved(rooms, cohort, "UM", "mentor")
    with rooms.tx() as tx:
        found = usecases.run(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, now=rooms.now)
        usecases.accept(tx, team_id=TEAM, by=BOSS, proposal_id=found.undecided[0].id, now=rooms.now)
    offer = offer_to(rooms, "UM")
    at_the_end = rooms.now + timedelta(days=3)

    def yes() -> None:
        with rooms.tx() as tx:
            usecases.answer(
                tx, team_id=TEAM, by="UM", offer_id=offer, said="yes", now=at_the_end - timedelta(seconds=1)
            )

    def lapse() -> None:
        with rooms.tx() as tx:
            usecases.lapse(tx, at_the_end)

    said = together(yes, lapse)[0]
    with rooms.tx() as tx:
        final, _ = usecases.offer(tx, team_id=TEAM, offer_id=offer)
    assert (final.accepted_at is None) == (said == "matching.lapsed")
    assert (final.lapsed_at is None) == (said is None)


def test_both_say_yes_twice_and_are_one_pair(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    approved(rooms, cohort, "UA", "mentee")
    approved(rooms, cohort, "UM", "mentor")
    with rooms.tx() as tx:
        found = usecases.run(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, now=rooms.now)
        usecases.accept(tx, team_id=TEAM, by=BOSS, proposal_id=found.undecided[0].id, now=rooms.now)
    says(rooms, "UM", offer_to(rooms, "UM"))
    last = offer_to(rooms, "UA")
    together(lambda: says(rooms, "UA", last), lambda: says(rooms, "UA", last))
    with rooms.tx() as tx:
        assert len(pairings.pairings_of(tx, team_id=TEAM, user_id="UA")) == 1
    assert len(rooms.notices("matching.introduction")) == 1
    assert len(rooms.notices("checkins.ask")) == 8  # four months, two people


def test_only_the_right_people_pass(rooms: Rooms) -> None:
    cohort, other = rooms.cohort("Winter"), rooms.cohort("Other")
    rooms.meets("UOTTO")
    with rooms.tx() as tx:
        people.appoint(tx, team_id=TEAM, by=BOSS, user_id="UOTTO", cohort_id=other.id, now=rooms.now)
    approved(rooms, cohort, "UA", "mentee")
    approved(rooms, cohort, "UM", "mentor")
    proposal = run(rooms, cohort).undecided[0].id
    deeds: list[Callable[[Any, str], object]] = [
        lambda tx, by: usecases.run(tx, team_id=TEAM, by=by, cohort_id=cohort.id, now=rooms.now),
        lambda tx, by: usecases.to_read(tx, team_id=TEAM, by=by, cohort_id=cohort.id),
        lambda tx, by: usecases.accept(tx, team_id=TEAM, by=by, proposal_id=proposal, now=rooms.now),
        lambda tx, by: usecases.forbid(tx, team_id=TEAM, by=by, proposal_id=proposal, now=rooms.now),
        lambda tx, by: usecases.accept_all(tx, team_id=TEAM, by=by, cohort_id=cohort.id, number=1, now=rooms.now),
    ]
    for who in ("UOTTO", "USTRANGER", "UA"):
        for deed in deeds:
            with pytest.raises(Refusal, match=r"people\.not-a-coordinator"), rooms.tx() as tx:
                deed(tx, who)
    with pytest.raises(Refusal, match=r"matching\.gone"), rooms.tx() as tx:
        usecases.accept(tx, team_id="TOTHER", by=BOSS, proposal_id=proposal, now=rooms.now)


def test_a_closed_cohort_matches_nobody(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    approved(rooms, cohort, "UA", "mentee")
    approved(rooms, cohort, "UM", "mentor")
    proposal = run(rooms, cohort).undecided[0].id
    from app.features.organising import usecases as organising  # noqa: PLC0415 - a room above; only this test closes

    with rooms.tx() as tx:
        organising.close_cohort(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, now=rooms.now)
    with pytest.raises(Refusal, match=r"programmes\.closed"):
        run(rooms, cohort)
    with pytest.raises(Refusal, match=r"programmes\.closed"), rooms.tx() as tx:
        usecases.accept(tx, team_id=TEAM, by=BOSS, proposal_id=proposal, now=rooms.now)
