"""Whose a notice is: its subject belongs to a pairing, a cohort or a person, step by step.

A subject is `family:id`, perhaps with more behind it (`pairing:1:ladder`). Rooms choose the families; which
column of which table leads on from each of them is one list (`app/subjects.py`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from app.database.session import Transaction
from app.delivery.records import Notice

PAIRING, COHORT, PERSON = "pairing", "cohort", "person"


@dataclass(frozen=True)
class Belongs:
    """One step from a family to the one that it belongs to.

    Attributes:
        to: the other family.
        by: the column that holds the other's id; None if both have the same.
    """

    to: str
    by: InstrumentedAttribute[Any] | None = None


Tree = Mapping[str, Belongs]


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Whose a subject is, as far as the tree leads."""

    pairing_id: int | None = None
    cohort_id: int | None = None
    person: str | None = None


def owner_of(tx: Transaction, tree: Tree, *, team_id: str, subject: str) -> Owner:
    """Return whose a subject is; an empty `Owner` for what belongs to nobody, or is gone."""
    family, number = _parts(subject)
    found: dict[str, Any] = {}
    while number is not None:
        if family == PERSON:
            found["person"] = number
        elif family in (PAIRING, COHORT):
            found[f"{family}_id"] = int(number)
        step = tree.get(family)
        if step is None:
            break
        family, number = step.to, _next(tx, team_id, step, number)
    return Owner(**found)


def _parts(subject: str) -> tuple[str, str | None]:
    family, _, rest = subject.partition(":")
    return family, rest.partition(":")[0] or None


def _next(tx: Transaction, team_id: str, step: Belongs, number: str) -> str | None:
    if step.by is None:
        return number
    if not number.isdecimal():
        return None
    row = step.by.class_
    found = tx.scalar(select(step.by).where(row.id == int(number), row.team_id == team_id))
    return None if found is None else str(found)


def below(
    tx: Transaction, tree: Tree, *, team_id: str, family: str, number: str, only: Collection[str] | None = None
) -> list[str]:
    """Return a subject and all that belong to it.

    Args:
        tx: the transaction.
        tree: how families belong to each other.
        team_id: the workspace.
        family: of the subject, such as `pairing`.
        number: its id.
        only: the families to go down to; None for all.
    """
    found, here = [f"{family}:{number}"], {family: [number]}
    while here:
        lower: dict[str, list[str]] = {}
        for name, step in tree.items():
            if step.to in here and (only is None or name in only):
                ids = _ids_below(tx, team_id, step, here[step.to])
                found += [f"{name}:{one}" for one in ids]
                if ids:
                    lower[name] = ids
        here = lower
    return found


def _ids_below(tx: Transaction, team_id: str, step: Belongs, numbers: list[str]) -> list[str]:
    if step.by is None:
        return numbers
    row = step.by.class_
    above = numbers if step.to == PERSON else [int(one) for one in numbers]
    rows = tx.scalars(select(row.id).where(row.team_id == team_id, step.by.in_(above)).order_by(row.id))
    return [str(one) for one in rows]


AT_ONCE = 100


def ids_of(tx: Transaction, *, team_id: str, subjects: Collection[str]) -> list[int]:
    """Return the notices of these subjects, and of those that begin with one of them (`…:ladder`).

    Each subject is looked up by itself in the index: with one long condition SQLite would read the whole table.
    """
    names = sorted(subjects)
    found: list[int] = []
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        here = select(Notice.id).where(Notice.team_id == team_id)
        whole = here.where(Notice.subject.in_(some))
        found += tx.scalars(union_all(whole, *(here.where(_begins(tx, f"{one}:")) for one in some)))
    return found


def _begins(tx: Transaction, text: str) -> ColumnElement[bool]:
    if tx.get_bind().dialect.name == "sqlite":
        # SQLite compares byte by byte, but its LIKE knows no capitals and so no index; `;` comes after `:`.
        return and_(Notice.subject >= text, Notice.subject < text[:-1] + ";")
    return Notice.subject.startswith(text, autoescape=True)
