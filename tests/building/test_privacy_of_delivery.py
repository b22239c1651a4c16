"""What coordinators see of messages never tells what somebody answered in private."""

from app import lobby
from app.features.undelivered.rules import PRIVATE_ROOMS, TELLING

ASKED = {
    "checkins.ask",
    "decisions.ask",
    "decisions.fit",
    "reflections.agenda",
    "reflections.ask",
    "reflections.did_you_meet",
    "reflections.soon",
    "surveys.ask",
}
"""They come whatever somebody says."""


def test_every_kind_of_a_private_room_either_comes_anyway_or_is_kept_from_coordinators() -> None:
    private = {kind.name for kind in lobby.board().notices if kind.name.partition(".")[0] in PRIVATE_ROOMS}
    assert private - TELLING == ASKED
    assert set(TELLING) <= {kind.name for kind in lobby.board().notices}
