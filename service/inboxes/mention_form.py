"""A mention in the form of the contracts, read strictly and with a sentence for every error.

The webhook, the command line and replay read the same form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from triage.errors import UnreadableMention
from triage.mention import Author, Channel, Mention, Role, Turn, clean_text

#: Characters of an id; PostgreSQL's index takes 2,700 bytes.
LONGEST_ID = 600

#: Levels of fields we do not know.
DEEPEST = 40


class _Author(BaseModel):
    id: str | int = ""
    name: str = ""


class _Turn(BaseModel):
    role: Literal["customer", "agent"]
    text: str


class _Mention(BaseModel):
    model_config = ConfigDict(extra="allow")

    text: str
    id: str | int | None = None
    channel: Channel = Channel.OTHER
    lang: str | None = None
    domain: str | None = None
    author: _Author = Field(default_factory=_Author)
    url: str | None = None
    posted_at: datetime | None = None
    conversation: str | int | None = None
    context: list[_Turn] = Field(default_factory=list)
    role: Literal["customer", "agent"] = "customer"

    @field_validator("posted_at")
    @classmethod
    def _in_utc(cls, moment: datetime | None) -> datetime | None:
        if moment is None or moment.tzinfo is None:
            return moment and moment.replace(tzinfo=UTC)
        try:
            return moment.astimezone(UTC)
        except OverflowError as error:
            raise ValueError("lies beyond any date") from error


@dataclass(frozen=True)
class MentionForm:
    """What one record said."""

    mention: Mention
    context: tuple[Turn, ...]
    #: Written by the company itself.
    is_agent: bool
    #: Fields we do not know.
    extra: Mapping[str, Any]


def read_mention(
    document: Mapping[str, Any], *, default_id: str, may_be_empty: bool = False
) -> MentionForm:
    """Read one record. Raises UnreadableMention, naming the field and what is wrong with it."""
    if may_be_empty:
        document = {"text": "", **document}
    try:
        form = _Mention.model_validate(document)
    except ValidationError as error:
        raise UnreadableMention(sentence_of(error)) from error
    return MentionForm(
        mention=Mention(
            id=_key("id", form.id) or _key("id", default_id),
            text=clean_text(form.text),
            channel=form.channel,
            lang=_code(form.lang),
            domain=_code(form.domain),
            author=Author(_key("author.id", form.author.id), clean_text(form.author.name)),
            url=_web_address(form.url),
            posted_at=form.posted_at,
            conversation=_key("conversation", form.conversation) or None,
        ),
        context=tuple(Turn(Role(t.role), clean_text(t.text)) for t in form.context),
        is_agent=form.role == "agent",
        extra=_storable(form.model_extra or {}),
    )


def _key(field: str, key: str | int | None) -> str:
    """What we find a row by. Never cut, since two could become one."""
    cleaned = clean_text(str(key if key is not None else ""))
    if len(cleaned) > LONGEST_ID:
        raise UnreadableMention(f"{field}: longer than {LONGEST_ID} characters.")
    return cleaned


def _storable(value: Any, depth: int = 0) -> Any:
    """Any JSON, as both databases keep it: without what is no text, and without NaN."""
    if depth > DEEPEST:
        raise UnreadableMention(f"The record is nested more than {DEEPEST} levels deep.")
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean_text(key): _storable(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_storable(inner, depth + 1) for inner in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def _code(word: str | None) -> str | None:
    """A short code such as `de` or `airline`; anything else is as good as nothing."""
    code = (word or "").strip().lower()
    return code if re.fullmatch(r"[a-z]{2,12}", code) else None


def _web_address(url: str | None) -> str | None:
    """Only what may safely become a link; `javascript:` and the like are dropped."""
    cleaned = clean_text(url or "").strip()
    return cleaned if cleaned.startswith(("https://", "http://")) else None


def sentence_of(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the record"
    return f"{where}: {first['msg'][0].lower()}{first['msg'][1:]}."
