"""What people see of when Trellis writes, and why it did."""

from collections.abc import Iterator

from app.core.calendar import USUAL, Hours
from app.features.letters import views as letters
from app.features.people.rules import Person
from tests.building.showing import Shown


def letters_of(text: str) -> Iterator[tuple[str, Shown]]:
    for hours in (USUAL, Hours(0, 24 * 60, (0, 2, 4, 5, 6)), Hours(600, 720, (6,))):
        person = Person(team_id="T1", user_id="U1", name=text, zone="America/Argentina/ComodRivadavia", hours=hours)
        yield "letters.card", letters.hours_card(person)
        yield "letters.form", letters.hours_form(person)
        yield "letters.saved", letters.hours_saved(person)
