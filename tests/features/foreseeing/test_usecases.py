"""Who may look at what will be sent, and have it sent."""

import pytest

from app import lobby
from app.core.notice import Due, NotNeeded, Upload
from app.core.refusal import Refusal
from app.features.foreseeing import usecases
from app.features.foreseeing.notices import kinds
from app.features.foreseeing.usecases import House
from app.features.people import usecases as people
from tests.kit.rooms import BOSS, TEAM, Rooms

HOUSE = House(tuple(lobby.PREVIEWS), tuple(lobby.board().notices))


def test_only_a_coordinator_of_the_cohort_may_look_or_have_it_sent(rooms: Rooms) -> None:
    cohort, other = rooms.cohort(), rooms.cohort("Summer")
    for user in ("USAM", "UOTTO"):
        rooms.meets(user)
    with rooms.tx() as tx:
        people.appoint(tx, team_id=TEAM, by=BOSS, cohort_id=other.id, user_id="UOTTO", now=rooms.now)
    for user in ("USAM", "UOTTO"):
        with rooms.tx() as tx:
            with pytest.raises(Refusal, match="not-a-coordinator"):
                usecases.look(tx, house=HOUSE, team_id=TEAM, by=user, cohort_id=cohort.id, now=rooms.now)
            with pytest.raises(Refusal, match="not-a-coordinator"):
                usecases.send(tx, team_id=TEAM, by=user, cohort_id=cohort.id, role="", what="page", now=rooms.now)
    with rooms.tx() as tx:
        of, found = usecases.look(tx, house=HOUSE, team_id=TEAM, by=BOSS, cohort_id=cohort.id, now=rooms.now)
    assert of == found.imagined.cohort == cohort
    assert rooms.notices("foreseeing.file") == []


def test_a_file_is_planned_once_a_minute_and_made_only_when_it_leaves(rooms: Rooms) -> None:
    cohort = rooms.cohort()
    for what in ("page", "page", "calendar"):
        with rooms.tx() as tx:
            usecases.send(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, role="mentor", what=what, now=rooms.now)
    with rooms.tx() as tx, pytest.raises(Refusal, match="stale-button"):
        usecases.send(tx, team_id=TEAM, by=BOSS, cohort_id=cohort.id, role="mentor", what="secrets", now=rooms.now)
    first, second = rooms.notices("foreseeing.file")
    (kind,) = kinds(HOUSE)
    with rooms.tx() as tx:
        found = kind.render(tx, Due(team_id=TEAM, key=second.key, to=BOSS, about=second.about), rooms.now)
        stranger = kind.render(tx, Due(team_id=TEAM, key=first.key, to="USAM", about=first.about), rooms.now)
    assert isinstance(found, Upload)
    assert not isinstance(found.content, bytes)
    assert (found.filename, found.file[:15]) == ("Winter-mentor.ics", b"BEGIN:VCALENDAR")
    assert isinstance(stranger, NotNeeded)
