"""Another handbook for one test: WeAllJS's with parts replaced."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.features.programmes import usecases as programmes
from app.handbook import reading
from app.handbook.model import Handbook
from tests.kit.make import handbook


@contextmanager
def running_by(**parts: Any) -> Iterator[Handbook]:
    """Let every WeAllJS cohort run by the changed handbook; a bot that starts later reads its files anew."""
    shipped = reading.read_handbooks([reading.SHIPPED])
    changed = handbook(**parts)
    programmes.put_on_shelf({**shipped, changed.programme: changed})
    try:
        yield changed
    finally:
        programmes.put_on_shelf(shipped)
