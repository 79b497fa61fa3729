"""What a post says without a verb, as one would say it: "flight cancelled" → "the flight was
cancelled"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prompts.retelling.english_forms import forms, is_noun

#: "wifi not working", "claim not paid".
_NOT_DONE = re.compile(r"\w+ing|\w{2,}ed|paid|found|there")
_SPENT = re.compile(
    r"(?:\d+|an?|half an|two|three|four|five|six|seven|eight|nine|ten)"
    r" (?:hours?|minutes|days|weeks) (?:on|in|at|waiting|stuck|sitting|standing|without|queuing)\b"
)
_THEN = {"is": "was", "are": "were"}
_NOTHING = frozenset({"no", "nothing", "zero"})
_STILL = frozenset({"still", "now", "again"})
#: "the doors shut on my arm": they did it.
_UPON = [["on", whom] for whom in ("me", "my", "us", "our")]
_OVER = frozenset({"the", "all", "both", "last", "yesterday", "during", "throughout"})
_NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|many)"
_SO_LONG = re.compile(rf"{_NUMBER} (?:days|weeks|months|hours)\b", re.IGNORECASE)
_LASTING = re.compile(
    r"since\b|(?:for|in) (?:(?:over|almost|about|nearly|the last|the past) )?"
    rf"(?:{_NUMBER}\b|days|weeks)",
    re.IGNORECASE,
)
_PLURAL = re.compile(r".*[^s]s", re.IGNORECASE)
#: So many words the thing may have.
_LONGEST = 3


def with_verb(words: list[str]) -> tuple[list[str], int] | None:
    """The words with a verb, and where it stands; None where none is missing. The first word is an
    article, or the thing has a number: "bus 20 cancelled"."""
    for at, word in enumerate((w.lower().strip(",") for w in words[2 : 2 + _LONGEST]), start=2):
        if word in forms().events or word in forms().states:
            return _put(words, at)
        if word == "not" and len(words) > at + 1:
            return (
                _put(words, at) if _NOT_DONE.fullmatch(words[at + 1].lower().strip(",")) else None
            )
        if not is_noun(word) and word not in _STILL:
            return None
    return None


def with_subject(words: list[str]) -> tuple[list[str], int] | None:
    """ "Two hours on hold" → "I spent two hours on hold", "no seats left" → "there were no seats
    left"; None where it is neither."""
    lower = [word.lower().strip(",") for word in words]
    if _SPENT.match(" ".join(lower[:4])):
        return ["I", "spent", lower[0], *words[1:]], 1
    still = lower[0] == "still"
    if lower[still : still + 1] != ["no"]:
        return None
    end = _end_of_lack(lower, still + 1)
    if not end:
        return None
    one, many = _be("", words[end:], still=still)
    be = many if _PLURAL.fullmatch(lower[end - 1]) else one
    then = be if still else _THEN.get(be, be)
    again = next((n for n in range(end, len(lower)) if lower[n] in _NOTHING), len(words))
    return ["there", *then.split(), *lower[: still + 1], *words[still + 1 : again]], 1


def _end_of_lack(words: Sequence[str], start: int) -> int:
    """Where the name of what is missing ends; 0 where it is none, or says too little."""
    for at in range(min(start + _LONGEST, len(words)), start, -1):
        after = words[at] if at < len(words) else ""
        goes_on = after in forms().after_lacking
        known = is_noun(words[at - 1]) or (words[at - 1] in forms().lacks and goes_on)
        alone = not after or goes_on or after in _NOTHING
        if known and alone and _NOTHING.isdisjoint(words[start:at]):
            return at
    return 0


def _put(words: list[str], at: int) -> tuple[list[str], int] | None:
    still = words[at - 1].lower() in _STILL
    verb = at - still
    noun = words[verb - 1]
    after = words[at + 1 :]
    upon = [word.lower() for word in after[:2]]
    if not is_noun(noun) or noun.lower() in forms().people or upon in _UPON:
        return None
    so_long = ["for"] if _SO_LONG.match(" ".join(after[:2])) else []
    one, many = _be(words[at].lower().strip(","), [*so_long, *after], still=still)
    be = many if _PLURAL.fullmatch(noun) else one
    return [*words[:verb], be, *words[verb : at + 1], *so_long, *after], verb


def _be(word: str, after: Sequence[str], *, still: bool) -> tuple[str, str]:
    """It has been down for days, it was down the whole flight, it is down."""
    if any(_LASTING.match(" ".join(after[n:])) for n in range(min(4, len(after)))):
        return "has been", "have been"
    over = bool(after) and after[0].lower() in _OVER
    past = over or (word in forms().events and not still)
    return ("was", "were") if past else ("is", "are")
