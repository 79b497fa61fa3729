"""Where the clauses of a sentence begin and end, roughly, and whether some of them stand without
the others: nothing may be left dangling on either side."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prompts.gist_telling import SIGN, has_verb, telling
from prompts.quoting import wordings
from triage.complaint import Span

_CLOSED = r"(?P<closed>[\"”“»«’']*)(?:\s+|$)"
_OTHER_EDGES = (
    r"|(?<!\d)[,](?=\s|\D)\s*|[;:]\s+|\s[–—-]{1,2}\s|—|\s?\((?!\w{1,3}\))\s?"
    r"|(?<!\(\w)(?<!\(\w\w)(?<!\(\w\w\w)\)\s?|\.?@\w+[\s,:]*"
    r"|(?<!\d)\s(?=(?:und|aber|sondern|weil|denn|and|but|because)\s)"
)
#: Behind a number with a full stop: it is a date, or says how manieth.
_STOP = r"(?<![.!?…])(?<!\w\.\w)(?<!\b(?:[Nn]r|[Ss]t|[DdMmHF]r|[Cc]a))(?<!\b[dDM])(?<!\d)[.!?…]+"
#: In between is a clause: ends of sentences, commas, dashes, brackets, whom it is told to, words
#: that join clauses. Quotation marks that close belong to what they close.
_EDGE = re.compile(_STOP + _CLOSED + _OTHER_EDGES)
#: What begins so is cut off from who did it or what it was.
HEADLESS = re.compile(
    r"(?:is|are|was|were|has|have|had|does|did|will|can|won't|didn't|isn't|wasn't"
    r"|ist|sind|war|waren|hat|haben|hatte|hatten|wird|wurde|wurden|kann|soll|darf|muss|kam|kommt"
    r"|steht|stand|liegt|fehlt|sei|zu)\s", re.IGNORECASE,
)  # fmt: skip
#: What begins so hangs on what stands before it, or on what comes behind it.
_HANGS = re.compile(
    r"(?:which|who|whom|whose|that|than|as|because|since|when|while|where|until|till|if|unless"
    r"|although|though|whether|what|how|why|to|for|with|of|in|on|at|by|from|into|per|like|or|nor"
    r"|weil|da|dass|ob|wenn|als|wie|während|obwohl|damit|bis|wo|wobei|wer|was|welche[rmns]?"
    r"|sodass|indem|je|sowie|oder|mit|von|zu|bei|aus|vor|nach|für|in|im|an|am|auf|um|ohne|statt)\b",
    re.IGNORECASE,
)
#: A relative clause of German: no noun follows where an article would stand.
_RELATIVE = re.compile(
    r"(?:(?:von|mit|in|an|auf|für|bei|zu|nach|aus|um|über)\s)?(?:der|die|das|dem|den|deren|dessen)\s"
    r"(?:(?:Sie|Ihr|Ihre)\s|(?!(?:\w+\s){0,2}[A-ZÄÖÜ]))",
)
#: The same in the middle of a sentence: „die Box, die er erlaubt hat, war zu hoch“.
_AMID = re.compile(rf"(?:der|die|das|den|dem)\s[^,]*,\s{HEADLESS.pattern}", re.IGNORECASE)
#: What comes next belongs to what stands before it.
_BELONGS = re.compile(
    r"(?:which|who|whom|whose|that|than|until|if|unless|whether|as|so|to|of|but|yet|only|instead"
    r"|although|though|except|or|dass|ob|wenn|als|wie|damit|bis|wo|wobei|sodass|indem|aber|sondern"
    r"|doch|nur|obwohl|oder|statt|stattdessen|um|ohne|zu)\b",
    re.IGNORECASE,
)
_JOINS = re.compile(r"(?:und|and|then|dann|plus)\s+", re.IGNORECASE)
#: Who begins with one of these begins a clause.
_BEGINS = re.compile(
    r"(?:i|we|you|he|she|they|it|there|nobody|nothing|no one|everyone|my|our|your|his|her|their|the"
    r"|a|an|no|this|ich|wir|ihr|er|sie|es|man|niemand|nichts|keiner|der|die|das|den|dem|mein\w*|unser\w*"
    r"|eu(?:e)?r\w*|kein\w*|ein\w*)\b", re.IGNORECASE,
)  # fmt: skip
#: Who or what that is stands before it.
_IT = re.compile(r"(?:he|she|they|it|er|sie|es)\s", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-ZÄÖÜ]")
#: In words: what a number alone may stand in.
_ENOUGH = 4
#: A colon only opens: what stands before it announces what comes.
_CLOSES_HARD = (";", "–", "—", "(", ")", "-")
_OPENS_HARD = (*_CLOSES_HARD, ":")


def clauses_of(text: str, sentence: Span) -> Iterator[Span]:
    """Each without what joins it to the next."""
    start, last = sentence
    for edge in _EDGE.finditer(text, start, last):
        end = edge.end("closed") if edge["closed"] else edge.start()
        if text[start:end].strip():
            yield start, end
            start = edge.end()
    if text[start:last].strip():
        yield start, last


def stands_apart(text: str, sentence: Span, passage: Span, lang: str) -> bool:
    """Whether this part of a sentence, one or several of its clauses, is whole by itself."""
    words = text[slice(*passage)].strip()
    return _begins_well(text, sentence, passage, words, lang) and _ends_well(
        text, sentence, passage, words, lang
    )


def _begins_well(text: str, sentence: Span, passage: Span, words: str, lang: str) -> bool:
    before = text[sentence[0] : passage[0]].rstrip()
    if not before:
        # A clause that waits for another one.
        return not _HANGS.match(words) or "," in words
    said = _JOINS.sub("", words.lstrip(), count=1)
    relative = lang == "de" and (_RELATIVE.match(said) or _AMID.match(said))
    if HEADLESS.match(said) or _HANGS.match(said) or relative:
        return False
    if before[-1] in _OPENS_HARD:
        return has_verb(said, lang, begins=1) or _says_it(said, lang)
    if _IT.match(said) and len(said.split()) <= _ENOUGH + 1:
        return False
    # "Selkirk and Main" is one place.
    capital = _CAPITAL.match(said) if lang == "de" or before[-1] == "," else None
    return bool(_BEGINS.match(said) or capital) and has_verb(said, lang, begins=1)


def _ends_well(text: str, sentence: Span, passage: Span, words: str, lang: str) -> bool:
    after = text[passage[1] : sentence[1]].lstrip(" \n\t\"”“»«’'")
    if not after.strip(" .!…*"):
        return True
    if after[:1] == "?" or wordings("goes_on").search(words.rsplit(" ", 1)[-1]):
        return False
    if after[0] in _CLOSES_HARD:
        return has_verb(words, lang) or telling(words, lang) > SIGN
    if after[0] == ":":
        return False
    follows = after.lstrip(" ,")
    belongs = _BELONGS.match(follows) or (lang == "de" and _RELATIVE.match(follows))
    # „im Winter und im Sommer“ is one thing.
    joins = _JOINS.match(follows)
    belongs = belongs or (joins and _HANGS.match(follows, joins.end()))
    return not belongs and (has_verb(words, lang) or _says_it(words, lang))


def _says_it(words: str, lang: str) -> bool:
    """Whether it needs no verb: "Late again", „Fehler 404 beim Bezahlen“."""
    tells = telling(words, lang)
    enough = tells > SIGN or (tells == SIGN and len(words.split()) >= _ENOUGH)
    return enough and not _HANGS.match(words)
