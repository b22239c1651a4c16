"""Somebody's browser: it keeps cookies and follows where it is sent, as far as installing an app takes."""

import html
import re
import urllib.request
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from typing import IO, TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlencode, urlsplit

if TYPE_CHECKING:
    from app.sandbox.distribution import App
    from app.sandbox.server import Sandbox


class _Stays(urllib.request.HTTPRedirectHandler):
    """Does not follow: where it is sent is to be looked at first."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        del req, fp, code, msg, headers, newurl
        return None


class Browser:
    """One browser with its cookies.

    Args:
        app: Slack's side of the installation.
    """

    def __init__(self, app: "App") -> None:
        self._app = app
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), _Stays)
        self.status = 0

    def opens(self, address: str) -> tuple[str, str]:
        """Open an address; return what the page says, and where it sends the browser instead ("" for nowhere)."""
        try:
            with self._opener.open(address, timeout=10) as answer:
                self.status = answer.status
                return _text(answer.read().decode()), ""
        except HTTPError as error:
            with error:
                self.status = error.code
                return _text(error.read().decode()), error.headers.get("Location") or ""

    def begins(self, address: str) -> dict[str, str]:
        """Open the app's installation address; return what Slack is asked there.

        Raises:
            AssertionError: if it does not lead to Slack.
        """
        said, there = self.opens(address)
        if urlsplit(there).path != "/oauth/v2/authorize":
            raise AssertionError(f"{address} does not lead to Slack, but to {there or said!r}")
        return dict(parse_qsl(urlsplit(there).query))

    def installs(self, address: str, space: "Sandbox", user: str, *, agrees: bool = True) -> str:
        """Install the app into a workspace, or say no in the end; return the last page."""
        asked = self.begins(address)
        if agrees:
            back = self._app.allow(space, user, asked)
        else:
            back = f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        return self.opens(back)[0]


def _text(page: str) -> str:
    """Return what a person reads of a page."""
    shown = re.sub(r"<(style|title).*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())
