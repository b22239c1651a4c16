"""Who is listed, with what, and how the list is cut into pages."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.features.joining.rules import Application, in_words
from app.handbook.model import Handbook

ALL = "all"
SIDES = (ALL, "mentor", "mentee")
PER_PAGE = 12
LONGEST = 300


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One person on the list.

    Attributes:
        user_id, role, cohort: who, as what, in which cohort (its name).
        answers: question and answer, as the handbook's `shows` orders them.
    """

    user_id: str
    role: str
    cohort: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Leaf:
    """One page of the list: which side it shows, its number from 1, of how many."""

    entries: Sequence[Entry]
    side: str
    number: int
    of: int


def entries(applications: Iterable[Application], handbook: Handbook, cohort: str, gone: Collection[str]) -> list[Entry]:
    """Return who of a cohort is listed: mentors first, then in the order in which they signed up.

    Args:
        applications: of the cohort.
        handbook: says what is shown.
        cohort: its name.
        gone: who left the workspace.
    """
    page = handbook.directory
    if page is None:
        return []
    listed = [
        one for one in applications if one.is_in and one.answers.get(page.listed) is True and one.user_id not in gone
    ]
    return [
        Entry(user_id=one.user_id, role=one.role, cohort=cohort, answers=_answers(one, handbook, page.shows))
        for one in sorted(listed, key=lambda one: (one.role != "mentor", one.id))
    ]


def _answers(application: Application, handbook: Handbook, shows: Sequence[str]) -> tuple[tuple[str, str], ...]:
    asked = {one.key: one for one in handbook.questions(application.role)}
    said = [(asked[key].ask, in_words(asked[key], application)) for key in shows if key in asked]
    return tuple((ask, text[:LONGEST]) for ask, text in said if text)


def leaf(found: Sequence[Entry], side: str, number: int) -> Leaf:
    """Return one page of the list; a page that is no longer there is the last one."""
    side = side if side in SIDES else ALL
    wanted = [one for one in found if side in (ALL, one.role)]
    of = max(1, -(-len(wanted) // PER_PAGE))
    number = min(max(number, 1), of)
    return Leaf(wanted[(number - 1) * PER_PAGE : number * PER_PAGE], side, number, of)
