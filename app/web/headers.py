"""What every answer says besides its text: who may show it, keep it, or make a script of it."""

from base64 import b64encode
from hashlib import sha256

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
ALWAYS = {
    "Content-Security-Policy": NOTHING,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}
"""On every answer, unless a page says something else of its own."""

ONLY_HTTPS = "max-age=31536000"


def allow_style(css: str) -> str:
    """Return the policy of a page that has this one style element and nothing else."""
    digest = b64encode(sha256(css.encode()).digest()).decode()
    return f"{NOTHING}; style-src 'sha256-{digest}'"


def bare(status: int, reason: str) -> bytes:
    """Return an answer without a body that ends its connection, as it goes over the wire."""
    said = "".join(f"{name}: {value}\r\n" for name, value in ALWAYS.items())
    return f"HTTP/1.1 {status} {reason}\r\n{said}Content-Length: 0\r\nConnection: close\r\n\r\n".encode()
