"""What holds for every story."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from app.sandbox import state, transports

PATIENCE = 20.0  # seconds


@pytest.fixture(autouse=True, scope="module")
def _patient_slack() -> Iterator[None]:
    """Let Slack wait for longer than three seconds: how fast a busy machine answers is not what a story is about."""
    with patch.object(transports, "ACK_SECONDS", PATIENCE), patch.object(state, "TRIGGER_SECONDS", PATIENCE):
        yield
