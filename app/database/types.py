"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. Stored and returned in UTC, always timezone-aware.

    SQLite forgets zones (09:00 in New York came back as a naive 09:00), so a naive value is refused
    on the way in and UTC is put back on the way out.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware instant into what the database keeps."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no meaning here; use UTC")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn what the database kept into an aware instant."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Keyring:
    """The keys that private texts are sealed with: the first seals, all open.

    Args:
        keys: url-safe base64 Fernet keys, newest first.

    Raises:
        ValueError: if there is no key or one is malformed.
    """

    def __init__(self, keys: list[str]) -> None:
        if not keys:
            raise ValueError("at least one key is needed")
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, text: str) -> str:
        """Return the text as only this keyring can read it."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return the text that was sealed.

        Raises:
            ValueError: if no key of this ring opens it.
        """
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise ValueError("no key in TRELLIS_KEYS opens a sealed text; was a key removed too early?") from None


class SealedText(TypeDecorator[str]):
    """A text that is encrypted at rest: reflections, answers in private, tokens."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal on the way in."""
        return None if value is None else keyring_of(dialect).seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open on the way out."""
        return None if value is None else keyring_of(dialect).open(value)


def keyring_of(dialect: Any) -> Keyring:
    """Return the keyring that `Database` hung on its engine's dialect (one per engine, no global)."""
    ring: Keyring = dialect.trellis_keyring
    return ring
