"""Whether some words tell that something went wrong."""

from __future__ import annotations

import re

from prompts.quoting import wordings
from prompts.retelling.clause_lists import pattern
from triage.wording_files import sieve

_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|hundred|thousand|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig"
    r"|vierzig|fünfzig|hundert|tausend)\w*\b", re.IGNORECASE,
)  # fmt: skip
_CAME = re.compile(
    r"\W*(?:und |and )?(?:geliefert|gekommen|bekommen|gekriegt|erhalten|(?:da |dann |es )?kam\w*"
    r"|got|received|(?:it |they )?(?:arrived|came)"
    r"|what (?:came|arrived|turned up)|(?:was )?(?:delivered|given))\b",
    re.IGNORECASE,
)
#: Papers about a death, and what was theirs: "my late grandad's medals".
_CERTIFICATE = re.compile(
    r"\bdeath certificate\b|\bsterbeurkunde\b|\blate\s(?=\w)|\bverstorbene\w*\s", re.IGNORECASE
)
#: What somebody else said or wrote; "don't" begins none.
_SAID = re.compile(r"(?<!\w)[‚'„\"“][^‘'“”\"]{3,}[‘'“”\"]")
#: „niiiiicht“
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")


def tells_of_one(words: str, lang: str) -> bool:
    """Whether there is a sign of a fault in it, or a number."""
    return counts(words) or shows_signs(words, lang)


def shows_signs(words: str, lang: str) -> bool:
    """Whether there is a fault, a denial or another sign of a fault in it."""
    words = _DRAWN_OUT.sub(r"\1", words)
    return says_it_is_wrong(words, lang) or pattern(lang, "hint").search(words) is not None


def says_it_is_wrong(words: str, lang: str) -> bool:
    """The same without what is a sign only beside a fault: whom it befell, what was to come."""
    words = _DRAWN_OUT.sub(r"\1", words)
    signs = (pattern(lang, name) for name in ("denial", "fault"))
    return any(sign.search(words) for sign in (wordings("wrong"), *signs))


def names_a_fault(words: str, lang: str) -> bool:
    """Whether one stands in it that is one by itself: to deny something is no fault yet."""
    return pattern(lang, "fault").search(words) is not None


def counts(words: str) -> bool:
    """Whether there is a number in it."""
    return _NUMBER.search(words) is not None


def tells_of_a_death(words: str) -> bool:
    """Whether somebody died in it, and we are not spoken of."""
    told = _CERTIFICATE.sub("", words)
    died = sieve("circumstances/death").search(told) or wordings("died").search(told)
    return died is not None and not wordings("to_us").search(words)


def is_call(words: str) -> bool:
    """Whether they only call out, or say what there is to show: „Es reicht“, "I have photos"."""
    return wordings("call").fullmatch(words) is not None


def says_what_came(words: str) -> bool:
    """Whether it says what came in the place of what was ordered."""
    return _CAME.match(words) is not None


def tells_what_was_said(words: str) -> bool:
    """Whether somebody else's words stand in it."""
    return _SAID.search(words) is not None


def pleads(words: str) -> bool:
    """Whether something is asked or hoped for in them, and not in what somebody else said."""
    return wordings("pleads").search(_SAID.sub("", words)) is not None
