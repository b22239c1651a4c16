"""Every environment variable, typed, one sentence each."""

from pathlib import Path
from typing import Literal

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

FERNET_HINT = "make one with `trellis keys`"


class Settings(BaseSettings):
    """What an admin decides. Read from the environment and from a `.env` file."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", populate_by_name=True)

    database_url: str = Field(
        "sqlite:///trellis.sqlite", description="Where Trellis keeps everything: a SQLite file or a PostgreSQL URL."
    )
    trellis_keys: SecretStr = Field(
        SecretStr(""), description=f"Keys that seal private answers, newest first, separated by commas ({FERNET_HINT})."
    )
    slack_bot_token: SecretStr = Field(SecretStr(""), description="The bot token of the workspace (`xoxb-…`).")
    slack_app_token: SecretStr = Field(SecretStr(""), description="The app token (`xapp-…`), for Socket Mode.")
    slack_signing_secret: SecretStr = Field(SecretStr(""), description="The app's signing secret, for HTTP.")
    slack_transport: Literal["socket", "http"] = Field(
        "socket", description="How Slack reaches Trellis: `socket` (no public address needed) or `http`."
    )
    slack_api_url: str = Field(
        "https://slack.com/api/", description="Where Slack's Web API is; a sandbox has its own address."
    )
    coordinator_user_ids: str = Field(
        "", description="Slack ids of the first coordinators, separated by commas; they appoint the others."
    )
    port: int = Field(3000, ge=0, le=65535, description="The port of Trellis's own web server.")
    inline_worker: bool = Field(True, description="Whether `trellis run` also sends what is due (else run a worker).")
    programmes_dir: Path | None = Field(None, description="A folder with a community's own programme files.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much the log says.")
    log_format: Literal["text", "json"] = Field("text", description="How a line of the log looks.")
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

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_slash(cls, value: str) -> str:
        return value if value.endswith("/") else value + "/"

    @model_validator(mode="after")
    def _transport_has_its_secret(self) -> "Settings":
        needed = {
            "TRELLIS_KEYS": (self.trellis_keys, FERNET_HINT),
            "SLACK_BOT_TOKEN": (self.slack_bot_token, "copy it from the app's “OAuth & Permissions” page"),
        }
        if self.slack_transport == "socket":
            needed["SLACK_APP_TOKEN"] = (self.slack_app_token, "make one under “App-Level Tokens” (connections:write)")
        else:
            needed["SLACK_SIGNING_SECRET"] = (self.slack_signing_secret, "copy it from “Basic Information”")
        for name, (secret, hint) in needed.items():
            if not secret.get_secret_value():
                raise ValueError(f"{name} is empty; {hint}")
        return self

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
    """A setting is missing or wrong. The text names the variable and how to mend it."""


def load() -> Settings:
    """Read the settings.

    Raises:
        BadSettings: with one line per wrong variable, none of which shows a secret.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = []
        for one in error.errors(include_input=False, include_url=False):
            name = "_".join(str(part) for part in one["loc"]).upper()
            said = one["msg"].removeprefix("Value error, ")
            lines.append(f"{name}: {said}" if name else said)
        raise BadSettings("\n".join(lines)) from None
