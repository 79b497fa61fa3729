"""What the author asks for, and how often they have tried to get it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.complaint import Span
from triage.facts import Fact
from triage.number_words import NUMBERS
from triage.sentences import sentences_of
from triage.spans import apart
from triage.wording_files import names, possible
from triage.wording_screen import Patterns, Sieve, Sieves

#: Files of the folder that are no kind of request.
_NO_KIND = frozenset({"request", "not"})
#: What can be asked for, as facts call it.
ASKS = frozenset(
    name.replace("_", " ")
    for folder in ("asks", "requests")
    for name in names(folder)
    if name not in _NO_KIND
)
#: "Please send me a correct invoice" asks for an invoice: these count where nothing else does.
_VAGUE = frozenset({"answer", "confirmation", "delivery", "review"})
#: How far what is asked for may stand from the words that ask.
_NEAR = 70
#: A sentence longer than this is looked at in part.
_LONGEST = 600

_TIMES = {
    "zweimal": 2, "dreimal": 3, "viermal": 4, "fünfmal": 5, "sechsmal": 6, "siebenmal": 7,
    "achtmal": 8, "neunmal": 9, "zehnmal": 10, "elfmal": 11, "twice": 2, "thrice": 3,
}  # fmt: skip
_NTH = {
    "zweite": 2, "dritte": 3, "vierte": 4, "fünfte": 5, "sechste": 6, "siebte": 7, "achte": 8,
    "neunte": 9, "zehnte": 10, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_MESSAGES = (
    r"(?:e-?mails?|mails?|schreiben|briefe?n?|letters?|messages|nachrichten|anrufe?n?"
    r"|(?:phone )?calls"
    r"|telefonaten?|requests|attempts|tries|versuchen?|forms|formulare?n?|chats)"
)
_ATTEMPTS = Sieves(
    (
        Sieve(
            rf"\b(?P<times>{'|'.join(_TIMES)}|(?:\d{{1,2}}|[a-zäöüß]{{3,8}})\s?(?:x|mal))\s(?:\w+\s){{0,5}}(?:angerufen|angrufen|agrüeft|aagrüeft|nachgehakt|erklärt"
            r"|(?:ge|g)?schrieb(?:en|n)|gemeldet|gefragt"
            r"|reklamiert|nachgefragt|probiert|versucht|angemahnt|geschickt|gebeten|kontaktiert"
            r"|mitgeteilt|beanstandet|moniert|bestritten|widersprochen|eingereicht|hochgeladen|ausgefüllt|gemahnt)\b",
            re.IGNORECASE,
        ),
        Sieve(
            rf"\b(?P<n>\d{{1,2}}|[^\W\d_]{{3,15}})\s(?:separate |unanswered |unbeantwortete "
            rf"|verschiedene )?{_MESSAGES}\b",
            re.IGNORECASE,
        ),
        Sieve(
            rf"\b(?:zum|for the|schon das|bereits das)\s(?P<nth>\d{{1,2}}"
            rf"|{'|'.join(_NTH)})(?:[nr]|\.|st|nd|rd|th"
            r"|ten)?\s?(?:mal|time)\b",
            re.IGNORECASE,
        ),
        Sieve(
            rf"(?:^|[.!?]\s)(?P<nth>{'|'.join(_NTH)})\stime\s(?:(?:now|that)\s)?(?:i|we)\b"
            r"[^.!?\n]{0,25}\b(?:ask|call|submit|send|sent|writ|report|upload|phon|email|explain|complain|ring|try)",
            re.IGNORECASE,
        ),
        Sieve(
            r"\b(?:asked|(?:i|we) call|called|rung|rang|phoned|emailed|e-mailed|written|wrote"
            r"|tried|reported|logged|raised|filed|submitted|explained|requested|(?:i"
            r"|we)(?:['’]ve)? told|told (?:you|them|\w+air|aero\w+)"
            r"|complained|chased|messaged|spoken|spoke|(?:i|we)(?:['’]ve| have)? sent"
            r"|contacted|did this|left (?:my (?:number|name|details)|a message|messages?)"
            r"|angerufen|(?:ge|g)?schrieb(?:en|n)|gemeldet|gefragt|reklamiert|nachgefragt)\b(?!\s(?:me|us|him"
            r"|her)\b)[^.!?\n]{0,70}?\b"
            rf"(?P<times>{'|'.join(_TIMES)}|(?:\d{{1,2}}|[a-zäöüß]{{3,10}}) times|\d{{1,2}}\s?(?:x"
            r"|mal))\b",
            re.IGNORECASE,
        ),
        Sieve(
            r"\b(?:war|waren|been|went)\s(?:ich\s|wir\s)?"
            rf"(?P<times>{'|'.join(_TIMES)}|\d{{1,2}}\s?(?:x|mal))\s"
            r"(?:im laden|in (?:der |eurer |ihrer )?filiale|am schalter|dort"
            r"|bei (?:euch|ihnen|der hotline)|to the (?:shop"
            r"|branch))\b",
            re.IGNORECASE,
        ),
    )
)
_AND = re.compile(r"\b(?:and|und|sowie)\b", re.IGNORECASE)
#: What they say asks nothing of us: "Please call us to discuss.", „Antwort: Bitte Formular senden.“
_QUOTED = re.compile(
    r"[\"“„«][^\"“”„«»]{3,200}[\"”“»]"
    r"|(?<!um )\b(?:antwort|auskunft|hieß es|heißt es|reply|answer|response|bot|hotline|screen)"
    r"(?: (?!please|bitte)\w+){0,2}:\s[^.!?:]{3,200}",
    re.IGNORECASE,
)
#: "For the third time" counts where the author does something about it.
_TRIES = re.compile(
    r"\b(?:bitte|schreib|schrieb|frag|ruf|meld|reklam|erklär|schick|reich|wende|beizulegen|mahn"
    r"|hotline|leg\w* \w* ?auf\b"
    r"|ask|writ|wrote|call|report|phon|e-?mail|submit|send|sent|explain|complain|request|ring|rang|chas)\w*",
    re.IGNORECASE,
)
#: Somebody else tried, unless it is somebody of the author's.
_NOBODY_ELSE = re.compile(
    r"\b(?:he|she|they|er|hat (?:mich|uns)|die frau|der herr|whose \w+)\s(?:\w+\s){0,3}$"
    r"|\b(?:die frau|der herr|herr|frau|kolleg\w+|mitarbeiter\w*)\b[^.!?]{0,40}\bhat\s$",
    re.IGNORECASE,
)


def find_asks(text: str) -> Iterator[Fact]:
    """At most one fact of a kind a sentence, from the words that ask to what they ask for."""
    yield from apart(_asks(text), lambda fact: fact.span, len(text))


def find_attempts(text: str) -> Iterator[Fact]:
    found = (fact for _, match in _ATTEMPTS.matches(text) for fact in _tried(text, match))
    yield from apart(found, lambda fact: fact.span, len(text))


def _asks(text: str) -> Iterator[Fact]:
    """By themselves, and what is asked for near the words that ask; of each only what this text
    can hold is tried."""
    whole = {kind: possible(f"requests/{kind}", text) for kind in names("requests")}
    requests, denied = possible("asks/request", text), possible("asks/not", text)
    kinds = {kind: possible(f"asks/{kind}", text) for kind in _kinds()} if requests else {}
    if not any(whole.values()) and not any(kinds.values()):
        return
    for start, end in sentences_of(text):
        sentence = text[start : min(end, start + _LONGEST)]
        quoted = [match.span() for match in _QUOTED.finditer(sentence)]
        for kind, span in _found(whole, sentence):
            if not _is_inside(span, quoted):
                yield _ask(kind, start, span)
        asking = [s for _, s in _found({"": requests}, sentence) if not _is_inside(s, quoted)]
        if asking and not any(pattern.search(sentence) for pattern in denied):
            yield from _asked_for(sentence, start, asking, kinds)


def _is_inside(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _kinds() -> list[str]:
    return sorted(set(names("asks")) - _NO_KIND, key=lambda kind: (kind in _VAGUE, kind))


def _found(kinds: dict[str, Patterns], sentence: str) -> Iterator[tuple[str, Span]]:
    for kind, patterns in kinds.items():
        for pattern in patterns:
            yield from ((kind, match.span()) for match in pattern.finditer(sentence))


def _ask(kind: str, start: int, span: Span) -> Fact:
    return Fact("ask", kind.replace("_", " "), (start + span[0], start + span[1]))


def _asked_for(
    sentence: str, start: int, asking: list[Span], kinds: dict[str, Patterns]
) -> Iterator[Fact]:
    end = -1
    for kind, patterns in kinds.items():
        found = [match for pattern in patterns if (match := pattern.search(sentence))]
        if not found:
            continue
        match = min(found, key=re.Match.start)
        near = [a for a in asking if a[0] - _NEAR <= match.end() and match.start() <= a[1] + _NEAR]
        if near:
            nearest = min(near, key=lambda a: max(a[0] - match.end(), match.start() - a[1]))
            span = min(nearest[0], match.start()), max(nearest[1], match.end())
            # "compensation and a written apology": both are asked for by the same words.
            second = span[0] < end <= match.start() and _AND.search(sentence, end, match.start())
            yield _ask(kind, start, match.span() if second and kind not in _VAGUE else span)
            end = max(end, span[1])


def _tried(text: str, match: re.Match[str]) -> Iterator[Fact]:
    count = _count(match)
    if match.groupdict().get("nth") and not _TRIES.search(_sentence(text, match.start())):
        return
    if count >= 2 and not _NOBODY_ELSE.search(text[max(0, match.start() - 40) : match.start()]):
        yield Fact("attempts", count, match.span())


def _sentence(text: str, position: int) -> str:
    return text[slice(*sentences_of(text).around(position))]


def _count(match: re.Match[str]) -> int:
    """How often; 0 where the word is no number."""
    word = next(value for value in match.groupdict().values() if value).lower()
    word = re.sub(r"\s?(?:times|x|mal)$", "", word) if word not in _TIMES else word
    if word.isdigit():
        return int(word)
    return _TIMES.get(word) or _NTH.get(word) or int(NUMBERS.get(word, 0))
