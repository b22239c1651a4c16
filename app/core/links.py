"""What a link is, wherever somebody gives one."""

from urllib.parse import urlsplit


def is_link(text: str) -> bool:
    """Whether a text is one https address and nothing else."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    plain = not any(one.isspace() or one in '<>|"' for one in text)
    return parts.scheme == "https" and "." in (parts.hostname or "") and plain
