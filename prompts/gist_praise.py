"""With what a passage begins that only praises: „Lage top, Pool sauber. WLAN nur an der Bar“."""

from __future__ import annotations

import re

from prompts.gist_telling import tells_of_one
from prompts.quoting import wordings
from prompts.retelling.clause_lists import pattern

#: In characters: less than that is left of nothing.
_FEWEST = 12
_SENTENCE = re.compile(r"[^.!…]+[.!…]+\s+(?=\S)")
_CLAUSE = re.compile(r"[^.!…,;:]+(?:,|\s[-–—/])\s+(?=\S)")
_SAYS_MORE = re.compile(r"[.!…]\s+\S")
_PART = re.compile(r"\s*[,;]\s*|\s[-–—/]\s|\s(?:und|and)\s|[.!…]+\s*")
#: What says of nothing by itself what it is: „Crew top, Flug nicht: fünf Stunden spät“.
_LEANS = re.compile(
    r"[\w-]+ (?:not|nicht|weniger)(?=[,.;:!]|$)"
    r"|(?:is|are|was|were|has|had|does|did|fits?|on|in|at|for|from|ist|sind|war|waren|hat|hatte|geht|passen"
    r"|passt|gab|im|am|er|es)\b",
    re.IGNORECASE,
)
#: With one of these it approves of nothing: „kaum sauber“, "everything but clean".
_HARDLY = re.compile(
    r"\b(?:kaum|weder|nichts|weniger|angeblich|au(?:ß|ss)er|alles andere|früher|sollte|hardly"
    r"|scarcely|barely|but|less|far from|anything|supposedly|allegedly|should|used to|once|laut"
    r"|versprochen|beworben|promised|advertised|according)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:weniger|nicht (?:gerade|so|sehr|besonders)|less|not (?:so|very|exactly))\s\w+",
    re.IGNORECASE,
)
#: In so many words, with a word for what is not there.
_NOTHING_AMISS = re.compile(r"\bda gibt['’]?s (?:nichts|nix)(?: zu \w+)?", re.IGNORECASE)
#: Words that are no praise there: "at the top", "Great Lakes", „ein Kind“.
_NO_PRAISE = {
    "de": re.compile(r"\b(?:kind|angel)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?i:the|on|my|travel) (?i:top|credit)\b|\b[A-Z]\w+(?= [A-Z][a-z])"),
}


def past_praise(words: str, lang: str) -> str:
    """Without the sentences that only praise at its beginning, and the clauses that do in a word
    or two; as it is where too little is left, or what leans on them."""
    begins = 0
    while (praised := _praised(words, begins, lang)) and _stands_alone(words[praised:], lang):
        begins = praised
    return words[begins:]


def _praised(words: str, at: int, lang: str) -> int:
    """Where what only praises ends that begins there; 0 where nothing does."""
    sentence, clause = _SENTENCE.match(words, at), _CLAUSE.match(words, at)
    if sentence and (approves(sentence[0]) or only_praises(sentence[0], lang)):
        return sentence.end()
    return clause.end() if clause and approves(clause[0], "approved") else 0


def _stands_alone(words: str, lang: str) -> bool:
    """Whether it is no praise, and says itself of what it is told."""
    leans = pattern(lang, "unclear").match(words) or _LEANS.match(words)
    return len(words) >= _FEWEST and not leans and not only_praises(words, lang)


def is_friendly(words: str, lang: str) -> bool:
    """Whether a word of praise stands in it, or of what somebody liked."""
    return praises(words, lang) or wordings("fond").search(words) is not None


def praises(words: str, lang: str) -> bool:
    """Whether a word of praise stands in it; „weniger reizend“ is none."""
    said = _NO_PRAISE[lang].sub("", words) if lang in _NO_PRAISE else words
    said = _DENIED.sub("", said)
    return wordings("kind").search(said) is not None


def only_praises(words: str, lang: str) -> bool:
    """Whether a sentence praises and tells of no fault: „die kann nichts dafür“ has none."""
    said = _NO_PRAISE[lang].sub("", _NOTHING_AMISS.sub("", words)) if lang in _NO_PRAISE else words
    if _SAYS_MORE.search(words) or len(said.split()) == 1 or wordings("wry").search(said):
        return False
    kind = wordings("kind")
    praised = kind.search(said) or _NOTHING_AMISS.search(words)
    return praised is not None and not tells_of_one(kind.sub("", said), lang)


def approves(words: str, *lists: str) -> bool:
    """Whether each part does in a word or two: "clean room and great view"."""
    if wordings("wrong").search(words) or _HARDLY.search(words):
        return False
    parts = [part.strip() for part in _PART.split(words) if part.strip()]
    known = [wordings(name) for name in lists or ("approved", "approving")]
    return bool(parts) and all(any(k.fullmatch(part) for k in known) for part in parts)
