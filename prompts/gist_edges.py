"""A passage of a complaint without what stands at its edges: whom it is told to, what is
only added to be kind or loud, what only praises or demands."""

from __future__ import annotations

import re

from prompts.gist_leads import without_joining, without_leads
from prompts.gist_praise import past_praise, praises
from prompts.gist_telling import (
    names_a_fault,
    pleads,
    says_it_is_wrong,
    tells_of_a_death,
    tells_of_one,
)
from prompts.quoting import wordings
from triage.clauses import NOT_GOVERNED
from triage.complaint import Span
from triage.quotation import LEFT_OUT

_ENDS = " \n\t\r.!…,;:–—*~-★☆"
#: "for this @ruttl": it is only told it.
_OF_THIS = r"(?<=\bthis)\s@\w+$|"
#: Of whom something is told, is not only told it: "@nordair is late again".
_IS_TOLD_OF = (
    r"(?:(?:is|was|does|did|would|can)\b(?!\s(?:you|u|i|we|there|your)\b)"
    r"|(?:kann|will)\b(?!\s(?:you|u|i|we|there|your|ich|ihr|sie|man|wir)\b)"
    r"|(?:has|had|never|keeps|thinks|says|lost|cancelled|left|won't|can't|doesn't|isn't|didn't|wants"
    r"|continues|needs|makes|lets|gives|charges|fails|refuses|tells|seems|allows|offers|treats|takes"
    r"|expects|claims|said|ist|war|hat|hatte|macht|schafft|lässt|verliert|schickt|sagte?|schreibt"
    r"|meint|behauptet|antwortet)\b)"
)
_PICTURE = r"[\U0001F000-\U0001FFFF\u2600-\u27BF\uFE0F\u200d]"
#: Pictures, whom it is told to, under what sign.
_BESIDE = re.compile(
    rf"{_OF_THIS}^(?:\d/\d\s+)?(?:\.?@\w+\s+(?=@))*\.?@\w+(?:[,:]\s|\s(?!{_IS_TOLD_OF}))|\s(?=@){NOT_GOVERNED}@\w+(?:\.\w+)*$"
    rf"|\s(?=#){NOT_GOVERNED}#\w+(?:\s#\w+)*$|{_PICTURE}+$|,\s@\w+(?=[.!])"
    rf"|(?<=\w)\s(?=@){NOT_GOVERNED}@\w+(?=[.!]\s\S|,?\s(?:aber|but|und|and)\s|\s[€£$]?\d)"
    r"|(?<=[.!…]\s)@\w+(?:[,:]\s|\s(?=(?:das|dies|es|ich|wir|ihr|mein\w*|unser\w*|that|this|it|i|we|you|my|our)\b))"
)
#: A picture between two words stands for a pause; several are of what is told.
_PICTURES = re.compile(rf"(?P<stop>[.,:;!?…]?)\s*{_PICTURE}+\s*(?=\w)")
#: An account or a tag amid a sentence is a word there.
_HANDLE = re.compile(
    r"(?:(?:^\.?|(?<=[\w.,:;!?–-]\s)|(?<=['„\"(]))"
    # "#Oxmoor", "#RE5"; two capitals may be somebody's name.
    r"(?:@(?=\w)|#(?=[a-zäöü]{3}|[A-ZÄÖÜ][a-zäöüß]+\b|[A-Z]{1,4}\d*\b)))|^#(?=[^\W\d])"
    # "why does @nordair want"
    r"|(?<=\bdoes )@(?=\w+ \w)|(?<=\bdid )@(?=\w+ \w)|(?<=\bhas )@(?=\w+ \w)|(?<=\bbei )@(?=\w+ \w)"
    r"|(?<=\bat )@(?=\w+ \w)|(?<=\bwith )@(?=\w+ \w)|(?<=\bfrom )@(?=\w+ \w)|(?<=\bvon )@(?=\w+ \w)"
)
#: As some systems write quotation marks within others.
_MARKS_IN_A_ROW = re.compile(r"([„“”\"])[„“”\"]+")
#: The number of a point in a list.
_LISTED = re.compile(
    r"(?:^|(?<=[.!] ))\(?\d{1,2}[.)]\s+(?=[^\W\d])"
    r"(?!(?:Jan|Feb|März|Apr|Ma|Ju|Aug|Sep|Okt|Nov|Dez))"
)
_RATED_BEHIND = r"(?<=[.!])\s+pros?:\s"
_RATED_LAST = re.compile(
    r"(?<=[.!])\s(?:(?:null|zero|no|ein|zwei|drei|vier|one|two|three|four)|[0-4])\s(?:punkte?|sterne?|points?|stars?)"
    r"(?:\s(?:von|out of|of)\s\w+)?[.!]?$",
    re.IGNORECASE,
)
#: Three sentences are enough.
STOP = re.compile(
    r"(?:(?<!\d)|(?<=\d{4}))(?<!\b[dDM])(?!(?<=\w\wstr)\.\s?\d)[.!…][\"”“»«’'‘)]*\s+(?=\S)"
)
_SENTENCE = rf"\S.*?(?:{STOP.pattern}|$)"
#: "delayed . Long wait"
_APART = re.compile(r"\s+(?=[.,!;:](?:\s|$))")
#: Who writes, at the end: „LG Herbert“, "Love Jean x".
_SIGNED = re.compile(
    r"(?:(?:^|(?<=[.!])\s)(?i:lg|vg|mfg)|(?:^|(?<=[.!])\s|,\s)(?i:(?:mit )?"
    r"(?:(?:freundliche|beste|liebe|herzliche|viele|schöne)n? )?gr(?:uß|üße|üßen)"
    r"|love|(?:kind |best )?regards))"
    r"[,.]?\s(?:aus\s)?[A-ZÄÖÜ][\w-]+(?:\s[A-ZÄÖÜ][\w-]+)?(?:\s[xX]+)?[.!]?$"
)
#: What is only added to be kind or loud.
_ADDED = re.compile(
    r"(?:,\sless so"
    r"|,?\s(?:lol|lmao|smh|ffs|cheers|thanks|thx|please|pls|mind you|by the way|btw"
    r"|innit|tbh|imo"
    r"|though|yallah|danke|bitte|ey|digga|gell|oder|jedenfalls)"
    # Elsewhere these are of what is told: "what it smells like", "in front of 30 people".
    r"|,?\s(?:bro|dude)|(?<=\d)\.\s(?:leute|folks|people|guys)|,\s(?:like|mate|folks|people|guys|alter|leute|liebe[rs]?))$",
    re.IGNORECASE,
)
#: "a *loud* bang"
_STRESSED = re.compile(r"(?<![\w*])\*(\w[\w ’'-]{0,20}\w)\*(?![\w*])")
#: "@lamp_house" is a name of two words.
_UNDERSCORE = re.compile(r"(?<=[^\W_])_(?=[^\W_])")
#: "No rice @nosh refund it": what an account is told to do, without a stop before it.
_TOLD_TO = re.compile(
    r"\s@\w+\s(?:refund|fix|sort|please|pls|bitte|macht|mach|tut|tu|what|why|wtf|do|explain|help"
    r"|hilfe|warum|wann|ich (?:will|möchte|hätte)|i want|we want|want|gebt|gib)\b[^.!?]*$",
    re.IGNORECASE,
)
#: What comes behind it is another thought.
_BESIDES = re.compile(
    rf"(?<=\w{{2}}),\s(?:though|however)\b(?!,?\s\w)|{_RATED_BEHIND}", re.IGNORECASE
)
#: What is praised before the matter: "Good tea on board but the lamp was dead".
_PRAISED = re.compile(
    r"(?:(?:very|really|sehr|wirklich)\s)?(?:good|great|nice|lovely|loved?|smooth|super"
    r"|(?:toll|schön|gut|nett)(?:e[rsnm]?)?)\s(?!luck\b|Geld\b)[^.!?,;]{0,60},?\s(?:but|aber)\s"
    r"(?=\w+\s\w+)",
    re.IGNORECASE,
)
#: In characters: less than that is left of nothing.
_FEWEST_LEFT = 12
_QUOTED = re.compile(r"[„“”«»\"]([^„“”«»\"]*)[“”«»\"]")
MARKS = re.compile(r"[„“”«»\"]")
_SINGLE = {"de": r"‚\1‘", "en": r"'\1'"}


