"""Which language a mention is written in; the one its inbox states always wins."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from models.text import own_words
from triage.mention import Conversation

#: Languages we answer in; between these and any other, a short text gets the benefit of the doubt.
ANSWERED = ("de", "en")
#: When there is nothing to read: the language most readers share.
FALLBACK = "en"
#: How much likelier a foreign language must be. Measured on tweets: 1.6 costs French, Spanish
#: and Italian nothing and gains a point in English.
FOREIGN_FACTOR = 1.6

# Languages that customers of a European company write in; fewer candidates, fewer absurd guesses.
_KNOWN = [*ANSWERED, "ar", "cs", "da", "el", "es", "fi", "fr", "he", "hi", "hu", "it", "ja", "ko"]
_KNOWN += ["nl", "no", "pl", "pt", "ro", "ru", "sv", "tr", "uk", "zh"]
_CODE = re.compile(r"([a-z]{2})(?:[-_].*)?")
# Hashtags are names more often than words of a language.
_HASHTAG = re.compile(r"#\w+")


def language_of(conversation: Conversation) -> str:
    """ISO 639-1: as stated, else as written, else as in the earlier turns, else English."""
    stated = _CODE.fullmatch((conversation.mention.lang or "").strip().lower())
    if stated:
        return stated[1]
    texts = [conversation.mention.text, *(t.text for t in reversed(conversation.earlier))]
    found = (detect_language(text) for text in texts)
    return next((lang for lang in found if lang), FALLBACK)


def detect_language(text: str) -> str | None:
    """The language of the words in a text; None without words.

    >>> detect_language("Schon wieder zwei Stunden Verspätung, danke für nichts")
    'de'
    """
    # A thousand characters tell the language as well as a whole blog post.
    words = _HASHTAG.sub(" ", own_words(text[:1000])).strip()
    if not any(c.isalpha() for c in words):
        return None
    likelihood = dict(_identifier().rank(words))
    best = max(likelihood, key=likelihood.__getitem__)
    ours = max(ANSWERED, key=likelihood.__getitem__)
    return best if likelihood[best] >= FOREIGN_FACTOR * likelihood[ours] else ours


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_KNOWN)
    return identifier
