"""The first facts an author states, and how a reply may name those that no sentence of ours names
by itself. A fact that only a person can place is left out: nothing is named that may be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from prompts.echoes import LONG_TEXT
from prompts.facts_told.spoken import Spoken
from prompts.facts_told.spoken_events import spoken_event
from prompts.facts_told.spoken_places import SpokenPlaces
from prompts.facts_told.spoken_things import spoken_item
from prompts.facts_told.spoken_times import spoken_time
from prompts.facts_told.tied_times import is_tied
from prompts.facts_told.whereabouts import Whereabouts, route
from prompts.gist import gist_of
from prompts.gist_praise import is_friendly
from prompts.quoting import wordings
from prompts.wording import Wording
from triage.complaint import Topic
from triage.draft import Brief
from triage.facts import Fact, Facts
from triage.playbook import Telling
from triage.sentences import sentences_of

#: What of a complaint a public reply names.
_LASTING = frozenset({"delay_hours", "hold_time_hours", "since"})
_PLACES = frozenset({"place", "origin", "destination"})
_NAMED = _LASTING | _PLACES | frozenset({"flight", "train", "seat", "item", "missed", "event"})
#: So many of them, in the order of the text.
_FIRST = 2
#: How far from what went wrong a fact of a long text may stand.
_NEAR = 200
#: In words: so few are a heading: „Gasthof Sonnwirt, Bad Aibling.“
_HEADING = 8
#: So short a text tells of one thing.
_LITTLE = 160
_QUOTED = re.compile(r"[„“\"«»][^„“”\"«»]{1,120}[“”\"«»]")
#: A German child; "kind of".
_NO_PRAISE = frozenset({"kind"})
#: With one of these it is no heading: "now it's at a depot in Faro".
_TELLS_ON = re.compile(
    r"\b(?:is|it['’]s|its|was|were|are|has|have|had|ist|war|waren|liegt|steht|hat|hatte|i|we|ich|wir)\b",
    re.IGNORECASE,
)
_IN_A_TOWN = re.compile(r"in [A-ZÄÖÜ][\w.-]+(?: [A-ZÄÖÜ][\w.-]+)?")
_GREETED = re.compile(r"(?:sehr geehrte|liebe)[rs]?\s", re.IGNORECASE)
#: Of two spans of time each has a sentence of its own, or none.
_ONE_ALONE = frozenset({"how_long", "since_when", "after", "late", "onward"})


@dataclass(frozen=True)
class Stated:
    """What `Situation` holds of the first facts."""

    signs: tuple[frozenset[str], ...] = ()
    tellings: tuple[Telling, ...] = ()


def stated(brief: Brief, facts: Facts, wording: Wording) -> Stated:
    """Nothing where we answer in another language: names and cases are the author's."""
    if brief.assessment.lang != wording.lang:
        return Stated()
    stating = first_facts(facts)
    spoken = [
        one if _is_of_the_matter(brief, fact) else Spoken(one.signs)
        for fact in stating
        for one in [_spoken(brief, facts, wording, fact)]
    ]
    towns = [_town(brief, *of) for of in zip(stating, spoken, strict=True)]
    tellings = (*_tellings(spoken, wording.lang), *_each(towns))
    return Stated(tuple(one.signs for one in spoken), tellings)


def _town(brief: Brief, fact: Fact, spoken: Spoken) -> Mapping[str, str]:
    """A town beside a quotation that does not say it, where a few words say it by themselves: of
    any other place it is less clear that it is where the trouble was."""
    text, gist = brief.conversation.mention.text, gist_of(brief)
    where = spoken.words.get("where", "")
    start, end = sentences_of(text).around(fact.span[0])
    said = text[start:end]
    friendly = is_friendly(said, brief.assessment.lang)
    headed = len(said.split()) <= _HEADING and not (friendly or _TELLS_ON.search(said))
    unsaid = gist and not any(sign in gist.quote.lower() for sign in spoken.signs)
    return {"town": where} if headed and unsaid and _IN_A_TOWN.fullmatch(where) else {}


def _spoken(brief: Brief, facts: Facts, wording: Wording, fact: Fact) -> Spoken:
    text = brief.conversation.mention.text
    if fact.name in _LASTING:
        spoken = spoken_time(fact, text, wording.lang)
        told = all(_is_of_the_trouble(brief, fact, kind) for kind in spoken.words)
        return spoken if told and _is_the_span(brief, facts, fact) else Spoken(spoken.signs)
    if fact.name in ("missed", "event"):
        return spoken_event(fact, text, wording)
    if fact.name == "item":
        return spoken_item(fact, brief, wording)
    places = SpokenPlaces(brief, facts, wording)
    return places.place(fact) if fact.name in _PLACES else places.number(fact)