def plain(passage: str, lang: str) -> str:
    """On one line, what it quotes in single quotation marks."""
    told = _TOLD_TO.sub("", passage.strip(_ENDS))
    words = " ".join(_BESIDE.sub("", told).strip(_ENDS).split())
    words = _PICTURES.sub(lambda m: f"{m['stop'] or f' {LEFT_OUT}'} ", words, count=1)
    words = _STRESSED.sub(r"\1", _APART.sub("", words))
    words = _LISTED.sub("", _MARKS_IN_A_ROW.sub(r"\1", words))
    words = without_leads(words)
    words = _HANDLE.sub("", _UNDERSCORE.sub(" ", _BESIDE.sub("", words)))
    words = _RATED_LAST.sub("", _SIGNED.sub("", words))
    praised = _PRAISED.match(words)
    if praised and not tells_of_one(praised[0], lang):
        words = words[praised.end() :]
    words = _without_asides(_BESIDES.split(words, maxsplit=1)[0], lang)
    words = without_joining(past_praise(words, lang))
    words = _ADDED.sub("", words).rstrip(_ENDS)
    if not MARKS.search(words):
        return words
    whole = _QUOTED.fullmatch(words)
    return whole[1].strip(_ENDS) if whole else _QUOTED.sub(_SINGLE.get(lang, r"'\1'"), words)


