"""A town that begins where another one was is no different from one that lived there."""

from app.sandbox.state import Conversation
from tests.kit.town import Town, town


def everything(one: Town) -> list[tuple[str, list[str]]]:
    space = one.stage.sandbox.workspace
    kept: list[Conversation] = [each for each in space.conversations.values() if each.name != "elsewhere"]
    return [(each.name, [one.cora.plain(message) for message in each.messages]) for each in kept]


def test_remembering_a_story_is_like_living_it(database_kind: str) -> None:
    told = []
    for touched in (False, False, True):
        with town(database_kind, "http") as one:
            if touched:
                one.stage.sandbox.channel("elsewhere")
            assert one.is_untouched is not touched
            one.agrees()
            one.passes(days=3)
            told.append(everything(one))
    lived_and_kept, remembered, lived = told
    assert lived_and_kept == remembered
    assert lived_and_kept == lived
