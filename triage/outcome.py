"""What became of a case, and what a past case teaches the next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from triage.complaint import Assessment


class Outcome(StrEnum):
    RECOVERED = "recovered"
    UNCHANGED = "unchanged"
    WORSE = "worse"
    SILENT = "silent"


@dataclass(frozen=True)
class Precedent:
    """A past case like this one: what was sent, and how it went."""

    case_id: str
    complaint: str
    reply: str
    likeness: float
    outcome: Outcome | None = None
    remedy: str | None = None


def outcome_of(before: Assessment, after: Assessment) -> Outcome:
    """Judge by the customer's next words after our reply.

    Recovered: no longer negative. Worse: negative, and graver than before.
    """
    if after.sentiment != "negative" and not after.complaint:
        return Outcome.RECOVERED
    return Outcome.WORSE if after.severity > before.severity else Outcome.UNCHANGED
