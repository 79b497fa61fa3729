"""What happened, out of the author's own plainest sentence: as a clause that our reply can say
"that" or „dass“ before. Better none than what is ironic, or not the
matter."""

from __future__ import annotations

from collections.abc import Sequence

from prompts.persons import names_somebody
from prompts.quoted_sums import without_sums
from prompts.retelling.english_told import told_in_english
from prompts.retelling.german_told import told_in_german
from triage.complaint import Span
from triage.draft import Register
from triage.guard_patterns import said
from triage.sentences import sentences_of

_TOLD_IN = {"de": told_in_german, "en": told_in_english}
_GUARDED = (
    "flippant", "marketing", "blame_shift", "over_promise", "legal_admission", "denies_claim_right",
    "generic_boilerplate", "amount_in_public",
    "asserts_unverified_cause",
)  # fmt: skip


def retold(
    text: str, evidence: Sequence[Span], lang: str, register: Register, *, ironic: bool
) -> str | None:
    """None where no sentence is fit. What is ironic tells only by a fault that it names; what is
    meant as it stands and is all there is tells by itself."""
    if lang not in _TOLD_IN:
        return None
    found = [*_TOLD_IN[lang](_sentences(text, evidence), register, ironic=ironic)]
    found.sort(key=lambda candidate: -candidate.weight)
    return next((c.clause for c in found if _is_harmless(c.clause, lang)), None)


def _sentences(text: str, evidence: Sequence[Span]) -> list[str]:
    """Those that the complaint stands in."""
    return [
        text[start:end]
        for start, end in sentences_of(text)
        if not evidence or any(start < last and first < end for first, last in evidence)
    ]


def _is_harmless(words: str, lang: str) -> bool:
    """Whether there is nothing in it that must not stand in a reply."""
    named = without_sums(words, lang) != words or names_somebody(words)
    return not named and not any(said(rule).search(words) for rule in _GUARDED)
