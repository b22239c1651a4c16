"""What coordinators see of what will be sent."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from app import lobby
from app.core.foresight import Foreseen
from app.features.foreseeing import views
from app.features.foreseeing.rules import Almanac, Message, almanac
from app.features.foreseeing.rules.imagining import imagine_in
from app.slack.text import fill
from tests.building.showing import Shown
from tests.kit.make import NOW, handbook


def foreseen(text: str, group: Any) -> Iterator[tuple[str, Shown]]:
    kinds = lobby.board().notices
    found = almanac(imagine_in(handbook(), group, NOW), lobby.PREVIEWS, kinds)
    said = Foreseen(
        at=NOW, to="mentee", kind=kinds[0].name, text=fill("{text}", text=text or "x"), answers=(text[:75] or "x",) * 5
    )
    many = tuple(Message(NOW + timedelta(minutes=at), said, kinds[0]) for at in range(50))
    long = tuple(Message(NOW + timedelta(days=7 * at), said, kinds[0]) for at in range(120))
    for one in (found, Almanac(found.imagined, ()), Almanac(found.imagined, many), Almanac(found.imagined, long)):
        for role in ("", "mentee", "mentor", "coordinators"):
            yield "foreseeing.overview", views.overview(one, role, 1 if role else None, NOW, has_end=not role)
            yield "foreseeing.week", views.week(one, role, 0, 1, NOW + timedelta(days=9))
    yield "foreseeing.choosing", views.choosing([group] * 9)
