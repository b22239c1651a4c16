"""Forms with a database: planned once, carried on, counted, and kept to their readers."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from app.core.refusal import Refusal
from app.features.care import usecases as care
from app.features.pairings import usecases as pairings
from app.features.pairings.rules import Pairing
from app.features.people.records import Deed
from app.features.programmes import usecases as programmes
from app.features.surveys import records, usecases
from tests.kit.books import on_the_shelf
from tests.kit.rooms import BOSS, TEAM, Rooms

HOW = {"key": "how", "ask": "How is it?", "kind": "scale"}
WORDS = {"key": "words", "ask": "What would help?"}
FORMS = (
    {"key": "midway", "name": "Midway", "intro": "x", "when": {"at": "middle"}, "questions": [HOW, WORDS]},
    {"key": "last", "name": "Last survey", "intro": "x", "when": {"at": "end"}, "questions": [HOW]},
    {
        "key": "before",
        "name": "Before you meet",
        "intro": "x",
        "purpose": "preparation",
        "when": {"at": "match"},
        "read_by": "pair",
        "questions": [WORDS],
    },
    {"key": "goodbye", "name": "Looking back", "intro": "x", "purpose": "closing", "questions": [WORDS]},
)


@pytest.fixture(autouse=True)
def _forms() -> Iterator[None]:
    with on_the_shelf(forms=FORMS):
        yield


def begins(rooms: Rooms, cohort_id: int, mentor: str, *mentees: str) -> Pairing:
    for one in (mentor, *mentees):
        rooms.meets(one)
    with rooms.tx() as tx:
        made = pairings.begin(tx, team_id=TEAM, cohort_id=cohort_id, mentor=mentor, mentees=mentees, now=rooms.now)
        care.accompany(tx, pairing=made, now=rooms.now)
    return made


def ends(rooms: Rooms, pairing: Pairing, by: str) -> None:
    with rooms.tx() as tx:
        ended = pairings.end(tx, team_id=TEAM, by=by, pairing_id=pairing.id, now=rooms.now)
        care.accompany(tx, pairing=ended, now=rooms.now)


def asks(rooms: Rooms, user: str, form: str) -> list[records.AskRow]:
    with rooms.tx() as tx:
        rows = tx.query(records.AskRow).filter_by(user_id=user, form_key=form, dropped_at=None)
        return rows.order_by(records.AskRow.id).all()


def answers(rooms: Rooms, user: str, form: str, **values: Any) -> int:
    ask_id = asks(rooms, user, form)[0].id
    with rooms.tx() as tx:
        usecases.answer(tx, team_id=TEAM, by=user, ask_id=ask_id, values=values, now=rooms.now)
    return ask_id


def test_a_form_is_planned_once_for_each_person_however_often_the_plan_is_made(rooms: Rooms) -> None:
    pairing = begins(rooms, rooms.cohort().id, "UM", "UA")
    for _ in range(3):
        with rooms.tx() as tx:
            usecases.replan(tx, pairing=pairing, now=rooms.now)
    assert len(asks(rooms, "UA", "midway")) == len(asks(rooms, "UM", "midway")) == 1
    assert len(rooms.notices("surveys.ask")) == 6
    assert {row.to for row in rooms.notices("surveys.chase")} == {"UM", "UA"}


def test_somebody_in_two_pairings_gets_a_survey_once_and_the_other_carries_it_on(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    first = begins(rooms, cohort.id, "UM", "UA")
    second = begins(rooms, cohort.id, "UM", "UB")
    assert [row.pairing_id for row in asks(rooms, "UM", "midway")] == [first.id]
    assert [row.pairing_id for row in asks(rooms, "UM", "before")] == [first.id, second.id]
    ends(rooms, first, "UA")
    assert [row.pairing_id for row in asks(rooms, "UM", "midway")] == [second.id]
    assert asks(rooms, "UA", "midway") == []
    due = [row for row in rooms.notices("surveys.ask") if row.to == "UM" and row.outcome is None]
    assert {row.about["ask"] for row in due} == {
        *(row.id for row in asks(rooms, "UM", "midway")),
        *(row.id for row in asks(rooms, "UM", "last")),
        *(row.id for row in asks(rooms, "UM", "before")),
    }


def test_a_survey_for_the_end_reaches_people_whose_cohort_closes_early(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    pairing = begins(rooms, cohort.id, "UM", "UA")
    rooms.clock.advance(timedelta(days=20))
    with rooms.tx() as tx:
        programmes.close_cohort(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, now=rooms.now)
    ends(rooms, pairing, BOSS)
    assert asks(rooms, "UA", "last")[0].asked_at == rooms.now
    assert asks(rooms, "UA", "midway") == []
    answers(rooms, "UA", "last", how="4")
    with rooms.tx() as tx:
        for form, expected in (("last", True), ("midway", False)):
            said = usecases.has_answered(tx, team_id=TEAM, cohort_id=cohort.id, user_id="UA", form_key=form)
            assert said is expected


def test_whoever_joins_and_leaves_a_group_has_its_forms_only_while_there(rooms: Rooms) -> None:
    pairing = begins(rooms, rooms.cohort().id, "UM", "UA", "UB")
    rooms.meets("UC")
    with rooms.tx() as tx:
        pairing = pairings.join(tx, team_id=TEAM, pairing_id=pairing.id, user_id="UC", role="mentee", now=rooms.now)
        care.accompany(tx, pairing=pairing, now=rooms.now)
    assert len(asks(rooms, "UC", "midway")) == 1
    with rooms.tx() as tx:
        pairing = pairings.leave(tx, team_id=TEAM, pairing_id=pairing.id, user_id="UC", why="person", now=rooms.now)
        care.accompany(tx, pairing=pairing, now=rooms.now)
    assert asks(rooms, "UC", "midway") == []
    assert all(row.outcome == "cancelled" for row in rooms.notices() if row.kind == "surveys.ask" and row.to == "UC")


def test_a_closing_asks_for_its_form_after_the_pairing_has_ended_and_only_once(rooms: Rooms) -> None:
    pairing = begins(rooms, rooms.cohort().id, "UM", "UA")
    ends(rooms, pairing, "UA")
    with rooms.tx() as tx:
        ended = pairings.pairing(tx, team_id=TEAM, pairing_id=pairing.id)
        found = [
            usecases.ask(tx, pairing=ended, user_id="UA", form_key="goodbye", now=rooms.now + timedelta(days=day))
            for day in (0, 1)
        ]
        assert usecases.ask(tx, pairing=ended, user_id="UA", form_key="no_such", now=rooms.now) is None
        assert usecases.ask(tx, pairing=ended, user_id="UB", form_key="goodbye", now=rooms.now) is None
        usecases.replan(tx, pairing=ended, now=rooms.now)
    assert found[0] is not None
    assert found[0] == found[1]
    answers(rooms, "UA", "goodbye", words="thanks")


def test_answers_are_sealed_and_can_be_changed_until_the_form_closes(rooms: Rooms) -> None:
    begins(rooms, rooms.cohort().id, "UM", "UA")
    rooms.clock.advance(timedelta(hours=2))
    ask_id = answers(rooms, "UA", "before", words="a secret wish")
    answers(rooms, "UA", "before", words="another wish")
    with rooms.database.engine.connect() as connection:
        raw = connection.exec_driver_sql("SELECT answers FROM form_asks WHERE answers IS NOT NULL").scalars().all()
    assert len(raw) == 1
    assert "wish" not in raw[0]
    with rooms.tx() as tx:
        again = usecases.to_answer(tx, team_id=TEAM, by="UA", ask_id=ask_id, now=rooms.now)
    assert again.asked.answers == {"words": "another wish"}
    rooms.clock.advance(timedelta(days=14))
    with rooms.tx() as tx, pytest.raises(Refusal, match=r"surveys\.closed"):
        usecases.to_answer(tx, team_id=TEAM, by="UA", ask_id=ask_id, now=rooms.now)


def test_nobody_answers_for_another_or_before_the_time(rooms: Rooms) -> None:
    begins(rooms, rooms.cohort().id, "UM", "UA")
    early = asks(rooms, "UA", "midway")[0].id
    now = rooms.now + timedelta(hours=2)
    for by, ask_id, team, code in (
        ("UM", asks(rooms, "UA", "before")[0].id, TEAM, "surveys.not-yours"),
        ("UA", asks(rooms, "UA", "before")[0].id, "T2", "surveys.not-yours"),
        ("UA", 999, TEAM, "surveys.not-yours"),
        ("UA", early, TEAM, "surveys.gone"),
    ):
        with rooms.tx() as tx, pytest.raises(Refusal) as no:
            usecases.answer(tx, team_id=team, by=by, ask_id=ask_id, values={"words": "x"}, now=now)
        assert no.value.code == code


def test_what_a_pair_wrote_is_read_by_the_pair_and_only_while_it_is_one(rooms: Rooms) -> None:
    pairing = begins(rooms, rooms.cohort().id, "UM", "UA")
    rooms.clock.advance(timedelta(hours=2))
    ask_id = answers(rooms, "UA", "before", words="my wish")
    assert [row.to for row in rooms.notices("surveys.news")] == ["UM"]
    with rooms.tx() as tx:
        _, found = usecases.read_together(tx, team_id=TEAM, by="UM", ask_id=ask_id)
        assert [one.answers for one in found] == [{"words": "my wish"}]
        for by, team in (("UB", TEAM), (BOSS, TEAM), ("UM", "T2")):
            with pytest.raises(Refusal, match=r"surveys\.not-for-you"):
                usecases.read_together(tx, team_id=team, by=by, ask_id=ask_id)
    ends(rooms, pairing, "UA")
    with rooms.tx() as tx, pytest.raises(Refusal, match=r"surveys\.not-for-you"):
        usecases.read_together(tx, team_id=TEAM, by="UM", ask_id=ask_id)


def test_coordinators_read_what_is_for_them_and_every_reading_is_recorded(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    begins(rooms, cohort.id, "UM", "UA")
    rooms.clock.advance(timedelta(days=70))
    answers(rooms, "UA", "midway", how="2", words="more time")
    with rooms.tx() as tx:
        _, count, found = usecases.read_answers(
            tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, form_key="midway", now=rooms.now
        )
        assert (count.asked, count.answered, count.fine, count.overdue) == (2, 1, 1, 0)
        assert [one.answers for one in found] == [{"how": "2", "words": "more time"}]
        assert [(deed.by, deed.facts) for deed in tx.query(Deed).filter_by(deed="read survey answers")] == [
            (BOSS, {"form": "midway"})
        ]
        for by, form in (("UA", "midway"), ("UM", "midway"), (BOSS, "before"), (BOSS, "no_such")):
            with pytest.raises(Refusal):
                usecases.read_answers(tx, team_id=TEAM, by=by, cohort_id=cohort.id, form_key=form, now=rooms.now)
        assert [one.form.key for one in usecases.counts(tx, team_id=TEAM, cohort_id=cohort.id, now=rooms.now)] == [
            "midway",
            "before",
        ]


def test_two_who_plan_or_answer_at_once_leave_one_form_and_all_its_messages(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    for user in ("UM", "UA"):
        rooms.meets(user)
    with rooms.tx() as tx:
        pairing = pairings.begin(tx, team_id=TEAM, cohort_id=cohort.id, mentor="UM", mentees=("UA",), now=rooms.now)
    start = threading.Barrier(4)

    def plans() -> None:
        start.wait()
        with rooms.tx() as tx:
            usecases.replan(tx, pairing=pairing, now=rooms.now)

    planning = [threading.Thread(target=plans) for _ in range(4)]
    for one in planning:
        one.start()
    for one in planning:
        one.join()
    assert len(asks(rooms, "UA", "before")) == 1
    assert [row.outcome for row in rooms.notices("surveys.ask")] == [None] * 6
    rooms.clock.advance(timedelta(hours=2))
    start = threading.Barrier(2)

    def says(words: str) -> None:
        start.wait()
        answers(rooms, "UA", "before", words=words)

    answering = [threading.Thread(target=says, args=(word,)) for word in ("one", "two")]
    for one in answering:
        one.start()
    for one in answering:
        one.join()
    assert [row.to for row in rooms.notices("surveys.news")] == ["UM"]
    assert asks(rooms, "UA", "before")[0].answered_at == rooms.now
