"""What a person changed in a draft before it went out: the words, and what kind of change it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from triage.draft import Draft
from triage.languages import is_german
from triage.remedy import Remedy
from triage.wording_files import wording


class Change(StrEnum):
    SHORTER = "shorter"
    LONGER = "longer"
    #: How it is said: the apology, warmth, du or Sie.
    TONE = "tone"
    FACT_CORRECTED = "fact_corrected"
    REMEDY_CHANGED = "remedy_changed"
    LANGUAGE = "language"
    #: Hardly a word is left.
    REWRITTEN = "rewritten"
    #: None of these: other words for the same.
    WORDING = "wording"


@dataclass(frozen=True)
class Replaced:
    """A run of words, and what stands in its place; either may be empty."""

    before: str
    after: str


@dataclass(frozen=True)
class Edit:
    replaced: tuple[Replaced, ...]
    kinds: frozenset[Change]


#: Lengths within this share of each other are the same.
_SAME_LENGTH = 0.15
#: Below this share of kept words nothing of the draft is left.
_KEPT = 0.35
_TOKEN = re.compile(r"\S+")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_FORMAL = re.compile(r"\b(?:Sie|Ihnen|Ihre?[mnrs]?)\b")
_FAMILIAR = re.compile(r"\b(?:du|dir|dich|deine?[mnrs]?)\b", re.IGNORECASE)


def edit_of(draft: Draft, reply: str, remedy: Remedy | None) -> Edit:
    """How the reply that went out, and what was granted with it, differ from the draft.

    `reply` is without sign-off. An unchanged draft has no kinds.
    """
    replaced = tuple(_replaced(draft.reply, reply))
    kinds = frozenset(_kinds(draft, reply, replaced)) if replaced else frozenset()
    if remedy != draft.remedy:
        kinds |= {Change.REMEDY_CHANGED}
    if replaced and not kinds:
        kinds = frozenset({Change.WORDING})
    return Edit(replaced, kinds)


def _replaced(before: str, after: str) -> Iterator[Replaced]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    for operation, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation != "equal":
            yield Replaced(" ".join(old[a:b]), " ".join(new[c:d]))


def _kinds(draft: Draft, reply: str, replaced: tuple[Replaced, ...]) -> Iterator[Change]:
    if is_german(draft.reply) != is_german(reply):
        # Every word is another one: that says nothing more.
        yield Change.LANGUAGE
        return
    before, after = len(draft.reply), len(reply)
    if after < before * (1 - _SAME_LENGTH):
        yield Change.SHORTER
    elif after > before * (1 + _SAME_LENGTH):
        yield Change.LONGER
    if _facts(draft, draft.reply) != _facts(draft, reply):
        yield Change.FACT_CORRECTED
    if _tone(draft.reply) != _tone(reply):
        yield Change.TONE
    if _offers(draft.reply) != _offers(reply):
        yield Change.REMEDY_CHANGED
    if _kept(draft.reply, replaced) < _KEPT:
        yield Change.REWRITTEN


def _facts(draft: Draft, text: str) -> frozenset[str]:
    """The numbers of a text, and those of the author's facts that it names."""
    named = {v for fact in draft.facts.items if (v := str(fact.value)) and v in text}
    return frozenset(_NUMBER.findall(text)) | named


def _tone(text: str) -> tuple[int, bool, bool, int]:
    apologies = len(wording("guard/apology").findall(text))
    return apologies, bool(_FORMAL.search(text)), bool(_FAMILIAR.search(text)), text.count("!")


def _offers(text: str) -> frozenset[str]:
    return frozenset(m.lower() for m in wording("replies/offers").findall(text))


def _kept(before: str, replaced: tuple[Replaced, ...]) -> float:
    words = len(_TOKEN.findall(before))
    return 1 - sum(len(r.before.split()) for r in replaced) / words if words else 0.0
