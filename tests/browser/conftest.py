"""A real Chromium, one for all tests of a process; a window of its own for each test.

Whatever goes wrong in a page fails the test that opened it: an error in a script, a complaint in the console, a
request to anywhere but the sandbox.
"""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    WebError,
    expect,
    sync_playwright,
)

from app.core.clock import MovableClock
from app.demo.stage import NOON, Stage
from app.demo.stories.shelf import STORIES, told
from app.sandbox import transports
from app.sandbox.server import Sandbox
from tests.browser.visitor import Visitor
from tests.kit import databases
from tests.kit.patience import patient_slack
from tests.sandbox.smallbot import MANIFEST, SmallBot, by_http
from tests.scenarios.test_stories import TODAY

CHROMIUM = Path("/usr/bin/chromium")
MISSING = (
    "The browser tests need Debian's Chromium at /usr/bin/chromium. Install it with "
    "`sudo apt-get update && sudo apt-get install --no-install-recommends chromium`."
)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
)
PICTURES = Path(__file__).parents[2] / "app" / "sandbox" / "pictures"
HEAVIEST = 150_000  # bytes of a picture in the repository
PATIENCE = 20_000  # milliseconds: the machine may be busy
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 780}

Opens = Callable[..., Visitor]


def started() -> Iterator[Playwright]:
    """Start Playwright, if there is a browser for it."""
    if not CHROMIUM.exists():
        pytest.fail(MISSING, pytrace=False)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as made:
        yield made


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    yield from started()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
    yield browser
    browser.close()


class Windows:
    """The windows of one test, and what went wrong in them."""

    def __init__(self, chromium: Browser) -> None:
        self._chromium = chromium
        self._contexts: list[BrowserContext] = []
        self.wrong: list[str] = []

    def open(self, sandbox: Sandbox, **how: Any) -> Page:
        context = self._chromium.new_context(**{"viewport": DESK, "reduced_motion": "reduce", **how})
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        page = context.new_page()
        context.on("weberror", self._breaks)
        context.on("console", self._complains)
        context.on("request", lambda one: self._asks(sandbox, one))
        return page

    def _breaks(self, error: WebError) -> None:
        self.wrong.append(f"error: {error.error}")

    def _complains(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.wrong.append(f"console: {said.text}")

    def _asks(self, sandbox: Sandbox, request: Request) -> None:
        there, here = urlsplit(request.url), urlsplit(sandbox.address)
        inside = (
            "data",
            "blob",
            "about",
            "chrome",
            "chrome-extension",
            "chrome-untrusted",
        )  # Chromium's own, for papers
        if there.scheme not in inside and there.netloc != here.netloc:
            self.wrong.append(f"asked {request.url}")

    def close(self) -> None:
        for one in self._contexts:
            one.close()


@pytest.fixture
def windows(chromium: Browser) -> Iterator[Windows]:
    opened = Windows(chromium)
    yield opened
    opened.close()
    assert opened.wrong == []


@pytest.fixture(autouse=True, scope="module")
def _patient_slack() -> Iterator[None]:
    with patient_slack():
        yield


# -- a small bot behind the page ------------------------------------------------------------------------


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(clock=MovableClock(NOON), manifest=MANIFEST, rates="off") as made:
        made.person("ada", tz="Europe/Madrid", real_name="Ada Okafor", about="mentee")
        made.person("bo", tz="America/New_York", real_name="Bo Lindqvist", about="mentor with two mentees")
        yield made


@pytest.fixture
def bot(sandbox: Sandbox) -> Iterator[SmallBot]:
    made = SmallBot(sandbox)
    with by_http(made):
        yield made


@pytest.fixture
def opens(sandbox: Sandbox, windows: Windows) -> Opens:
    """Opens the page for somebody, by their first name, at a place."""

    def one(name: str = "Ada", place: str = "messages", **how: Any) -> Visitor:
        return Visitor(windows.open(sandbox, **how), sandbox, name).goes(place)

    return one


@pytest.fixture
def hasty_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack waits for one second, so that a test does not wait for more."""
    monkeypatch.setattr(transports, "ACK_SECONDS", 1.0)


# -- the real bot behind the page -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stories() -> Iterator[Callable[[str], Stage]]:
    """Tells a story once in a module, and lets people act by themselves from then on."""
    begun: dict[str, tuple[Stage, Any]] = {}

    def one(name: str) -> Stage:
        if name not in begun:
            fresh = databases.fresh("sqlite")
            stage = told(STORIES[name], url=fresh.__enter__(), key=databases.KEY, today=TODAY)
            stage.live()
            begun[name] = (stage, fresh)
        return begun[name][0]

    yield one
    for stage, fresh in begun.values():
        stage.stop()
        fresh.__exit__(None, None, None)


# -- pictures ---------------------------------------------------------------------------------------------


@pytest.fixture
def picture(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Page, str], None]:
    """Takes a picture; it goes into the repository with `--screenshots`, else to a folder that is thrown away."""
    folder = PICTURES if request.config.getoption("--screenshots") else tmp_path

    def take(page: Page, name: str) -> None:
        page.evaluate("document.activeElement?.blur()")
        taken = page.screenshot(animations="disabled", caret="hide")
        image = Image.open(io.BytesIO(taken)).convert("RGB")
        assert len(image.getcolors(1 << 24) or []) > 20, f"{name} shows nothing"
        folder.mkdir(exist_ok=True)
        path = folder / f"{name}.png"
        image.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
        assert 5_000 < path.stat().st_size < HEAVIEST

    return take