def _without_asides(words: str, lang: str) -> str:
    """Without sentences at its beginning and end that thank, demand, threaten, say what comes of
    it, or are a single word, and tell of no fault; where one is told, without those that praise."""
    sentences = [m.span() for m in re.finditer(_SENTENCE, words)]
    told = [_tells(words[slice(*span)], lang) for span in sentences]
    another = [_is_another(words[slice(*span)], lang) for span in sentences]
    wrong = any(tells and not other for tells, other in zip(told, another, strict=True))
    said = [
        not (other and wrong) and (tells or not _is_aside(words, span))
        for other, tells, span in zip(another, told, sentences, strict=True)
    ]
    if all(said) or not any(said):
        return words
    first, last = said.index(True), len(said) - said[::-1].index(True)
    left = words[sentences[first][0] : sentences[last - 1][1]].rstrip(_ENDS)
    return left if len(left) >= _FEWEST_LEFT else words


def _is_another(sentence: str, lang: str) -> bool:
    """Whether it tells of another matter: it is kind to somebody and names no fault ("Crew sorted
    it in the end, fair play"), or somebody died."""
    kind = praises(sentence, lang) and not says_it_is_wrong(sentence, lang)
    beside_it = any(wordings(name).match(sentence) for name in ("preamble", "wants"))
    asks = (beside_it or pleads(sentence)) and not names_a_fault(sentence, lang)
    return kind or asks or tells_of_a_death(sentence)


def _is_aside(words: str, sentence: Span) -> bool:
    said = words[slice(*sentence)].strip(_ENDS)
    if said.isalpha() or wordings("call").fullmatch(said):
        return True
    return any(wordings(name).match(words, *sentence) for name in ("aside", "threat"))


def _tells(sentence: str, lang: str) -> bool:
    """Whether it tells of a fault; a number that says until when tells of none."""
    if wordings("threat").match(sentence):
        return names_a_fault(sentence, lang)
    if sentence.strip(_ENDS).isalpha():
        return says_it_is_wrong(sentence, lang)
    return tells_of_one(sentence, lang)
