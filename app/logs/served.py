"""Gunicorn's lines, in the shape of all others: by itself it writes exceptions with what they quote, and addresses."""

from typing import Any

from gunicorn.glogging import Logger


class Through(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Hands gunicorn's lines on instead of writing them."""

    def setup(self, cfg: Any) -> None:
        """Take the handlers away that gunicorn brings; those of the house do the rest."""
        super().setup(cfg)
        for one in list(self.error_log.handlers):
            self.error_log.removeHandler(one)
        self.error_log.propagate = True
