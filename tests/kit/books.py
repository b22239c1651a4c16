"""Another handbook for one test: WeAllJS's with parts replaced or added."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.features.programmes import usecases as programmes
from app.handbook.model import Handbook
from tests.kit.make import handbook


@contextmanager
def on_the_shelf(**parts: Any) -> Iterator[Handbook]:
    """Let every WeAllJS cohort run by such a handbook meanwhile; a bot that starts later reads its files anew."""
    changed = handbook(**parts)
    before = {one.programme: one for one in programmes.handbooks()}
    programmes.put_on_shelf({**before, changed.programme: changed})
    try:
        yield changed
    finally:
        programmes.put_on_shelf(before)
