"""Without a browser these tests fail; they are not skipped."""

from pathlib import Path

import pytest

from tests.browser import conftest


def test_a_missing_browser_is_a_failure_that_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conftest, "CHROMIUM", Path("/nowhere/chromium"))
    with pytest.raises(pytest.fail.Exception, match="sudo apt-get install --no-install-recommends chromium"):
        next(conftest.started())
