"""English as a careful person writes it: apostrophes, "hours" for "hrs", no shouting."""

from __future__ import annotations

import re
from collections.abc import Callable

_NOT = (
    "wo", "do", "ca", "did", "does", "is", "was", "were", "has", "have", "had", "could", "would",
    "should", "are",
)  # fmt: skip
_CAREFUL = {f"{verb}nt": f"{verb}n't" for verb in _NOT} | {
    "im": "I'm", "ive": "I've", "i": "I", "i'm": "I'm", "i've": "I've", "i'd": "I'd",
    "theyve": "they've", "youve": "you've", "weve": "we've", "cannot": "can't",
    "hrs": "hours", "hr": "hour", "mins": "minutes", "min": "minutes", "wks": "weeks",
    "yrs": "years", "&": "and", "w": "with", "thru": "through",
}  # fmt: skip
#: Shouted for stress; other capitals are a name's.
_STRESSED = frozenset(
    {
        "not", "no", "still", "never", "nothing", "nobody", "all", "and", "again", "two", "three",
        "four", "five", "six", "hours", "days", "one", "only", "any", "every", "twice", "my",
        "your", "me", "our", "us", "paid", "lost", "told", "cancelled", "wrong", "gone", "left",
    }
)  # fmt: skip
_DIGIT = re.compile(r"\d")
_GLUED = re.compile(r"\b(\d{1,2})(hrs?|mins?|hours?|minutes?|days?|weeks?)\b", re.IGNORECASE)
_YOU_ALL = re.compile(r"\byou (?:guys|lot|people|folks)\b", re.IGNORECASE)
_IT_IS = re.compile(
    r"\bits (?=(?:not|been|the|a|an|still|now|broken|smashed|gone|\w+ing)\b)", re.IGNORECASE
)
_NO_NOUN = r"(?!(?:it|he|she|that|there|here|what|who|where|one|let)')"
#: "my bag's still there", "power's been out".
_IS = re.compile(
    rf"\b{_NO_NOUN}([a-z]+)'s (?=(?:still|not|down|out|off|dead|broken|missing|wrong|late|closed"
    r"|locked|stuck|soaked)\b)",
    re.IGNORECASE,
)
_HAS = re.compile(
    rf"\b{_NO_NOUN}([a-z]+)'s (?=(?:been|gone|had|vanished|stopped|disappeared)\b)", re.IGNORECASE
)
#: "Nobody met Mum".
_FAMILY = re.compile(
    r"(?<!my )(?<!our )(?<!your )\b(?:Mom|Mum|Mam|Dad|Daddy|Grandma|Gran|Nan)\b(?! [A-Z])"
)
#: "paid for two seats, got one".
_AND_GOT = re.compile(r", (got|received)(?= \w)", re.IGNORECASE)
_AND_I = re.compile(r"\b([Mm]y|[Oo]ur) ((?:[a-z-]+ ){0,2}[a-z-]+) and I\b")

_DAY_OR_MONTH = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|april|june|july|august"
    r"|september|october|november|december|christmas|easter)\b"
)
#: "is off since Monday", as it is said in other languages.
_SINCE = re.compile(
    r"\b(is|are|am) (?P<not>not )?"
    r"(?P<what>(?:\w+ )?(?:off|out|down|dead|closed|broken|locked|gone|missing|shut)"
    r"|working|moving) since"
)
_BEEN = {"is": "has", "are": "have", "am": "have"}
_SO_LONG = re.compile(
    r"\bsince (?=(?:\d+|two|three|four|five|six|seven|eight|nine|ten)"
    r" (?:hours|days|weeks|months|minutes)\b)"
)
_MEANWHILE = re.compile(r",?\s(?:however|also|as well)(?:,\s|\s(?!\w*,)|$)")
#: "stuck on tarmac".
_NO_ARTICLE = re.compile(
    r"\b(on|at|in|off) (?=(?:tarmac|runway|plane|airport|phone|floor|train|bus|platform|gate|desk"
    r"|counter)(?:$|,|\s(?:and|for|with|since|in|at|to|so|without|waiting)\b))"
)
_LAST = re.compile(r",? (?:too|also|either|though)$")

_Change = tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]]
#: What it needs, what it is, what is said instead.
_CHANGES: tuple[_Change, ...] = (
    ("", _DAY_OR_MONTH, lambda m: m[0].capitalize()),
    (" since", _SINCE, lambda m: f"{_BEEN[m[1]]} {m['not'] or ''}been {m['what']} since"),
    ("since ", _SO_LONG, "for "),
    ("", _MEANWHILE, " "),
    ("", _NO_ARTICLE, r"\1 the "),
    ("", _LAST, ""),
)


def tidy(sentence: str) -> str:
    """So that its words can be known."""
    text = sentence.replace("’", "'").replace("`", "'")
    if _DIGIT.search(text):
        text = _GLUED.sub(r"\1 \2", text)
    if "ou " in text:
        text = _YOU_ALL.sub("you", text)
    if " and I" in text:
        text = _AND_I.sub(lambda m: f"I and {m[1].lower()} {m[2]}", text)
    if "'s " in text:
        text = _IS.sub(r"\1 is ", _HAS.sub(r"\1 has ", text))
    text = _FAMILY.sub(lambda m: f"my {m[0].lower()}", text)
    if ", " in text:
        text = _AND_GOT.sub(r" and \1", text)
    if "its " in text:
        text = _IT_IS.sub("it's ", text)
    return " ".join(map(_spelt, text.split()))


def polished(clause: str) -> str:
    """What is told back, in better words where the author's would sound odd from us."""
    for needed, pattern, instead in _CHANGES:
        if needed in clause:
            clause = pattern.sub(instead, clause)
    return clause


def _spelt(word: str) -> str:
    core = word.rstrip(",")
    lower, rest = core.lower(), word[len(core) :]
    if lower in _CAREFUL and not (core.isupper() and len(core) > 1):
        return _CAREFUL[lower] + rest
    return (lower if core.isupper() and lower in _STRESSED else core) + rest
