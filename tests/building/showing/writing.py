"""What people see of when Trellis writes, and why it did."""

import itertools
from collections.abc import Iterator
from datetime import timedelta

from app import lobby
from app.core.calendar import USUAL, Hours
from app.features.letters import views as letters
from app.features.letters.rules import Why
from app.features.people.rules import Person
from app.slack import blocks
from app.slack.text import Mrkdwn, fill
from tests.building.showing import Shown
from tests.kit.make import NOW


def letters_of(text: str) -> Iterator[tuple[str, Shown]]:
    for hours in (USUAL, Hours(0, 24 * 60, (0, 2, 4, 5, 6)), Hours(600, 720, (6,))):
        person = Person(team_id="T1", user_id="U1", name=text, zone="America/Argentina/ComodRivadavia", hours=hours)
        yield "letters.card", letters.hours_card(person)
        yield "letters.form", letters.hours_form(person)
        yield "letters.saved", letters.hours_saved(person)
    yield "letters.again", letters.comes_again(NOW, "Pacific/Apia")
    yield "letters.stopped", letters.stopped(1)
    yield "letters.resumed", letters.resumed()
    yield from _reasons()
    shown = fill("{text}", text=text or "x")
    for kind, to in itertools.product(lobby.board().notices, ("U1", "U1+U2", "C1")):
        post = letters.foot(kind, 10**17, to, blocks.say(shown))
        yield "letters.foot", (Mrkdwn(post.text), post.blocks)
    several = letters.together(
        [letters.foot(kind, 1, "U1", blocks.say(Mrkdwn("x"))) for kind in lobby.board().notices[:4]]
    )
    yield "letters.together", [] if several is None else (Mrkdwn(several.text), several.blocks)


def _reasons() -> Iterator[tuple[str, Shown]]:
    every = tuple(kind.why for kind in lobby.board().notices)
    for reasons, others, put_off, is_stopped in itertools.product(
        (every[:1], every[:4]), ((), ("U2", "U3")), ("", "not at this hour"), (None, False, True)
    ):
        for at, came in ((NOW, NOW), (NOW - timedelta(days=3), None)):
            said = Why(
                notice_id=1,
                reasons=reasons,
                zone="Asia/Kolkata",
                planned_at=at,
                wanted_at=NOW,
                came_at=came,
                put_off=put_off,
                came_again=is_stopped is False,
                others=others,
                counted=not others,
                most=3,
                to_many=not others and is_stopped is None,
                is_stopped=is_stopped,
            )
            yield "letters.why", letters.why(said)
