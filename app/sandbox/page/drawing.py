"""Templates to pages, and the headers that every page carries."""

import hashlib
import json
import secrets
from pathlib import Path
from typing import Any

from flask import Response, abort, request
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

HERE = Path(__file__).parent
_POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'"
)
_APART = {"early.js", "inspector.js"}  # scripts that `main.js` does not bring along
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_assets = {one.name: one.read_bytes() for kind in ("css", "js") for one in (HERE / kind).iterdir() if one.is_file()}
_modules = sorted(one for one in _assets if one.endswith(".js") and one not in _APART)


def drawn(template: str, **facts: Any) -> Markup:
    """Return a template with these facts in it, every text escaped."""
    return Markup(_templates.get_template(template).render(**facts))  # noqa: S704 - the environment escapes


def page(template: str, **facts: Any) -> Response:
    """Return a whole page: it runs no script but ours and fetches nothing from elsewhere."""
    nonce = secrets.token_urlsafe(12)
    html = drawn(template, nonce=nonce, modules=_modules, **facts)
    headers = {
        "Content-Security-Policy": _POLICY.format(nonce=nonce),
        "Cache-Control": "no-store",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(html, headers=headers, mimetype="text/html")


def asset(name: str) -> AnyResponse:
    """Return a style sheet or a script of the page."""
    content = _assets.get(name)
    if content is None:
        abort(404)
    answer = Response(content, mimetype=_TYPES[Path(name).suffix], headers={"Cache-Control": "no-cache"})
    answer.set_etag(hashlib.sha256(content).hexdigest()[:16])
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer.make_conditional(request)


def key(thing: Any) -> str:
    """Return a short mark that differs when the thing differs, so that only what changed is drawn."""
    said = thing if isinstance(thing, str) else json.dumps(thing, default=str, sort_keys=True)
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def only_from_this_page() -> None:
    """Refuse what another site's page sent. Browsers say where a request comes from; tests need not."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)
