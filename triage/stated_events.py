"""What people had to be at in time, and whether they missed it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.complaint import Span
from triage.facts import Fact
from triage.lexicon import EVENTS_DE, EVENTS_EN
from triage.sentences import Sentences, sentences_of
from triage.spans import apart
from triage.stated_dates import stated
from triage.unmeant_events import is_no_event
from triage.wording_files import possible, wording
from triage.wording_screen import Sieve, lowered

_RELATION_DE = re.compile(
    r"\s+(?:meine[rs]|unsere[rs]|eures|euerer)\s+(?:besten\s+)?[A-ZÄÖÜ]\w+", re.IGNORECASE
)
_RELATION_EN = re.compile(
    r"\b(?:my|our)\s+(?:best\s+|own\s+|late\s+)?(?:\w+['’]s\s+)?(?:\d{2}(?:st|nd|rd|th)\s+)?$",
    re.IGNORECASE,
)
#: So far before an event its relation may begin.
_RELATION_REACH = 40
_WORD = re.compile(r"[\w-]+")


def _by_first_word() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for event in sorted([*EVENTS_DE, *EVENTS_EN], key=len, reverse=True):
        found.setdefault(_WORD.findall(event)[0], []).append(event)
    return found


_LISTED_EN = frozenset(EVENTS_EN)
#: "Anatomie-Prüfung", "Jugendturnier": the last part says what it is.
_COMPOUND = re.compile(
    r"\b\w{2,}(?<!über)(?<!nach)(?<!an)(?<!identitäts)(?<!bonitäts)(?<!kredit)(?<!sicherheits)-?(?P<event>seminar|(?<!be)(?<!zu)(?<!ein)treffen|wettkampf|meisterschaft|prüfung|klausur|hochzeit|konzert|turnier|beerdigung|trauerfeier|premiere|examen)\b"
)
#: First word → the events that begin with it, the longest first.
_EVENTS = _by_first_word()
#: "missed the crew bus", "that I missed the waltz": whatever follows, up to the next small word.
_MISSED_THING_EN = Sieve(
    r"(?<!every )(?<!any )(?<!a )(?<!the )(?<!about )(?<!of )(?<!for )"
    r"\b(?:missed|missing(?=\s(?:my|our|the)\s))\s(?:(?:(?:my|our)\s)?(?:(?:the|her|his"
    r"|their|a|an|half|all|most|of|first|last|whole|entire)\s){0,3}"
    r"(?P<head>[\w’'-]{3,20}(?:\s(?!(?:the|and|because|by|on|at|in|to|for|with|as|so|we|i|that"
    r"|this|it|he|she|they|my|of"
    r"|from|thanks|due|while|when|again|but|which|who|a|an|was|is|until|after|before|over|up"
    r"|sends?|today|yesterday|picking|waiting|getting|trying|standing|sitting|being"
    r")\b)[\w’'-]{3,20}){0,1}))",
    re.IGNORECASE,
)
#: What begins without whoever is late for it.
_LATE_FOR = Sieve(
    r"\b(?:late (?:for|to|into)|missed|missing) (?:my |the |his |her )?(?P<en>work|school"
    r"|(?:night |day |morning )?shift|class|lectures?|nursery|college)\b"
    r"|\b(?:zu spät|verspätet) (?:zur|zum|in die|in der|ins|auf) (?P<de>arbeit|schule|schicht"
    r"|frühschicht|spätschicht"
    r"|nachtschicht|uni|büro|kita|dienst|praktikum|unterricht)\b",
    re.IGNORECASE,
)
_NO_THING = re.compile(
    r"^(?:my|our|his|her|their|nothing|everything|anything|something|someone|call|calls|delivery|point|step|spot|turn|beat|trick|out|you|them|him|her|me|us|it|that"
    r"|this|what|one|two|three"
    r"|bits?|pieces?|letters?|word|part|by|from|the|bin|screws?|button|target|mark|boat on"
    r"|persons?|items?|and|in|on|for)\b",
    re.IGNORECASE,
)
_MISSED_THING_DE = Sieve(
    r"\b(?:den|die|das|der|meinen?|meine|unseren?|unsere|ihren?|ihre|seinen?|seine|zum"
    r"|zur)\s(?:[a-zäöüß]+\s){0,2}"
    r"(?:(?P<head>[A-ZÄÖÜ][\wäöüß-]{2,30})(?:\s(?:\w+\s){0,3})(?:verpasst|versäumt)"
    r"|(?P<got>Wohnung|Stelle|Job|Praktikum|Stipendium|Studienplatz|Zug|Bus|Flug|Flieger|Fähre|Anschluss\w*"
    r"|Weiterflug)\s(?:\w+\s){0,2}(?:nicht|nimmer|net|ned)(?:\smehr)?\s(?:bekommen|gekriegt|erreicht|erwischt"
    r"|geschafft|kriegt))\b"
)
_MISSED_BARE_DE = Sieve(
    r"(?:^|[:,.!?]\s)(?:(?:der|die|mein|unser|unsere|meine)\s)?(?P<head>Bahn|S-Bahn|Bus|Zug|Flug|Flieger|Maschine"
    r"|Fähre|Anschluss\w{0,6}|Termin)"
    r"\s(?:(?:ist|war|is|jetzt|natürlich|schon|auch|dann|halt|nun)\s){0,3}(?:verpasst|versäumt|weg|futsch)\b"
    r"|\b(?:den|die|das)\s(?P<lost>Job|Stelle|Termin|Urlaub|Anschluss|Flug)\s(?:kann|können)\s(?:ich|wir)\s(?:jetzt\s)?(?:vergessen|knicken)\b",
    re.IGNORECASE,
)
_MISSED_IT = Sieve(
    r"\b(?:flight|train|plane|bus|ferry)\b[^\n]{0,200}?\b(?P<it>missed it)\b", re.IGNORECASE
)
_BIRTHDAY_EN = Sieve(
    r"(?:['’]s|\bmums|\bdads|\bmy|\bher|\bhis|\bnans)\s(?P<day>[1-9]?\d(?:th|st|nd"
    r"|rd))\b(?=\s?(?:$|[.,!?;:)&…\n-])|\s(?:birthday|bday|b-day|party|bash|dinner|and|at|in|on|with"
    r"|was|is|this|next|to|for|tomorrow|today|tonight|because|when|but|so)\b)",
    re.IGNORECASE,
)
#: "Ich heirate morgen"; not "ich heirate den Koch".
_MARRIES_DE = Sieve(
    r"\b(?:ich|wir|braut|(?:meine?|unsere?|die|der|mei|mi)\s[\wäöü]+)\s(?:\w+\s)?"
    r"(?P<event>heirate[nt]?)\b(?!\s(?:den|die|das|dich|euch|sie|ihn|nie|nicht|ich|wir|immer)\b)",
    re.IGNORECASE,
)
#: A sentence is looked at this far to either side.
_REACH = 250


def find_events(text: str) -> Iterator[Fact]:
    yield from apart(_candidates(text), lambda fact: fact.span, len(text))


def _candidates(text: str) -> Iterator[Fact]:
    sentences = sentences_of(text)
    low = lowered(text)
    for span in _named(text, low):
        if is_no_event(text, span, sentences):
            continue
        start, end = _with_relation(text, span)
        yield Fact(_missed_or_not(text, start, sentences), text[start:end], (start, end))
    spoken_of = possible("things/missed", text)
    for pattern in (_MISSED_THING_EN, _MISSED_THING_DE, _MISSED_BARE_DE) if spoken_of else ():
        for match in pattern.finditer(text):
            group = match.lastgroup or "head"
            if not _NO_THING.match(match[group]) and _is_missed(text, match.start(), sentences):
                yield Fact("missed", match[group], match.span(group))
    for match in _LATE_FOR.finditer(text):
        yield from stated("missed", match)
    for match in _MISSED_IT.finditer(text) if "missed it" in low else ():
        yield Fact("missed", match[0].split()[0].lower(), match.span("it"))
    for match in _MARRIES_DE.finditer(text):
        yield from stated("event", match)
    for match in _BIRTHDAY_EN.finditer(text):
        name = _missed_or_not(text, match.start(), sentences)
        yield Fact(name, match["day"], match.span("day"))


def _named(text: str, low: str) -> Iterator[Span]:
    for match in _COMPOUND.finditer(low):
        yield match.span("event")
    for word in _WORD.finditer(low):
        for event in _EVENTS.get(word[0], _EVENTS.get(word[0].removesuffix("s"), [])):
            start, end = word.start(), word.start() + len(event)
            # "TWO weddings"; German events are listed with their gender, and few are counted.
            end += low.startswith("s", end) and low[start:end] in _LISTED_EN
            if low.startswith(event, start) and not low[end : end + 1].isalnum():
                yield start, end
                break


def _with_relation(text: str, span: Span) -> Span:
    """ "Hochzeit meiner Schwester", "my sister's wedding"."""
    start, end = span
    if text[start:end].lower() in EVENTS_DE:
        after = _RELATION_DE.match(text, end)
        return start, after.end() if after else end
    earliest = max(0, start - _RELATION_REACH)
    before = _RELATION_EN.search(text[earliest:start])
    return earliest + before.start() if before else start, end


def _missed_or_not(text: str, position: int, sentences: Sentences) -> str:
    return "missed" if _is_missed(text, position, sentences) else "event"


def _is_missed(text: str, position: int, sentences: Sentences) -> bool:
    start, end = sentences.around(position)
    sentence = text[max(start, position - _REACH) : min(end, position + _REACH)]
    return bool(
        wording("things/missed").search(sentence)
        and not wording("things/not_missed").search(sentence)
    )
