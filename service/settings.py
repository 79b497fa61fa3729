"""Every setting of the program, from `KULANZ_…` variables or a `.env` file; read once, at start."""

from __future__ import annotations

import os
import re
from base64 import b64decode
from binascii import Error as BadBase64
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import Field, PrivateAttr, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from models.promotions import Promotions

ROOT = Path(__file__).parent.parent

SHIPPED_MODEL = ROOT / "models" / "artifacts" / "bilingual" / "11"

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
        SHIPPED_MODEL, description="The model folder; unset, the one promoted last."
    )
    model_threads: int = Field(2, ge=1, description="Cores that one forward pass may use.")
    policy: Path = Field(ROOT / "prompts" / "policy.toml", description="The remedy policy file.")
    playbooks: Path = Field(ROOT / "prompts" / "playbooks", description="The playbooks' folder.")
    voice: Path = Field(ROOT / "prompts" / "voice.md", description="The brand's voice file.")
    drafter: str = Field(
        "playbook", description="Who writes the drafts: playbook, transformers:MODEL or endpoint."
    )
    llm_rules: Path = Field(
        ROOT / "prompts" / "reply.md", description="What a language model that drafts must heed."
    )
    llm_base_url: str = Field(
        "", description="For the endpoint: address of an OpenAI-compatible server, …/v1."
    )
    llm_model: str = Field("", description="For the endpoint: the model's name there.")
    llm_api_key: SecretStr | None = Field(None, description="For the endpoint: its key, if any.")
    llm_timeout: float = Field(30.0, gt=0, description="Seconds to wait for the endpoint.")

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
    silent_after_hours: float = Field(
        72.0, gt=0, description="Hours without a word after a reply until its author is silent."
    )
    replay_shard: int = Field(
        1000,
        ge=1,
        description="Conversations in one shard of a replay, which is done at a stretch.",
    )
    replay_processes: int = Field(
        0, ge=0, description="Processes that a worker replays with; 0 is one for each core."
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
    slack_lang: Literal["de", "en"] = Field(
        "en", description="What stands in channels of queues that set no slack_lang: de or en."
    )
    slack_undo_seconds: float = Field(
        5.0, ge=0, le=300,
        description="Seconds to take back what was approved in Slack, where a queue sets none.",
    )  # fmt: skip
    slack_digest_at: time | None = Field(
        time(8, 0), description="When the day's digest comes, on working days; empty for none."
    )
    slack_client_id: str | None = Field(None, description="With the secret: Sign in with Slack.")
    slack_client_secret: SecretStr | None = Field(None, description="The app's client secret.")
    slack_api_url: str = Field("https://slack.com/api/", description="Slack's Web API.")

    train_after: int = Field(
        100, ge=1, description="Decisions after which `train --watch` makes a new candidate."
    )

    #: Whether the folder was named outright, so that no promotion changes it.
    _model_is_given: bool = PrivateAttr(False)

    def model_post_init(self, _context: object) -> None:
        self._model_is_given = "model_dir" in self.model_fields_set
        if not self._model_is_given:
            self.model_dir = self.promotions.current_folder() or SHIPPED_MODEL

    @property
    def promotions(self) -> Promotions:
        return Promotions(self.data_dir)

    @property
    def model_is_given(self) -> bool:
        return self._model_is_given

    @field_validator("slack_digest_at", mode="before")
    @classmethod
    def _never(cls, at: object) -> object:
        return at or None

    @field_validator("drafter")
    @classmethod
    def _known_drafter(cls, drafter: str) -> str:
        if drafter in ("playbook", "endpoint") or re.fullmatch(r"transformers:.+", drafter):
            return drafter
        raise ValueError("must be playbook, transformers:MODEL or endpoint")

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
