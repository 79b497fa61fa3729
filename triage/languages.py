"""Whether a text is German or English, by its commonest words: enough to choose a list of nouns."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+")
_GERMAN = frozenset(
    {
        "nie", "kaputt", "angekommen", "nix", "bitte", "danke", "jetzt", "wieder", "immer", "alles",
        "schon", "nur", "mal", "dann", "wann", "wo", "wer", "wie", "ohne", "vom", "zum",
        "zur", "um", "uhr", "heute", "heut", "gestern", "morgen", "statt", "als", "wenn", "weil",
        "dass", "kann", "habe", "haben", "hatte", "wurde", "sind", "seid", "eure", "fehlt",
        "der", "die", "das", "und", "ist", "nicht", "ich", "wir", "mit", "für", "auf", "ein",
        "eine", "nach", "den", "dem", "zu", "von", "im", "hat", "bei", "es", "des", "wird",
        "noch", "seit", "sie", "ihr", "euch", "auch", "aber", "hab", "isch", "ned", "net", "san",
        "mein", "meine", "meinen", "meiner", "meinem", "kein", "keine", "keinen", "i", "a", "am",
        "davon", "dafür", "zwei", "drei", "vier", "keiner", "niemand", "mehr", "unser", "unsere",
        "über", "vor", "aus", "sehr", "uns", "etwas", "bis", "beim", "ab", "jeder", "jede",
        "war", "is", "da", "weg", "hin", "dr", "au", "bin", "dir", "mir", "dich", "mich",
    }
)  # fmt: skip
_ENGLISH = frozenset(
    {
        "the", "and", "is", "was", "of", "to", "my", "it", "for", "on", "at", "with",
        "that", "you", "your", "not", "have", "had", "they", "we", "i", "a", "an", "are", "been",
        "our", "her", "his", "from", "but", "so", "this", "am",
    }
)  # fmt: skip
#: The first words tell; a blog post need not be read to its end.
_ENOUGH = 600


# As many as are opened at once.
@lru_cache(maxsize=128)
def is_german(text: str) -> bool:
    """
    >>> is_german("Mein Koffer ist weg"), is_german("My bag is gone")
    (True, False)
    """
    words = _WORD.findall(text[:_ENOUGH].lower())
    german = sum(word in _GERMAN for word in words)
    english = sum(word in _ENGLISH for word in words)
    return german > english or (german == english and any(c in "äöüß" for c in text[:_ENOUGH]))
