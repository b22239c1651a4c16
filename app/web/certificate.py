"""`/certificate/<token>`: says to whoever has a certificate in their hands that it is genuine."""

import html

from flask import Blueprint, Response

from app.database.session import Database
from app.features.certificates import usecases, views
from app.web.headers import allow_style
from app.web.pages import page as simple_page

CSS = """\
:root{color-scheme:light dark;
--ink:#1d2b27;--soft:#5d6b66;--paper:#fff;--ground:#f1efe9;--accent:#00695c;--line:#dcd8ce}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;align-items:center;justify-content:center;padding:1.25rem;background:var(--ground);
color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif}
main{width:100%;max-width:36rem;padding:clamp(1.5rem,6vw,3rem);background:var(--paper);border:1px solid var(--line);
border-top:.375rem solid var(--accent);border-radius:.5rem}
h1{margin:0;font-size:clamp(1.375rem,6vw,1.75rem);line-height:1.2;color:var(--accent)}
h1::before{content:"\\2713\\a0"}
p{margin:.5rem 0 1.5rem;color:var(--soft)}
dl{margin:0}
dl div{display:flex;flex-wrap:wrap;gap:0 1rem;padding:.625rem 0;border-top:1px solid var(--line)}
dt{flex:0 0 7.5rem;color:var(--soft)}
dd{flex:1 1 12rem;margin:0;font-weight:600;overflow-wrap:anywhere}
@media(prefers-color-scheme:dark){:root{--ink:#e8e6e1;--soft:#a3ada8;--paper:#1b2622;--ground:#121a17;--accent:#7fc4b2;--line:#31403a}}
@media print{:root{--ink:#000;--soft:#444;--paper:#fff;--ground:#fff;--accent:#00695c;--line:#bbb;color-scheme:light}
body{display:block;padding:0}main{max-width:none;border:0;border-top:.375rem solid var(--accent);border-radius:0}}
"""
POLICY = allow_style(CSS)


def certificate_page(database: Database) -> Blueprint:
    """Return the page; `database` is where certificates are."""
    pages = Blueprint("certificate", __name__)

    @pages.get("/certificate/<token>")
    def certificate(token: str) -> Response:
        with database.glance() as tx:  # anybody may ask, and must keep nobody from writing
            found = usecases.genuine(tx, token=token)
        if found is None:
            title, text = views.no_proof()
            return simple_page(title, text, status=404)
        answer = Response(_whole(*views.proof(found)), mimetype="text/html")
        answer.headers["Content-Security-Policy"] = POLICY
        return answer

    return pages


def _whole(title: str, text: str, lines: list[tuple[str, str]]) -> str:
    rows = "".join(f"<div><dt>{html.escape(name)}</dt><dd>{html.escape(said)}</dd></div>" for name, said in lines)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{CSS}</style></head>'
        f"<body><main><h1>{html.escape(title)}</h1><p>{html.escape(text)}</p><dl>{rows}</dl></main></body></html>\n"
    )
