"""What holds for every story."""

from collections.abc import Iterator

import pytest

from tests.kit.patience import patient_slack


@pytest.fixture(autouse=True, scope="module")
def _patient_slack() -> Iterator[None]:
    with patient_slack():
        yield
