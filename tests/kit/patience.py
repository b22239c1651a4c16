"""A Slack that waits for longer than three seconds: how fast a busy machine answers is not what a test is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from app.sandbox import state, transports

PATIENCE = 20.0  # seconds


@contextmanager
def patient_slack() -> Iterator[None]:
    """Let it wait for acknowledgements, and let a `trigger_id` live as long."""
    with patch.object(transports, "ACK_SECONDS", PATIENCE), patch.object(state, "TRIGGER_SECONDS", PATIENCE):
        yield
