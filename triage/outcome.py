"""What became of a case, and what a past case teaches the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from triage.complaint import Assessment
from triage.next_words import Sign, is_short_thanks, says_it_goes_on, signs_in
from triage.quotation import our_words
from triage.remedy import Remedy


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
    #: What was granted with it.
    remedy: Remedy | None = None

    @property
    def can_be_taken(self) -> bool:
        """Whether its words can be said to another author: they quote none of this one's."""
        return our_words(self.reply, self.complaint) == self.reply


#: In likeness (a cosine): what the same topic, and what became of it, count for in the order.
SAME_TOPIC = 0.1
WENT: Mapping[Outcome | None, float] = MappingProxyType(
    {Outcome.RECOVERED: 0.03, Outcome.WORSE: -0.1}
)


class NoPrecedents:
    """For a desk that knows no past case."""

    def nearest(
        self, assessment: Assessment, count: int = 3, *, besides: str | None = None
    ) -> tuple[Precedent, ...]:
        return ()


#: From this probability on thanks are taken for ironic.
IRONIC = 0.5


def outcome_of(before: Assessment, after: Assessment, words: str) -> Outcome:
    """Judge by the customer's next words after our reply, and what the model makes of them.

    Recovered: no longer negative. Worse: negative, and graver than before. What the words say
    plainly counts more than the model.
    """
    signs = signs_in(words)
    negative = after.sentiment == "negative" or after.complaint
    if Sign.LEAVING in signs and negative:
        return Outcome.WORSE
    if _came_round(signs, words, after):
        return Outcome.RECOVERED
    return Outcome.WORSE if after.severity > before.severity else Outcome.UNCHANGED


def _came_round(signs: frozenset[Sign], words: str, after: Assessment) -> bool:
    if says_it_goes_on(words):
        return False
    mocks = after.p_ironic >= IRONIC and after.sentiment == "negative"
    if Sign.SETTLED in signs or is_short_thanks(words):
        return not mocks
    return after.sentiment != "negative" and not after.complaint
