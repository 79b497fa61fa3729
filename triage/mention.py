"""What people wrote: mentions, their authors, and the conversation they stand in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

#: Control characters (Cc), and lone surrogates (Cs), which no database can store as UTF-8.
_NOT_STORED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Channel(StrEnum):
    X = "x"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    BLOG = "blog"
    REVIEW = "review"
    EMAIL = "email"
    OTHER = "other"


class Role(StrEnum):
    CUSTOMER = "customer"
    AGENT = "agent"


@dataclass(frozen=True)
class Author:
    """Who wrote a mention; may not be a customer at all."""

    id: str = ""
    name: str = ""


@dataclass(frozen=True)
class Turn:
    """One earlier message of a conversation."""

    role: Role
    text: str
    at: datetime | None = None


@dataclass(frozen=True)
class Mention:
    """One public message that names or addresses us."""

    id: str
    text: str
    channel: Channel = Channel.OTHER
    #: ISO 639-1; None until detected.
    lang: str | None = None
    #: The trade it is about (airline, rail …), None if unknown.
    domain: str | None = None
    author: Author = field(default_factory=Author)
    url: str | None = None
    posted_at: datetime | None = None
    #: The thread's key in the inbox; a mention without one is a conversation of its own.
    conversation: str | None = None

    def __post_init__(self) -> None:
        if self.posted_at is not None and self.posted_at.tzinfo is None:
            raise ValueError("posted_at needs a time zone")


@dataclass(frozen=True)
class Conversation:
    """A mention to be answered, and the turns before it, oldest first."""

    mention: Mention
    earlier: tuple[Turn, ...] = ()

    @property
    def last_agent_reply(self) -> str | None:
        return next((t.text for t in reversed(self.earlier) if t.role is Role.AGENT), None)


def clean_text(text: str) -> str:
    """Text as we store it: NFC, without control characters other than line breaks and tabs.

    Accents stay: `schon` is not `schön`.

    >>> clean_text("scho\\u0308n\\x00")
    'schön'
    """
    return _NOT_STORED.sub("", unicodedata.normalize("NFC", text))
