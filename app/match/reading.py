"""People of two files as applications, by the same rules as the form in Slack; and which rows cannot be used."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.core.refusal import Refusal, Refusals
from app.features.joining import words as form_words
from app.features.joining.rules import Application, Value, read_form
from app.handbook.model import Handbook
from app.handbook.signup import Question
from app.handbook.tables import Csv
from app.match import cells, files, words
from app.match.columns import Columns, columns_of
from app.match.files import Fault, Row, Sheet, Stop

ROLES = ("mentee", "mentor")
TEAM = "files"
NOWHERE = "UTC"
ZONE = Question(key="zone", ask=words.ZONE, kind="slots", required=False)
"""Asks for no more than the zone, where a handbook does not ask for hours."""


@dataclass(frozen=True)
class Person:
    """Somebody of a file: how outputs call them. `key` is the same for one person in both files."""

    key: str
    id: str
    name: str
    file: str
    line: int


@dataclass(frozen=True)
class People:
    """Everybody who can be matched.

    Attributes:
        applications: mentees first, in the order of the files.
        persons: by application.
        faults: why rows were left out.
        notes: what whoever typed the command should know.
    """

    applications: Sequence[Application]
    persons: Mapping[int, Person]
    faults: Sequence[Fault]
    notes: Sequence[str]


@dataclass
class _File:
    """One file while it is read."""

    role: str
    sheet: Sheet
    columns: Columns
    faults: list[Fault] = field(default_factory=list)

    def cell(self, row: Row, holds: str) -> str:
        return row.cells.get(self.columns.of.get(holds, ""), "")

    def names(self, row: Row) -> set[str]:
        """Return what identifies somebody: the id and the address."""
        return {f"{one}:{said.casefold()}" for one in ("id", "email") if (said := self.cell(row, one))}


def read_people(
    paths: Mapping[str, Path], handbook: Handbook, table: Csv, now: datetime, told: Callable[[float], None]
) -> People:
    """Read both files.

    Args:
        paths: by role.
        handbook: asks the questions.
        table: says what the columns hold.
        now: when they count as having applied, UTC.
        told: hears which share is done.

    Raises:
        Stop: if a file cannot be read at all, or none of its rows can be used.
    """
    both = []
    for role in ROLES:
        sheet = files.read(paths[role])
        both.append(_File(role, sheet, columns_of(sheet, role, handbook, table), list(sheet.faults)))
    rows = {one.role: _newest(one) for one in both}
    known = _known(both, rows)
    unfound = dict.fromkeys(ROLES, 0)
    applications: list[Application] = []
    persons: dict[int, Person] = {}
    total, done = sum(map(len, rows.values())), 0
    for one in both:
        before = len(applications)
        reader = _Reader(one, handbook.questions(one.role), table, known)
        # Ties are broken by number, so numbers must not follow from where a row stands.
        for row in sorted(rows[one.role], key=lambda row, one=one: (sorted(one.names(row)), row.line)):  # type: ignore[misc]
            done += 1
            told(done / total)
            person = known.person(one, row)
            made = reader.application(row, person, len(applications) + 1, now)
            if made is not None:
                applications.append(made)
                persons[made.id] = person
        unfound[one.role] = reader.unfound
        if len(applications) == before:
            first = one.faults[0] if one.faults else ""
            raise Stop(words.NONE_LEFT.format(file=one.sheet.name, why=first))
    faults = [fault for one in both for fault in sorted(one.faults, key=lambda fault: (fault.line, fault.column))]
    return People(applications, persons, faults, list(_notes(both, unfound)))


def _notes(both: Sequence[_File], unfound: Mapping[str, int]) -> Iterable[str]:
    for one, other in zip(both, reversed(both), strict=True):
        yield from one.sheet.notes
        if one.columns.unknown:
            names = ", ".join(f"“{column}”" for column in one.columns.unknown)
            yield words.UNKNOWN.format(file=one.sheet.name, columns=names)
        if unfound[one.role]:
            yield words.NOBODY.format(file=one.sheet.name, number=unfound[one.role], other=other.sheet.name)


def _newest(one: _File) -> list[Row]:
    """Return the rows without older answers of the same person; the last one in the file counts."""
    last: dict[str, Row] = {}
    kept: list[Row] = []
    for row in reversed(one.sheet.rows):
        names = one.names(row)
        newer = next((last[name] for name in sorted(names) if name in last), None)
        if newer is None:
            kept.append(row)
        else:
            column = one.columns.of.get("id") or one.columns.of.get("email") or ""
            one.faults.append(Fault(one.sheet.name, row.line, column, words.NEWER.format(line=newer.line)))
        last |= dict.fromkeys(names, newer or row)
    return kept[::-1]


class _Known:
    """Everybody of both files by what they are called."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}
        self.by_role: dict[str, dict[str, set[str]]] = {role: {} for role in ROLES}

    def person(self, one: _File, row: Row) -> Person:
        """Return somebody; whoever has the same id or address in the other file is the same."""
        names = sorted(one.names(row))
        new = names[0] if names else f"{one.role}:{row.line}"
        key = next((self.keys[name] for name in names if name in self.keys), new)
        self.keys |= dict.fromkeys(names, key)
        called = one.cell(row, "id") or one.cell(row, "email") or f"{one.sheet.name}:{row.line}"
        name = one.cell(row, "name")
        for alias in (one.cell(row, "id"), one.cell(row, "email"), name):
            if alias:
                self.by_role[one.role].setdefault(cells.plain(alias), set()).add(key)
        return Person(key, called, name or called, one.sheet.name, row.line)

    def named(self, text: str, role: str) -> str | None:
        """Return whom a name means among those of a role; None if it is nobody's, or several people's."""
        found = self.by_role[role].get(cells.plain(text), set())
        return next(iter(found)) if len(found) == 1 else None


