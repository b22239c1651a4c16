"""Pages for a browser: a title, a sentence, perhaps a link. Nothing is fetched from anywhere, and no script runs."""

import html

from flask import Response

from app.web.headers import allow_style

CSS = (
    ":root{color-scheme:light dark}"
    "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.25rem;"
    "color:#1d2b27;background:#fbfaf7}"
    "h1{font-size:1.6rem;line-height:1.2;color:#2f5d50}"
    "a{color:#2f5d50}"
    "@media(prefers-color-scheme:dark){body{color:#e8e6e1;background:#17201d}h1,a{color:#9cc9b8}}"
)
POLICY = allow_style(CSS)


def page(title: str, text: str, *, link: tuple[str, str] | None = None, status: int = 200) -> Response:
    """Return a page.

    Args:
        title: its heading.
        text: what it says; escaped here.
        link: its words, and where it leads on this server.
        status: of HTTP.
    """
    further = f'<p><a href="{html.escape(link[1])}">{html.escape(link[0])}</a></p>' if link is not None else ""
    whole = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{CSS}</style></head>'
        f"<body><h1>{html.escape(title)}</h1><p>{html.escape(text)}</p>{further}</body></html>\n"
    )
    answer = Response(whole, status=status, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
