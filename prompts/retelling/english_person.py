"""Turns English words of the author's to the author: I → you, your → our."""

from __future__ import annotations

from collections.abc import Sequence

from prompts.retelling.english_forms import forms

_SIMPLE = {
    "i": "you", "i'm": "you're", "i've": "you've", "i'd": "you'd", "me": "you", "my": "your",
    "mine": "yours", "myself": "yourself", "we": "you", "we're": "you're", "we've": "you've",
    "we'd": "you'd", "us": "you", "our": "your", "ours": "yours", "ourselves": "yourselves",
    "your": "our", "yours": "ours", "you've": "we've", "you're": "we're", "you'd": "we'd",
}  # fmt: skip
_BE = {"am": "are", "was": "were", "wasn't": "weren't"}
#: After these "you" is us.
_TO_YOU = frozenset(
    {
        "to", "from", "with", "for", "by", "at", "told", "tell", "gave", "give", "asked", "ask",
        "sent", "send", "paid", "pay", "called", "call", "emailed", "phoned", "wrote", "contacted",
        "informed", "chased", "trusted", "owe", "reached",
    }
)  # fmt: skip
_NEVER = frozenset({"yourself", "yourselves", "i'll", "we'll", "let's", "you'll", "ain't"})


def turned(words: Sequence[str]) -> str | None:
    """None where a word can't be turned."""
    said: list[str] = []
    for at, word in enumerate(words):
        core = word.rstrip(",")
        new = _word(core, words, at)
        if new is None:
            return None
        said.append(new + word[len(core) :])
    said[-1] = said[-1].rstrip(",")
    if words[0].lower() == words[0] or words[0][1:].islower() or len(words[0]) == 1:
        said[0] = said[0][:1].lower() + said[0][1:]
    return " ".join(said)


def _word(word: str, words: Sequence[str], at: int) -> str | None:
    lower = word.lower()
    if lower in _NEVER:
        return None
    if lower == "you":
        return _you(words, at)
    if lower in _BE:
        return _BE[lower] if _after_i(words, at) else word
    return _SIMPLE.get(lower, word)


def _you(words: Sequence[str], at: int) -> str | None:
    if at + 1 < len(words) and forms().ours.match(" ".join(words[at + 1 : at + 5])):
        return "we"
    before = words[at - 1].lower() if at else ""
    return "us" if before in _TO_YOU else None


def _after_i(words: Sequence[str], at: int) -> bool:
    """Also "I called and was told"."""
    before = [word.lower() for word in words[max(0, at - 2) : at]]
    if before[-1:] == ["i"]:
        return True
    if before[-1:] in (["and"], ["but"]):
        return words[0].lower() in ("i", "i've", "i'm")
    return len(before) == 2 and before[0] == "i" and before[1] in forms().adverbs