def _known(both: Sequence[_File], rows: Mapping[str, Sequence[Row]]) -> _Known:
    known = _Known()
    for one in both:
        for row in rows[one.role]:
            known.person(one, row)
    return known


class _Reader:
    """Reads the rows of one file."""

    def __init__(self, one: _File, questions: Sequence[Question], table: Csv, known: _Known) -> None:
        self.file, self.questions, self.table, self.known = one, questions, table, known
        self.asks_hours = any(question.kind == "slots" for question in questions)
        self.others = next(role for role in ROLES if role != one.role)
        self.unfound = 0

    def application(self, row: Row, person: Person, number: int, now: datetime) -> Application | None:
        """Return what somebody asks for, or None after noting every fault of the row."""
        values: dict[str, Value] = {}
        wrong = []
        for question in self.questions:
            try:
                values |= self._values(question, row)
            except cells.Unclear as no:
                if question.is_confided:
                    self.unfound += 1
                else:
                    wrong.append(self._fault(row, question.key, str(no)))
        unread = {one.column for one in wrong}
        zone = cells.zone(self._said(row, "zone"))
        asked = self.questions if self.asks_hours or not zone else [*self.questions, ZONE]
        try:
            form = read_form(asked, {**values, "slots__zone": zone}, zone or NOWHERE, by=person.key)
        except Refusals as refused:
            faults = [self._refused(row, one) for one in refused.refusals]
            wrong += [one for one in faults if one.column not in unread]
        if wrong:
            self.file.faults += wrong
            return None
        return Application(
            id=number,
            team_id=TEAM,
            cohort_id=1,
            user_id=person.key,
            role=self.file.role,
            round=1,
            zone=form.zone,
            answers=form.answers,
            slots=form.slots,
            confided=form.confided,
            submitted_at=now,
            approved_at=now,
        )

    def _said(self, row: Row, holds: str) -> str:
        return self.file.cell(row, holds) or ("" if holds in self.file.columns.of else self.table.given.get(holds, ""))

    def _values(self, question: Question, row: Row) -> dict[str, Value]:
        """Return what the form would hold for a question."""
        key, said = question.key, self._said(row, question.key)
        meanings, marks = self.table.values.get(key, {}), self.table.lists
        match question.kind:
            case "choice":
                return {key: cells.option(said, question.options, meanings) if said else None}
            case "choices" | "background":
                return {key: cells.choices(said, question.options, meanings, marks)}
            case "languages":
                fluent, some = cells.languages(said, question.options, meanings, marks)
                more, less = cells.languages(self._said(row, f"{key}__some"), question.options, meanings, marks)
                return {key: fluent, f"{key}__some": [*some, *more, *less]}
            case "slots":
                return {key: list(cells.slots(said, marks))}
            case "agree" | "switch":
                return {key: ["yes"] if cells.agrees(said, (question.help, question.ask)) else []}
            case "wishes" | "avoid":
                return {key: self._people(said, marks)}
            case "number":
                return {key: cells.number(said)}
            case _:
                return {key: said}

    def _people(self, said: str, marks: str) -> Value:
        names = cells.pieces(said, marks)
        if len(names) == 1 and self.known.named(said, self.others) is None:
            names = cells.pieces(said, marks + ",")
        found = [self.known.named(one, self.others) for one in names]
        self.unfound += found.count(None)
        return [one for one in found if one is not None]

    def _refused(self, row: Row, no: Refusal) -> Fault:
        if any(one.is_confided and one.key == no.field for one in self.questions):
            return Fault(self.file.sheet.name, row.line, "", words.CONFIDED)
        return self._fault(row, no.field or "", form_words.REFUSALS[no.code].format(**no.facts))

    def _fault(self, row: Row, holds: str, says: str) -> Fault:
        holds = "zone" if holds == "slots__zone" else holds
        return Fault(self.file.sheet.name, row.line, self.file.columns.of.get(holds, holds), says)
