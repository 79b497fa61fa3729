"""What every inbox does, whatever the system behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from triage.mention import Mention, Turn
from triage.ports import Publisher


class Kind(StrEnum):
    """What an incoming message tells us."""

    NEW = "new"
    EDITED = "edited"
    DELETED = "deleted"
    #: Our own echo, an agent's message: nothing for us to do.
    IGNORED = "ignored"


@dataclass(frozen=True)
class Incoming:
    """One message as an inbox brought it."""

    kind: Kind
    mention: Mention
    #: Of the delivery; the same id again is a replay.
    delivery_id: str
    context: tuple[Turn, ...] = ()
    #: Fields we do not know, kept.
    extra: Mapping[str, Any] = field(default_factory=dict)


class Inbox(Protocol):
    """Comes in by `verify` and `parse`, goes out by `publisher`."""

    @property
    def name(self) -> str: ...

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
        """The delivery's id. Raises SignatureRefused."""
        ...

    def parse(self, body: bytes, delivery_id: str) -> Incoming:
        """Raises UnreadableMention with a sentence that says what is wrong."""
        ...

    @property
    def publisher(self) -> Publisher | None:
        """None where replies are posted by hand."""
        ...