def _is_the_span(brief: Brief, facts: Facts, fact: Fact) -> bool:
    """Whether it is clear what lasted so long: it is the only span of time, and a time on the phone
    is told where the phone is the matter."""
    lasting = {str(f.value) for name in _LASTING for f in facts.all(name)}
    on_hold = any(fact.span == other.span for other in facts.all("hold_time"))
    return len(lasting) == 1 and (
        not on_hold or brief.assessment.topic is Topic.COMMUNICATION_UNREACHABLE
    )


def _is_of_the_trouble(brief: Brief, fact: Fact, kind: str) -> bool:
    """Beside a quotation only since when it goes on, or how late it was: what else lasted so long
    would be said of what is quoted."""
    text, gist = brief.conversation.mention.text, gist_of(brief)
    if kind == "late":
        return True
    if gist and gist.quote and kind != "since_when":
        return False
    hours = fact.name != "since"
    queued = fact.name == "hold_time_hours" and not any(
        fact.span == other.span for other in brief.facts.all("hold_time")
    )
    return is_tied(text, fact.span, brief.assessment.lang, hours=hours) and (
        not queued or _is_all_there_is(brief, fact)
    )


def _is_all_there_is(brief: Brief, fact: Fact) -> bool:
    """Whether a queue is the matter: the model points at it, or little else is told."""
    pointed = brief.assessment.gist
    if not pointed:
        return len(brief.conversation.mention.text) <= _LITTLE
    start, end = sentences_of(brief.conversation.mention.text).around(fact.span[0])
    return any(first < end and start < last for first, last in pointed)


def first_facts(facts: Facts) -> list[Fact]:
    """The first that a reply names, in the order of the text, each thing once."""
    found: dict[str, Fact] = {}
    for fact in sorted(facts.items, key=lambda fact: fact.span):
        known = any(fact.span == other.span for other in found.values())
        if fact.name in _NAMED and fact.turn is None and not known:
            found.setdefault(str(fact.value).lower(), fact)
    return list(found.values())[:_FIRST]


def _tellings(spoken: Sequence[Spoken], lang: str) -> Iterator[Telling]:
    yield from _each([one.words for one in spoken])
    if len(spoken) == _FIRST:
        together = _together(spoken[0], spoken[1], lang)
        if together:
            yield Telling(together, frozenset({0, 1}))


def _each(words: Sequence[Mapping[str, str]]) -> Iterator[Telling]:
    for n, one in enumerate(words):
        if one:
            yield Telling(one, frozenset({n}))


def _together(one: Spoken, other: Spoken, lang: str) -> Mapping[str, str]:
    """Both in one phrase; empty where they do not go together. "Seat 26B" is the seat as well."""
    if not (one.words and other.words):
        return {}
    for said, more in ((one, other), (other, one)):
        if any(sign in more.words.get("thing", "").lower() for sign in said.signs):
            return more.words
    if one.where and other.where:
        if one.where.said == other.where.said:
            return one.words
        where = _both_places(one.where, other.where, lang)
        return {"where": where} if where else {}
    if one.words.keys() == other.words.keys():
        return {} if one.words.keys() & _ONE_ALONE else _both_things(one.words, other.words, lang)
    return {**one.words, **other.words} if one.words.keys().isdisjoint(other.words) else {}


def _both_places(one: Whereabouts, other: Whereabouts, lang: str) -> str:
    number, place = (one, other) if one.is_number else (other, one)
    if number.is_number:
        return "" if place.is_number else f"{number.said} {place.way or place.said}"
    return route(one, other, lang)


def _both_things(one: Mapping[str, str], other: Mapping[str, str], lang: str) -> dict[str, str]:
    joined = "und" if lang == "de" else "and"
    return {name: f"{one[name]} {joined} {other[name]}" for name in one}


def _is_of_the_matter(brief: Brief, fact: Fact) -> bool:
    """Whether it stands in no praise, and in a long text in the passage with the complaint."""
    text, evidence = brief.conversation.mention.text, brief.assessment.evidence
    start, end = sentences_of(text).around(fact.span[0])
    greeted = _GREETED.match(text, start, end)
    if _is_praise(text, greeted.end() if greeted else start, end):
        return False
    if not evidence or len(text) <= LONG_TEXT:
        return True
    told = any(first <= fact.span[0] < last for first, last in evidence)
    return told and _is_by_the_gist(brief, fact)


def _is_by_the_gist(brief: Brief, fact: Fact) -> bool:
    """Whether it stands near the words that say what went wrong, where they are known."""
    gist = brief.assessment.gist
    return not gist or any(s - _NEAR <= fact.span[0] <= e + _NEAR for s, e in gist)


def _is_praise(text: str, start: int, end: int) -> bool:
    """Not by what somebody is quoted with: „Danke für Ihre Geduld“."""
    quoted = [match.span() for match in _QUOTED.finditer(text, start, end)]
    return any(
        match[0].lower() not in _NO_PRAISE
        and not any(first <= match.start() < last for first, last in quoted)
        for match in wordings("praise").finditer(text, start, end)
    )
