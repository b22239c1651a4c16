"""Handbooks with parts that WeAllJS's own does not have, for tests of those parts."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.features.programmes import usecases as programmes
from app.handbook import reading
from app.handbook.model import Handbook


def with_parts(**parts: Any) -> Handbook:
    """WeAllJS's, with whole parts replaced or added: `events=[{…}]`."""
    said = reading.read_handbook(reading.SHIPPED / "wealljs.toml").model_dump()
    return Handbook.model_validate({**said, **parts})


@contextmanager
def on_the_shelf(**parts: Any) -> Iterator[Handbook]:
    """Let the house run WeAllJS by such a handbook meanwhile."""
    changed = with_parts(**parts)
    before = {one.programme: one for one in programmes.handbooks()}
    programmes.put_on_shelf({**before, changed.programme: changed})
    try:
        yield changed
    finally:
        programmes.put_on_shelf(before)
