"""One change in the history of a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

#: The program itself, where no person acted.
KULANZ = "kulanz"
#: As whom whoever wrote the mention is noted.
AUTHOR = "author"


@dataclass(frozen=True)
class Event:
    at: datetime
    #: received, assessed, drafted, decided, published … in the past tense.
    kind: str
    #: The approver's id, or `kulanz`.
    by: str
    details: dict[str, Any] = field(default_factory=dict)
