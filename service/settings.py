"""Every setting of the program, from `KULANZ_…` variables or a `.env` file; read once, at start."""

from __future__ import annotations

import os
import re
from base64 import b64decode
from binascii import Error as BadBase64
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).parent.parent

#: Seconds before each further attempt to publish; jitter comes on top.
PUBLISH_PAUSES = (5.0, 30.0, 120.0, 600.0, 1800.0, 7200.0)

_INBOX_VARIABLE = re.compile(
    r"KULANZ_INBOX_(?P<name>[A-Z0-9_]+?)_(?P<field>SECRET|REPLY_URL|LOOKUP_URL|OWN_AUTHOR)"
)


@dataclass(frozen=True)
class InboxSettings:
    """One inbox: `KULANZ_INBOX_<NAME>_` and `SECRET`, `REPLY_URL`, `LOOKUP_URL`, `OWN_AUTHOR`."""

    #: As it stands in the address `/webhooks/{name}`: lower case.
    name: str
    #: Signing keys, the newest first: several while a key is being changed.
    keys: tuple[bytes, ...]
    reply_url: str | None = None
    #: Asked `?key=…` whether a reply in doubt is out.
    lookup_url: str | None = None
    #: Our own account's author id, so that our own posts are not answered.
    own_author: str | None = None


class Settings(BaseSettings):
    """Field `data_dir` is the variable `KULANZ_DATA_DIR`, and so on."""

    model_config = SettingsConfigDict(env_prefix="KULANZ_", env_file=".env", extra="ignore")

    data_dir: Path = Field(Path(".kulanz"), description="Where the embedded database lies.")
    database_url: str = Field(
        "", description="PostgreSQL address; empty means SQLite in the data folder."
    )
    sqlite_synchronous: Literal["FULL", "NORMAL"] = Field(
        "FULL", description="NORMAL is faster and may lose the last commits on a power cut."
    )
    model_dir: Path = Field(
        ROOT / "models" / "artifacts" / "bilingual" / "1", description="The model folder."
    )
    model_threads: int = Field(2, ge=1, description="Cores that one forward pass may use.")
    policy: Path = Field(ROOT / "prompts" / "policy.toml", description="The remedy policy file.")
    playbooks: Path = Field(ROOT / "prompts" / "playbooks", description="The playbooks' folder.")
    voice: Path = Field(ROOT / "prompts" / "voice.md", description="The brand's voice file.")
    drafter: Literal["playbook"] = Field("playbook", description="Who writes the drafts.")

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8600, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    public_url: str = Field("", description="Address of the console in links, if not host:port.")
    max_body_bytes: int = Field(2_000_000, ge=1_000, description="Largest request accepted.")
    worker_concurrency: int = Field(32, ge=1, description="Steps one process works on at a time.")
    poll_interval: float = Field(0.15, gt=0, description="Seconds between two looks at a queue.")
    worker_stale_after: float = Field(
        60.0, gt=0, description="Seconds without a heartbeat after which a worker counts as dead."
    )
    watch_interval: float = Field(
        5.0, gt=0, description="Seconds between two rounds of reminders, time-outs and the sweep."
    )
    keep_engine_rows_days: float = Field(7.0, gt=0, description="Days to keep finished steps.")

    publish_timeout: float = Field(15.0, gt=0, description="Seconds to wait for an inbox.")
    publish_pauses: Annotated[tuple[float, ...], NoDecode] = Field(
        PUBLISH_PAUSES, description="Seconds before each further attempt, comma-separated."
    )
    publish_settle: float = Field(
        30.0, gt=0, description="Seconds before a reply in doubt is looked up."
    )
    allow_private_addresses: bool = Field(
        False, description="Allow replies to go to private and loopback addresses."
    )

    slack_bot_token: SecretStr | None = Field(None, description="xoxb-…; posts the cards.")
    slack_app_token: SecretStr | None = Field(None, description="xapp-…; switches Socket Mode on.")
    slack_signing_secret: SecretStr | None = Field(
        None, description="Switches POST /slack/events on."
    )
    slack_channel: str | None = Field(None, description="Channel for queues without one.")
    slack_api_url: str = Field("https://slack.com/api/", description="Slack's Web API.")

    @field_validator("publish_pauses", mode="before")
    @classmethod
    def _split(cls, pauses: object) -> object:
        return tuple(pauses.split(",")) if isinstance(pauses, str) else pauses

    @property
    def resolved_database_url(self) -> str:
        if not self.database_url:
            return f"sqlite+pysqlite3:///{(self.data_dir / 'kulanz.sqlite').absolute()}"
        if self.database_url.startswith("sqlite:"):
            return self.database_url.replace("sqlite:", "sqlite+pysqlite3:", 1)
        # One driver for us and the engine, whichever way the address is written.
        return re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql+psycopg://", self.database_url)

    @property
    def uses_sqlite(self) -> bool:
        return self.resolved_database_url.startswith("sqlite")

    @property
    def uses_slack(self) -> bool:
        return self.slack_bot_token is not None

    def inboxes(self) -> dict[str, InboxSettings]:
        """The configured inboxes by name. Raises ValueError for a secret that is none."""
        found: dict[str, dict[str, str]] = {}
        for variable, value in {**dotenv_values(".env"), **os.environ}.items():
            match = _INBOX_VARIABLE.fullmatch(variable)
            if match and value:
                found.setdefault(match["name"].lower(), {})[match["field"].lower()] = value
        # An unset secret switches the endpoint off: such an inbox does not exist.
        return {name: _inbox(name, given) for name, given in found.items() if "secret" in given}


def _inbox(name: str, given: dict[str, str]) -> InboxSettings:
    keys = tuple(_key(name, secret) for secret in re.split(r"[\s,]+", given["secret"].strip()))
    return InboxSettings(
        name=name,
        keys=keys,
        reply_url=given.get("reply_url"),
        lookup_url=given.get("lookup_url"),
        own_author=given.get("own_author"),
    )


def _key(name: str, secret: str) -> bytes:
    try:
        key = b64decode(secret.removeprefix("whsec_"), validate=True)
    except BadBase64:
        key = b""
    if len(key) < 16:
        raise ValueError(
            f"KULANZ_INBOX_{name.upper()}_SECRET is no signing secret: it must be whsec_ and "
            "base64 of 24 to 64 bytes. `kulanz secret` makes one."
        )
    return key
