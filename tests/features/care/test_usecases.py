"""Goodbyes with a database: groups, two at once, and what becomes of the places."""

import pytest

from app.core.refusal import Refusal
from app.features.care import usecases as care
from app.features.joining import usecases as joining
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort
from tests.features.matching.test_usecases import approved, together
from tests.kit.rooms import BOSS, TEAM, Rooms


def group(rooms: Rooms, cohort: Cohort) -> Pairing:
    """Mira with Ada and Bo, and Cy as a second mentor."""
    for user in ("UMIRA", "UCY"):
        approved(rooms, cohort, user, "mentor")
    for user in ("UADA", "UBO"):
        approved(rooms, cohort, user, "mentee")
    with rooms.tx() as tx:
        made = pairings.begin(
            tx, team_id=TEAM, cohort_id=cohort.id, mentor="UMIRA", mentees=("UADA", "UBO"), now=rooms.now
        )
        care.set_out(tx, pairing=made, now=rooms.now)
        for user, role in (("UMIRA", "mentor"), ("UCY", "mentor"), ("UADA", "mentee"), ("UBO", "mentee")):
            joining.mark_matched(
                tx, team_id=TEAM, cohort_id=cohort.id, user_id=user, role=role, matched=True, now=rooms.now
            )
        return pairings.join(tx, team_id=TEAM, pairing_id=made.id, user_id="UCY", role="mentor", now=rooms.now)


def ends(rooms: Rooms, pairing: Pairing, by: str) -> Pairing:
    with rooms.tx() as tx:
        return care.end_pairing(tx, team_id=TEAM, by=by, pairing_id=pairing.id, now=rooms.now)


def waits(rooms: Rooms, cohort: Cohort) -> set[str]:
    with rooms.tx() as tx:
        found = joining.applications_in(tx, team_id=TEAM, cohort_id=cohort.id)
    return {one.user_id for one in found if one.matched_at is None}


def test_a_mentee_leaves_alone_and_the_last_one_ends_the_group(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    found = group(rooms, cohort)
    after = ends(rooms, found, "UADA")
    assert (after.is_live, after.mentees, after.former) == (True, ("UBO",), ("UADA",))
    assert waits(rooms, cohort) == {"UADA"}
    assert {one.to for one in rooms.notices("care.left_you")} == {"UMIRA", "UCY"}
    assert [one for one in rooms.notices("checkins.ask") if one.to == "UADA" and one.settled_at is None] == []
    with pytest.raises(Refusal, match=r"not-a-coordinator"):
        ends(rooms, found, "UADA")
    assert not ends(rooms, found, "UBO").is_live
    assert {one.to for one in rooms.notices("care.goodbye")} == {"UMIRA", "UCY", "UBO"}
    assert waits(rooms, cohort) == {"UADA", "UBO", "UMIRA", "UCY"}


def test_the_first_mentor_and_a_coordinator_end_a_group_for_all(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    found = group(rooms, cohort)
    assert ends(rooms, found, "UCY").is_live
    ended = ends(rooms, found, BOSS)
    assert (ended.ended_why, ends(rooms, found, "UMIRA").ended_why) == ("coordinator", "coordinator")
    assert {one.to for one in rooms.notices("care.goodbye")} == {"UMIRA", "UADA", "UBO"}


def test_two_who_say_goodbye_at_once_part_once(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    approved(rooms, cohort, "UMIRA", "mentor")
    approved(rooms, cohort, "UADA", "mentee")
    with rooms.tx() as tx:
        made = pairings.begin(tx, team_id=TEAM, cohort_id=cohort.id, mentor="UMIRA", mentees=("UADA",), now=rooms.now)
    results = together(lambda: ends(rooms, made, "UMIRA"), lambda: ends(rooms, made, "UADA"))
    first, second = results
    assert isinstance(first, Pairing)
    assert isinstance(second, Pairing)
    assert first.ended_by == second.ended_by
    assert len(rooms.notices("care.goodbye")) == 2


def test_a_mentor_with_another_pairing_stays_matched(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    approved(rooms, cohort, "UMIRA", "mentor", capacity="2")
    made = []
    for user in ("UADA", "UBO"):
        approved(rooms, cohort, user, "mentee")
        with rooms.tx() as tx:
            made.append(
                pairings.begin(tx, team_id=TEAM, cohort_id=cohort.id, mentor="UMIRA", mentees=(user,), now=rooms.now)
            )
            for one, role in (("UMIRA", "mentor"), (user, "mentee")):
                joining.mark_matched(
                    tx, team_id=TEAM, cohort_id=cohort.id, user_id=one, role=role, matched=True, now=rooms.now
                )
    ends(rooms, made[0], "UADA")
    assert waits(rooms, cohort) == {"UADA"}
    ends(rooms, made[1], "UMIRA")
    assert waits(rooms, cohort) == {"UADA", "UBO", "UMIRA"}
