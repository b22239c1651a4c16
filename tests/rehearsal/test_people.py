"""Who takes part: the mix, the names, the answers to any sign-up form."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from app.features.joining.rules import read_form
from app.handbook import reading
from app.handbook.model import Handbook
from app.handbook.page import ROLES
from app.rehearsal.mix import read_mix
from app.rehearsal.people import answers, everybody, one_wrong
from app.rehearsal.stop import Stop

BOOKS = reading.read_handbooks([reading.SHIPPED])
EAGER = '[[temperament]]\nkey = "eager"\nmentees = 1\nmentors = 1\n'


@pytest.mark.parametrize("book", BOOKS.values(), ids=lambda one: one.programme)
def test_whoever_applies_gives_answers_that_the_handbook_takes(book: Handbook) -> None:
    for one in everybody(book, read_mix(None), 80, 1):
        said = answers(book, one, Random(one.key))  # noqa: S311 - dice
        values = {key: [str(value)] if isinstance(value, int) else value for key, value in said.items()}
        texts = {
            key: value[0] if isinstance(value, list) and key in _single(book, one.role) else value
            for key, value in values.items()
        }

        read_form(book.questions(one.role), {**texts, "slots__zone": one.zone}, one.zone)


def _single(book: Handbook, role: str) -> set[str]:
    return {one.key for one in book.questions(role) if one.kind in ("number", "choice", "text", "lines")}


def test_the_same_seed_brings_the_same_people_and_another_seed_others() -> None:
    book, mix = BOOKS["wealljs"], read_mix(None)

    assert everybody(book, mix, 60, 1) == everybody(book, mix, 60, 1)
    assert everybody(book, mix, 60, 1) != everybody(book, mix, 60, 2)


def test_shares_are_kept_as_far_as_whole_people_can() -> None:
    found = everybody(BOOKS["wealljs"], read_mix(None), 100, 1)
    mentees = Counter(one.temperament.key for one in found if one.role == "mentee")

    assert mentees["eager"] in (17, 18)  # of 58, three in ten
    assert mentees["overloaded"] == 0
    assert len({one.name for one in found}) == 100


def test_groups_need_fewer_mentors() -> None:
    of = {key: sum(one.role == "mentor" for one in everybody(BOOKS[key], read_mix(None), 60, 1)) for key in BOOKS}

    assert of["carpentries"] < of["wealljs"]


def test_an_answer_that_the_handbook_does_not_take_is_one_of_its_numbers() -> None:
    assert one_wrong(BOOKS["wealljs"], {"experience": 7}, "mentor") == {"experience": 4}
    assert all(one_wrong(BOOKS["astropy"], {}, role) is None for role in ROLES[:1])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            EAGER + "answers = 2.0\n",
            "mix.toml, line 5: temperament[0].answers: Input should be less than or equal to 1",
        ),
        (EAGER + "mood = 1\n", "mix.toml, line 5: temperament[0].mood: there is no such key"),
        (
            '[[temperament]]\nkey = "eager"\nmentees = 1\n',
            "mix.toml, line 1: temperament[0].mentors: this key is missing",
        ),
        (EAGER + EAGER, "two temperaments have the key eager"),
        (EAGER.replace("mentors = 1", "mentors = 0"), "no temperament has mentors"),
        ("[[temperament\n", "mix.toml is not TOML"),
    ],
)
def test_a_wrong_mix_is_told_with_its_line_and_key(write: Callable[[str], Path], text: str, says: str) -> None:
    with pytest.raises(Stop) as told:
        read_mix(write(text))

    assert says in str(told.value)
    assert "\n" not in str(told.value).removesuffix("\n")
