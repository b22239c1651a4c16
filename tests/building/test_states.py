"""The table of an application's states in the builders' README is the truth: each deed is done in each state."""

import re
from pathlib import Path

import pytest

from app.core.refusal import Refusal
from app.features.joining import usecases
from app.features.joining.rules import Application, State
from tests.features.matching.test_usecases import ANSWERS
from tests.kit.rooms import BOSS, TEAM, Rooms

README = Path(__file__).parents[2] / "app" / "README.md"
DEEDS = ("send the form", "approve", "decline", "withdraw")


def table() -> dict[tuple[str, str], str]:
    part = README.read_text(encoding="utf-8").split("### An application's life")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", part, re.MULTILINE)
    return {(start, deed): end for start, deed, end in rows if start != "from"}


class Applicant:
    """Somebody whose application can be brought into any state."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms = rooms
        self.cohort = rooms.cohort()
        rooms.meets("UADA")

    def does(self, deed: str, application: Application | None) -> Application:
        number = application.id if application is not None else 0
        with self.rooms.tx() as tx:
            now = self.rooms.now
            match deed:
                case "send the form":
                    return usecases.submit(
                        tx,
                        team_id=TEAM,
                        user_id="UADA",
                        cohort_id=self.cohort.id,
                        role="mentee",
                        values=ANSWERS,
                        now=now,
                    )
                case "approve":
                    return usecases.approve(tx, team_id=TEAM, by=BOSS, application_id=number, now=now)
                case "decline":
                    return usecases.decline(tx, team_id=TEAM, by=BOSS, application_id=number, why="Full", now=now)
                case _:
                    return usecases.withdraw(tx, team_id=TEAM, by="UADA", application_id=number, now=now)

    def brought_to(self, state: str) -> Application | None:
        if state == "(nothing)":
            return None
        application = self.does("send the form", None)
        way = {"approved": "approve", "matched": "approve", "declined": "decline", "withdrawn": "withdraw"}
        if state in way:
            application = self.does(way[state], application)
        if state == "matched":
            with self.rooms.tx() as tx:
                usecases.mark_matched(
                    tx,
                    team_id=TEAM,
                    cohort_id=self.cohort.id,
                    user_id="UADA",
                    role="mentee",
                    matched=True,
                    now=self.rooms.now,
                )
        return application


@pytest.mark.parametrize(("start", "deed"), list(table()))
def test_each_deed_ends_as_the_table_says(rooms: Rooms, start: str, deed: str) -> None:
    applicant = Applicant(rooms)
    application = applicant.brought_to(start)
    try:
        ends = applicant.does(deed, application).state.value
    except Refusal as no:
        ends = f"no: `{no.code}`"
    assert ends == table()[start, deed]


def test_no_deed_in_no_state_is_missing() -> None:
    wanted = {(state.value, deed) for state in State for deed in DEEDS} | {("(nothing)", "send the form")}
    assert set(table()) == wanted
