"""Settings: the only reader of the environment."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def default_data() -> Path:
    """The user's data folder; root gets one outside anybody's home (embedded PostgreSQL)."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/doubleloop")
    return user_data_path("doubleloop", appauthor=False)


class Settings(BaseSettings):
    """All that can be set from outside. `docs/reference/settings.md` lists it; a test compares."""

    model_config = SettingsConfigDict(
        env_prefix="DOUBLELOOP_",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    database_url: SecretStr | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        description="PostgreSQL to use. Without it, an embedded one is started.",
    )
    data: Path = Field(
        default_factory=default_data,
        description="Where the embedded PostgreSQL and its master key live.",
    )
    master_key: SecretStr | None = Field(
        default=None, description="The master key: 32 bytes as base64."
    )
    master_key_file: Path | None = Field(
        default=None, description="A file that holds the master key, as base64."
    )
    erasure_journal: Path | None = Field(
        default=None,
        description="A file outside of the database that lists the ids of what was erased; else "
        "`erasures.journal` in the data folder.",
    )
    backup_days: int = Field(
        default=30,
        ge=0,
        description="How many days you keep backups of keys: so long they hold what was erased.",
    )
    fewest_people: int = Field(
        default=5,
        ge=5,
        le=10,
        description="On how many people a number in a digest rests at least.",
    )
    programme: str = Field(
        default="our-programme", description="Short name of the programme that new places join."
    )
    public_url: str | None = Field(
        default=None,
        description="The address that people type, for links and cookies; else host and port.",
    )
    host: str = Field(default="127.0.0.1", description="The address that `serve` listens on.")
    port: int = Field(default=8400, ge=0, le=65535, description="The port that `serve` uses.")
    slack_signing_secret: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_SIGNING_SECRET",
        description="Signing secret of the Slack app. With the token, it switches Slack on.",
    )
    slack_bot_token: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_BOT_TOKEN",
        description="Bot token of the Slack app.",
    )
    slack_app_token: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_APP_TOKEN",
        description="App token of the Slack app: then `bot` uses Socket Mode, with no open port.",
    )
    slack_client_id: str | None = Field(
        default=None,
        validation_alias="SLACK_CLIENT_ID",
        description="Client id of the Slack app, where several workspaces install it (OAuth).",
    )
    slack_client_secret: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_CLIENT_SECRET",
        description="Client secret of the Slack app, where several workspaces install it.",
    )
    slack_base_url: str = Field(
        default="https://slack.com/api/",
        validation_alias="SLACK_BASE_URL",
        description="Where Slack's Web API answers; another address for practice.",
    )
    slack_place: str | None = Field(
        default=None, description="The place whose people write to the bot in this workspace."
    )
    slack_emoji: str = Field(
        default="seedling",
        pattern=r"^[a-z0-9_+'-]{1,100}$",
        description="The emoji that marks a message to be kept, once its author says yes.",
    )
    smtp_url: SecretStr | None = Field(
        default=None,
        description="Mail server: `smtp://name:password@host:587`, or `smtps://`. The first begins "
        "TLS with STARTTLS, but not on this machine, and not with `?starttls=no`.",
    )
    mail_from: str | None = Field(
        default=None, description="Who letters come from: `Harrow Vale <learning@example.org>`."
    )
    enable_db_functions: str = Field(
        default="",
        validation_alias="POSTGRES_ENABLE_DB_FUNCTIONS",
        description="Must stay unset: it makes live readers miss events (ADR 2).",
    )

    @property
    def has_slack(self) -> bool:
        """True where a Slack app was named, if only by half: the bot says what is missing."""
        return any((self.slack_signing_secret, self.slack_bot_token, self.slack_client_id))

    @property
    def has_mail(self) -> bool:
        """True where a mail server was named, if only by half: the mailer says what is missing."""
        return any((self.smtp_url, self.mail_from))

    @property
    def is_production(self) -> bool:
        """True where people reach this service from elsewhere."""
        return (self.public_url or "").startswith("https://")

    @property
    def address(self) -> str:
        """The address that people type."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")
