"""Texts as hasty people type them, so that the encoder learns to read those too."""

from __future__ import annotations

import random
import re

#: How people write umlauts who have no keys for them, or no patience.
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss",
                              "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})  # fmt: skip
_BARE = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "Ä": "A", "Ö": "O", "Ü": "U"})
_MARKS = re.compile(r"(?<=\w)[.,;:!?'’](?=\s|$)")
#: About one word in so many gets a slip.
_SLIP_EVERY = 12


def misspelt(text: str, chance: random.Random) -> str:
    """The same words with umlauts spelled out or bare, marks left out, or letters mistyped.

    >>> misspelt("Schöne Grüße!", random.Random(1))
    'Schoene Gruesse!'
    """
    umlauts = chance.choice((None, _SPELLED_OUT, _SPELLED_OUT, _BARE))
    text = text.translate(umlauts) if umlauts else text
    if chance.random() < 0.5:
        text = _MARKS.sub("", text)
    return " ".join(_slipped(word, chance) for word in text.split(" "))


def _slipped(word: str, chance: random.Random) -> str:
    """The word with two letters swapped, one left out or one doubled, now and then."""
    if len(word) < 5 or not word.isalpha() or chance.randrange(_SLIP_EVERY):
        return word
    at = chance.randrange(1, len(word) - 2)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return chance.choice((swapped, word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]))
