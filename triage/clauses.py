"""Where the clauses of a sentence begin and end, roughly, and where sentences do in a text with
pictures in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.complaint import Span
from triage.sentences import sentences_of

_CLOSED = r"(?P<closed>[\"”“»«’']*)(?:\s+|$)"
#: An account behind one of these is a name amid a clause: "my @nordair flight".
_GOVERNING = (
    "my", "the", "your", "our", "a", "an", "this", "to", "of", "with", "by", "from", "for", "on",
    "at", "in", "der", "die", "das", "den", "dem", "mein", "meine", "meinem", "meinen", "meiner",
    "eurem", "eurer", "Ihrem", "Ihrer", "unserem", "unserer", "einem", "einen", "einer", "mit",
    "von", "vom", "bei", "beim", "für", "zu", "zum", "zur", "im", "am", "auf",
)  # fmt: skip
#: No word of these stands before.
NOT_GOVERNED = "".join(rf"(?<!\b(?i:{word})\s)" for word in _GOVERNING)
_OTHER_EDGES = (
    r"|(?<!\d)[,](?=\s|\D)\s*|[;:]\s+|\s[–—=-]{1,2}\s|—|\s?\((?!\w{1,3}\))\s?"
    r"|(?<!\(\w)(?<!\(\w\w)(?<!\(\w\w\w)\)\s?|"
    rf"(?=\.?@){NOT_GOVERNED}\.?@\w+[\s,:]*"
    r"|(?<!\d)(?<!\d\.)\s(?!(?:and|und) (?:a|ein|eine|einer) (?:hal|quarter|viertel))"
    # "between 3 pm and 8.40 pm"
    r"(?!(?:and|und) \d[\d.:]*\s?(?i:[ap]m|uhr)\b)"
    r"(?=(?:und|aber|sondern|weil|denn|and|but|because)\s)"
)
#: Behind a number with a full stop: it is a date, or says how manieth.
_STOP = (
    r"(?<![.!?…])(?<!\w\.\w)(?<!\b(?:[Nn]r|[Ss]t|[DdMmHF]r|[Cc]a))(?<!\b[dDMvüz])(?<!\d)"
    r"(?<!\b(?:ggf|tgl))(?!(?<=\w\wstr)\.\s?\d)"
    r"(?!(?:(?<=\b[Mm]ind)(?<!ever mind)(?<![tyru] mind)|(?<=\b[Mm]ax))\.\s?\d)[.!?…]+"
)
#: In between is a clause: ends of sentences, commas, dashes, brackets, whom it is told to, words
#: that join clauses. Quotation marks that close belong to what they close.
_EDGE = re.compile(_STOP + _CLOSED + _OTHER_EDGES)
#: Pictures end a sentence as a full stop does.
_PICTURES = re.compile(r"[\U0001F000-\U0001FFFF\u2600-\u27BF\uFE0F\u200d]+\s*")


def clauses_of(text: str, sentence: Span) -> Iterator[Span]:
    """Each without what joins it to the next.

    >>> text = "No lift, and the stairs were locked."
    >>> [text[a:b] for a, b in clauses_of(text, (0, len(text)))]
    ['No lift', 'and the stairs were locked']

    Whom it is told to stands between clauses, of whom it tells inside of one.

    >>> text = "My @nordair flight left @nordair no bag"
    >>> [text[a:b] for a, b in clauses_of(text, (0, len(text)))]
    ['My @nordair flight left ', 'no bag']
    """
    start, last = sentence
    for edge in _EDGE.finditer(text, start, last):
        end = edge.end("closed") if edge["closed"] else edge.start()
        if text[start:end].strip():
            yield start, end
            start = edge.end()
    if text[start:last].strip():
        yield start, last


def sentences_between_pictures(text: str) -> Iterator[Span]:
    """The sentences, without the pictures between them.

    >>> text = "Two hours late 🙄 and no word. Why?"
    >>> [text[a:b] for a, b in sentences_between_pictures(text)]
    ['Two hours late ', 'and no word. ', 'Why?']
    """
    pictured = _PICTURES.search(text) is not None
    for start, end in sentences_of(text):
        for picture in _PICTURES.finditer(text, start, end) if pictured else ():
            if text[start : picture.start()].strip():
                yield start, picture.start()
            start = picture.end()
        if text[start:end].strip():
            yield start, end
