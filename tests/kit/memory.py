"""How a town was at some point of its story, to begin many tests there without living through it each time.

Only a town to which nothing has happened yet is put there, so a test cannot tell the difference: the
database is a copy, and so is all that the sandbox remembers. The running bot keeps nothing else.
"""

import itertools
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from app.features.programmes import usecases as programmes
from app.handbook.model import Handbook
from tests.kit import databases

if TYPE_CHECKING:
    from tests.kit.town import Town

PARTS = ("modals", "homes", "files", "triggers", "responses", "log", "_last_ts")
MINE = ("errors", "trouble", "_read", "_chosen")


@dataclass(frozen=True)
class Memory:
    """A town at one point: its database, what the sandbox holds, the time, and the handbooks that it lives by."""

    copy: str
    space: bytes
    number: int
    now: datetime
    handbooks: list[Handbook]

    @classmethod
    def of(cls, town: "Town") -> "Memory":
        """Remember a town as it is."""
        space = town.stage.sandbox.workspace
        with space.lock:
            number = next(space.numbers)
            space.numbers = itertools.count(number)
            held = {
                "users": {one.id: vars(one) for one in space.users.values()},
                "conversations": {one.id: one for one in space.conversations.values()},
                "people": {one.id: {part: getattr(one, part) for part in MINE} for one in people_of(town)},
                **{part: getattr(space, part) for part in PARTS},
            }
            pickled = pickle.dumps(held)
        town.stage.database.close()
        copy = databases.copied(town.stage.database.url)
        return cls(copy, pickled, number, town.stage.clock.now(), programmes.handbooks())

    def fits(self) -> bool:
        """Whether the same handbooks are on the shelf."""
        return programmes.handbooks() == self.handbooks

    def recall(self, town: "Town") -> None:
        """Put a town to which nothing has happened yet where this one was."""
        space = town.stage.sandbox.workspace
        held: dict[str, Any] = pickle.loads(self.space)  # noqa: S301 - our own, from this process
        with space.change():
            space.numbers = itertools.count(self.number)
            for key, said in held["users"].items():
                vars(space.users[key]).update(said)
            for key, one in held["conversations"].items():
                known = space.conversations.setdefault(key, one)
                vars(known).update(vars(one))
            for one in people_of(town):
                vars(one).update(held["people"][one.id])
            for part in PARTS:
                setattr(space, part, held[part])
        town.stage.database.close()
        databases.become(town.stage.database.url, self.copy)
        town.stage.clock.move_to(self.now)
        town.stage.bot.open()  # this sandbox has a token of its own; the bot has read its files anew with it
        programmes.put_on_shelf({one.programme: one for one in self.handbooks})


def people_of(town: "Town") -> list[Any]:
    """Return everybody who can act."""
    return list(town.stage.sandbox.people.values())


_memories: dict[tuple[str, str], Memory] = {}


Step = TypeVar("Step", bound=Callable[..., None])


def remembered(step: Step) -> Step:
    """Live through a step of the usual story once for each database, and begin there afterwards.

    A story with changes, and a town to which anything has happened, is lived through each time.
    """

    @wraps(step)
    def take(town: "Town", *args: Any, **changes: Any) -> None:
        if args or changes or not town.is_untouched:
            step(town, *args, **changes)
            return
        key = (step.__name__, "sqlite" if town.stage.database.is_sqlite else "postgres")
        known = _memories.get(key)
        if known is not None and known.fits():
            known.recall(town)
            return
        step(town, *args, **changes)
        if known is None:
            _memories[key] = Memory.of(town)

    return cast("Step", take)
