"""Every environment variable, typed, one sentence each. What is wrong is said all at once, with how to mend it."""

import os
import re
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from pydantic import (
    Field,
    ModelWrapValidatorHandler,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.hosting import sqlite_file, why_wiped
from app.mending import Fault, in_plain_words, look_alikes, worn

FERNET_HINT = "make one with `trellis keys`"
DATABASE_HINT = "it looks like postgresql://user:password@host/name or sqlite:///file.sqlite"
WANTED = {"slack_bot_token": "a bot token", "slack_app_token": "an app token", "slack_signing_secret": "something else"}
WHERE = {
    "trellis_keys": FERNET_HINT,
    "slack_bot_token": "copy the bot token (xoxb-…) from the app's “OAuth & Permissions” page",
    "slack_client_secret": "copy it from “Basic Information”, “App Credentials”; it belongs to SLACK_CLIENT_ID",
    "public_url": "Slack sends people back there after they installed the app; it belongs to SLACK_CLIENT_ID",
    "slack_app_token": "make an app token (xapp-…) under “Basic Information”, “App-Level Tokens” (connections:write)",
    "slack_signing_secret": "copy it from “Basic Information”, “App Credentials”",
}
SECRETS = {*WHERE, "database_url", "metrics_token", "sentry_dsn"} - {"public_url"}
KINDS_OF_TOKEN = {
    "xoxb-": "a bot token",
    "xapp-": "an app token",
    "xoxp-": "a user token",
    "xoxe": "a token that rotates, which Trellis cannot use (leave token rotation off)",
}


class Settings(BaseSettings):
    """What an admin decides. Read from the environment and from a `.env` file."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", populate_by_name=True, hide_input_in_errors=True
    )

    database_url: str = Field(
        "sqlite:///trellis.sqlite",
        description="Where Trellis keeps everything: a SQLite file or a PostgreSQL URL.",
        repr=False,  # it may have a password in it
    )
    allow_ephemeral_sqlite: bool = Field(
        False,
        description="Whether a SQLite file may lie on a disk that the platform wipes; only for trying things out.",
    )
    trellis_keys: SecretStr = Field(
        SecretStr(""), description=f"Keys that seal private answers, newest first, separated by commas ({FERNET_HINT})."
    )
    slack_bot_token: SecretStr = Field(SecretStr(""), description="The bot token of the workspace (`xoxb-…`).")
    slack_app_token: SecretStr = Field(SecretStr(""), description="The app token (`xapp-…`), for Socket Mode.")
    slack_signing_secret: SecretStr = Field(SecretStr(""), description="The app's signing secret, for HTTP.")
    slack_client_id: str = Field("", description="The app's client id, if several workspaces may install it (OAuth).")
    slack_client_secret: SecretStr = Field(SecretStr(""), description="The app's client secret, for the same.")
    slack_transport: Literal["socket", "http"] = Field(
        "socket", description="How Slack reaches Trellis: `socket` (no public address needed) or `http`."
    )
    slack_api_url: str = Field(
        "https://slack.com/api/", description="Where Slack's Web API is; a sandbox has its own address."
    )
    coordinator_user_ids: str = Field(
        "", description="Slack ids of the first coordinators, separated by commas; they appoint the others."
    )
    public_url: str = Field(
        "",
        description="The https address at which Trellis can be reached, such as https://mentoring.example.org; "
        "empty if it has none.",
    )
    metrics_token: SecretStr = Field(
        SecretStr(""), description="What Prometheus must bear to read `/metrics`; empty if everybody may."
    )
    port: int = Field(3000, ge=0, le=65535, description="The port of Trellis's own web server.")
    inline_worker: bool = Field(True, description="Whether `trellis run` also sends what is due (else run a worker).")
    purge_after_days: int = Field(
        30, ge=1, le=3650, description="After how many days everything of a workspace that removed Trellis is deleted."
    )
    programmes_dir: Path | None = Field(None, description="A folder with a community's own programme files.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much the log says.")
    log_format: Literal["text", "json"] = Field("text", description="How a line of the log looks.")
    sentry_dsn: SecretStr = Field(
        SecretStr(""), description="Where faults are reported to Sentry, besides the log (needs the extra `sentry`)."
    )
    tick_seconds: float = Field(5.0, gt=0, le=60, description="How often Trellis looks for what is due.")
    lease_seconds: float = Field(
        60.0,
        ge=1,
        le=600,
        description="How long a process may hold a message before another one takes over; Slack's time-out is a sixth.",
    )
    slack_pace: float = Field(
        0.97, ge=0, le=1, description="Which share of Slack's published limits Trellis uses; 0 only for a sandbox."
    )
    carriers: int = Field(8, ge=1, le=32, description="How many messages may be on their way to Slack at once.")
    clock_file: Path | None = Field(None, description="A file that says the time, for rehearsals; never in production.")

    @field_validator("trellis_keys")
    @classmethod
    def _keys_are_keys(cls, value: SecretStr) -> SecretStr:
        for number, key in enumerate(split(value.get_secret_value()), start=1):
            try:
                Fernet(key)
            except ValueError:
                raise ValueError(f"key number {number} is not a Fernet key; {FERNET_HINT}") from None
        return value

    @field_validator("slack_bot_token", "slack_app_token", "slack_signing_secret")
    @classmethod
    def _is_of_its_kind(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        said, wanted = value.get_secret_value(), str(info.field_name)
        found = next((what for start, what in KINDS_OF_TOKEN.items() if said.startswith(start)), "something else")
        is_right = found == WANTED[wanted]
        if said.endswith(("...", "…")):
            raise ValueError(f"is still the one of the example; {WHERE[wanted]}")
        if said and not is_right:
            raise ValueError(f"this is {found}; {WHERE[wanted]}")
        return value

    @field_validator("sentry_dsn")
    @classmethod
    def _is_a_dsn_that_can_be_used(cls, value: SecretStr) -> SecretStr:
        said = value.get_secret_value()
        if said and re.fullmatch(r"https?://[^\s/@]+@[^\s/@]+/(\S*/)?\d+", said) is None:
            raise ValueError("is not a DSN; it looks like https://key@host/number, in Sentry under “Client Keys”")
        if said and find_spec("sentry_sdk") is None:
            raise ValueError("needs the package sentry-sdk; install it (`pip install sentry-sdk`), or leave this out")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_slash(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError("must begin with https:// (leave it out to reach the real Slack)")
        return value if value.endswith("/") else value + "/"

    @field_validator("public_url")
    @classmethod
    def _address_is_safe(cls, value: str) -> str:
        kept = value.strip().rstrip("/")
        parts = urlsplit(kept)
        is_here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
        if kept and not (parts.scheme == "https" and parts.hostname) and not is_here:
            raise ValueError("must begin with https:// (http:// only for 127.0.0.1 or localhost)")
        if parts.path or parts.query or parts.fragment or parts.username:
            raise ValueError("must be an address without a path, such as https://mentoring.example.org")
        return kept

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, value: str) -> str:
        try:
            kind = make_url(value).drivername.partition("+")[0]
        except (ArgumentError, ValueError):
            raise ValueError(f"is no database URL; {DATABASE_HINT}") from None
        if kind not in ("sqlite", "postgres", "postgresql"):
            raise ValueError(f"Trellis does not know {kind}; {DATABASE_HINT}")
        return value

    @field_validator("coordinator_user_ids")
    @classmethod
    def _are_slack_ids(cls, value: str) -> str:
        wrong = [one for one in split(value) if re.fullmatch(r"[UW][A-Z0-9]+", one) is None]
        if wrong:
            raise ValueError(f"{', '.join(wrong)}: not a Slack id; in Slack open the profile, ⋮, “Copy member ID” (U…)")
        return value

    @field_validator("log_level", "log_format", "slack_transport", mode="before")
    @classmethod
    def _in_any_case(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, str):
            return value
        return value.upper() if info.field_name == "log_level" else value.lower()

    @model_validator(mode="wrap")
    @classmethod
    def _all_at_once(cls, said: dict[str, Any], read: ModelWrapValidatorHandler[Self]) -> Self:
        """Read every value, so that one wrong one does not keep the others from being told.

        Raises:
            BadSettings: with all that is wrong.
        """
        faults = worn(said)
        faulty = {one.name for one in faults}
        try:
            made = read({name: value for name, value in said.items() if name not in faulty})
        except ValidationError as error:
            faults += in_plain_words(error, secrets=SECRETS)
            faulty = {one.name for one in faults}
            made = read({name: value for name, value in said.items() if name not in faulty})
        faults += [one for one in made.do_not_go_together(faulty) if one.name not in faulty]
        if faults:
            raise BadSettings(faults, made)
        return made

    def do_not_go_together(self, faulty: set[str]) -> Iterator[Fault]:
        """Yield what is missing or does not go together, given that some values could not be read."""
        needed = ["trellis_keys"]
        if "slack_client_id" not in faulty:
            several = bool(self.slack_client_id)
            needed += ["slack_client_secret", "public_url"] if several else ["slack_bot_token"]
        if "slack_transport" not in faulty:
            needed.append("slack_app_token" if self.slack_transport == "socket" else "slack_signing_secret")
        for name in needed:
            value = getattr(self, name)
            if name not in faulty and not (value.get_secret_value() if isinstance(value, SecretStr) else value):
                yield Fault(name, f"is empty; {WHERE[name]}")
        file = sqlite_file(self.database_url)
        if file is not None and not self.allow_ephemeral_sqlite and "allow_ephemeral_sqlite" not in faulty:
            why = why_wiped(file)
            if why is not None:
                yield Fault("database_url", f"{why} (ALLOW_EPHEMERAL_SQLITE=1 lets you try things out all the same)")

    @property
    def keys(self) -> list[str]:
        """The keys that seal private answers, newest first."""
        return split(self.trellis_keys.get_secret_value())

    @property
    def first_coordinators(self) -> frozenset[str]:
        """Slack ids of those who coordinate everything in the workspace."""
        return frozenset(split(self.coordinator_user_ids))


def split(text: str) -> list[str]:
    """Return the parts of a comma-separated setting."""
    return [part.strip() for part in text.split(",") if part.strip()]


class BadSettings(Exception):  # noqa: N818 - a sentence for the admin
    """Settings are missing or wrong.

    Attributes:
        faults: one for each wrong variable; none shows a secret.
        rest: the settings with what is wrong left out, for looking further.
    """

    def __init__(self, faults: list[Fault], rest: Settings) -> None:
        super().__init__("\n".join(str(one) for one in faults))
        self.faults, self.rest = faults, rest


def load() -> Settings:
    """Read the settings.

    Raises:
        BadSettings: with one line per wrong variable, none of which shows a secret.
    """
    return Settings()


def oddities(environ: Mapping[str, str] = os.environ, file: Path = Path(".env")) -> list[str]:
    """Return a sentence for each variable that looks like a misspelt setting; other programs' are left alone."""
    return look_alikes(environ, file, known=[name.upper() for name in Settings.model_fields])
