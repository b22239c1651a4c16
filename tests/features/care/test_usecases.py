"""Goodbyes with a database: groups, two at once, and what becomes of the places."""

from datetime import timedelta

import pytest

from app.core.refusal import Refusal
from app.features.care import usecases as care
from app.features.care import views
from app.features.decisions.records import QuestionRow
from app.features.joining import usecases as joining
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.features.recognition import usecases as recognition
from app.features.surveys import usecases as surveys
from tests.features.matching.test_usecases import approved, together
from tests.kit.books import on_the_shelf
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


def test_whoever_leaves_a_group_alone_looks_back_on_it_and_keeps_what_they_did(rooms: Rooms) -> None:
    form = {
        "key": "back",
        "name": "Looking back",
        "purpose": "closing",
        "intro": "x",
        "questions": [{"key": "helped", "ask": "What helped?"}],
    }
    with on_the_shelf(forms=[form], closing={"thanks": "Thank you.", "form": "back"}):
        found = group(rooms, rooms.cohort())
        ends(rooms, found, "UADA")
        (asked,) = [one for one in rooms.notices("surveys.ask") if one.outcome is None]
        assert (asked.to, asked.due_at) == ("UADA", rooms.now)
        (summary,) = [one for one in rooms.notices("keepsakes.summary") if one.to == "UADA"]
        (goodbye,) = rooms.notices("care.left")
        assert rooms.now == goodbye.due_at < summary.due_at < rooms.now + timedelta(hours=1)
        with rooms.tx() as tx:
            put = surveys.answer(
                tx, team_id=TEAM, by="UADA", ask_id=asked.about["ask"], values={"helped": "Bo"}, now=rooms.now
            )
            care.accompany(tx, pairing=pairings.pairing(tx, team_id=TEAM, pairing_id=found.id), now=rooms.now)
        assert put.asked.answers == {"helped": "Bo"}


def test_a_second_mentor_who_finds_the_mentee_ready_gets_the_nomination(rooms: Rooms) -> None:
    answers = [
        {"value": "ready", "label": "Ready", "leads_to": "graduate", "thanks": "Noted."},
        {"value": "not_yet", "label": "Not yet", "leads_to": "go_on", "thanks": "Noted."},
    ]
    decision = {
        "key": "graduation",
        "name": "Ready?",
        "roles": ["mentor"],
        "when": {"at": "match", "every_days": 30},
        "ask": "Is {partner} ready?",
        "answers": answers,
    }
    graduation = {"nomination": "{mentor} nominates {mentee} for {role}.", "how": "Post it."}
    with on_the_shelf(decisions=[decision], graduation=graduation):
        cohort = rooms.cohort()
        for user, role in (("UMIRA", "mentor"), ("UCY", "mentor"), ("UADA", "mentee")):
            approved(rooms, cohort, user, role)
        with rooms.tx() as tx:
            made = pairings.begin(
                tx, team_id=TEAM, cohort_id=cohort.id, mentor="UMIRA", mentees=("UADA",), now=rooms.now
            )
            made = pairings.join(tx, team_id=TEAM, pairing_id=made.id, user_id="UCY", role="mentor", now=rooms.now)
            care.accompany(tx, pairing=made, now=rooms.now)
        rooms.clock.advance(timedelta(days=30))
        with rooms.tx() as tx:
            (asked,) = [one.id for one in tx.query(QuestionRow).all() if (one.user_id, one.number) == ("UCY", 1)]
        for _ in range(2):
            with rooms.tx() as tx:
                care.graduate(tx, team_id=TEAM, by="UCY", question_id=asked, said="ready", now=rooms.now)
        assert [one.to for one in rooms.notices("recognition.nomination")] == ["UCY"]
        with rooms.tx() as tx:
            ended = pairings.pairing(tx, team_id=TEAM, pairing_id=made.id)
            recognition.edit_nomination(
                tx, team_id=TEAM, by="UCY", pairing_id=made.id, text="She is ready.", now=rooms.now
            )
            book = programmes.handbook_of(tx, cohort)
        assert "<@UCY> finds <@UADA> ready" in views.goodbye(ended, "UMIRA", cohort, book)
        assert "You found <@UADA> ready" in views.goodbye(ended, "UCY", cohort, book)
        assert "<@UCY> finds you ready" in views.goodbye(ended, "UADA", cohort, book)
