"""Who is listed, with what, page by page."""

from typing import Any

from app.features.directory.rules import PER_PAGE, entries, leaf
from app.handbook.fitting import misfits
from app.handbook.model import Handbook
from tests.kit.make import NOW, application, handbook

LISTED = {"key": "listed", "ask": "List me?", "kind": "switch", "required": False, "read_by": "everyone"}


def book(**changes: Any) -> Handbook:
    questions = [one.model_dump() for one in handbook().signup.questions]
    for one in questions:
        if one["key"] in ("wants", "offers", "languages"):
            one["read_by"] = "everyone"
    return handbook(
        signup={"questions": [*questions, {**LISTED, **changes}]},
        directory={"listed": "listed", "shows": ["wants", "offers", "languages"]},
    )


def test_only_those_who_take_part_and_want_to_be_listed_are() -> None:
    yes = {"listed": True}
    people = [
        application(1, "mentee", yes),
        application(2, "mentor", yes),
        application(3, "mentee", {"listed": False}),
        application(4, "mentee"),
        application(5, "mentee", yes, approved_at=None),
        application(6, "mentee", yes, withdrawn_at=NOW),
        application(7, "mentor", yes, matched_at=NOW),
        application(8, "mentor", yes),
    ]
    found = entries(people, book(), "Winter", gone={"U8"})
    assert [(one.user_id, one.role) for one in found] == [("U2", "mentor"), ("U7", "mentor"), ("U1", "mentee")]
    assert entries(people, handbook(), "Winter", gone=()) == []


def test_an_entry_shows_what_the_handbook_names_in_its_order_and_nothing_else() -> None:
    said = {"listed": True, "languages": {"fluent": ["es"], "some": ["en"]}, "goals": "private"}
    (found,) = entries([application(1, "mentee", said)], book(), "Winter", gone=())
    assert [text for _, text in found.answers] == ["Backend", "Spanish, English"]


def test_a_page_holds_so_many_and_a_missing_page_is_the_last() -> None:
    people = [application(n, "mentee" if n % 2 else "mentor", {"listed": True}) for n in range(1, 2 * PER_PAGE + 4)]
    found = entries(people, book(), "Winter", gone=())
    assert [len(leaf(found, "all", n).entries) for n in (1, 2, 3, 9)] == [PER_PAGE, PER_PAGE, 3, 3]
    assert {one.role for one in leaf(found, "mentor", 1).entries} == {"mentor"}
    assert leaf(found, "nonsense", 0).number == 1


def test_a_directory_shows_only_answers_that_were_given_for_everybody() -> None:
    said = book().model_dump()
    said["directory"]["shows"] = ["goals"]
    (wrong,) = misfits(Handbook.model_validate(said))
    assert wrong.says == 'shows the question `goals`; that question needs read_by = "everyone"'
    assert "must be of kind switch" in next(one.says for one in misfits(book(kind="agree", otherwise="Please")))
