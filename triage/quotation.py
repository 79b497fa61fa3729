"""What of a reply is ours to answer for in tone: all but the author's own words, quoted back."""

from __future__ import annotations

import re

from triage.currencies import CODES, NAMES

#: Stands for the author's words.
LEFT_OUT = "…"

#: Stands for what is not repeated: "[amount]".
_IN_ITS_PLACE = re.compile(r"\[[^\W\d_-]+(?:-[^\W\d_]+)?\]")
#: Whom it was told to is left out of a quotation.
_ACCOUNT = re.compile(r"(?<!\w)@\w+")
#: A name of two words, as it is quoted.
_UNDERSCORE = re.compile(r"(?<=[^\W_])_(?=[^\W_])")
_QUOTED = re.compile(r"„([^„“]+)“|“([^“”]+)”|\"([^\"]+)\"")
#: Numbers and what they count in money do not count: an amount is left out where it was paid.
_WORD = re.compile(rf"\b(?!(?:\d+k?|cents?|rs|{NAMES}|{CODES})\b)\w+\b")


def our_words(reply: str, complaint: str) -> str:
    """The reply without what it quotes from the complaint, word for word.

    >>> our_words("„Kam nie an“: Das tut mir leid.", "Super. Koffer kam nie an!")
    '„…“: Das tut mir leid.'
    >>> our_words('So "sorry" it was late.', "It was late.")
    'So "sorry" it was late.'
    >>> our_words('"a fee for water": I am sorry.', "They want a $9 fee for water.")
    '"…": I am sorry.'
    >>> our_words('"a fee of [amount]": I am sorry.', "They want a fee of $9.")
    '"…": I am sorry.'
    >>> our_words('"No bus, no word": I am sorry.', "No bus, @ruttl no word.")
    '"…": I am sorry.'
    >>> our_words('"ruttl bus is late": I am sorry.', "@ruttl_bus is late.")
    '"…": I am sorry.'
    >>> our_words('"No bus … in the rain": I am sorry.', "No bus. I stood in the rain.")
    '"…": I am sorry.'
    """
    spoken = _UNDERSCORE.sub(" ", complaint)
    told = "|".join(map(_words, (complaint, spoken, _ACCOUNT.sub(" ", complaint))))

    def left(match: re.Match[str]) -> str:
        words = next(group for group in match.groups() if group is not None)
        parts = _IN_ITS_PLACE.sub(LEFT_OUT, words).split(LEFT_OUT)
        passages = [p for p in map(_words, parts) if p.strip()]
        if not passages or any(passage not in told for passage in passages):
            return match[0]
        return f"{match[0][0]}{LEFT_OUT}{match[0][-1]}"

    return _QUOTED.sub(left, reply)


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "
