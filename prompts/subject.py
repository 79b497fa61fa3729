"""What a complaint is about where no word of fault governs a thing: the counter, in a post that
never says what is wrong with it. A sentence with it claims no more than that.

Of the things a complaint names, the likeliest is chosen, by how each stands there; where it is not
likely enough, or another nearly as likely, there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp

from prompts.matter_nouns import nouns_in
from prompts.matter_words import LANGUAGES, Noun, matter_words
from prompts.subject_signs import Place, may_be_it, signs
from triage.complaint import Span, Topic
from triage.sentences import sentences_of

#: What each sign adds; fitted to a few hundred complaints in which somebody marked the subject.
WEIGHTS: Mapping[str, float] = {
    "yours": 1.6, "mine": 1.0, "the": 1.0, "a": 0.6, "several": 1.0, "bare": 0.8,
    "starts": 1.5, "where": -1.2, "at_stake": 0.5, "acts": 0.9, "trouble": 0.4,
    "praise": -3.3, "turn": 1.1, "backdrop": -1.7, "numbered": -0.6, "quoted": 1.7,
    "long": 0.9, "topical": 1.6, "of_staff": -1.2,
    # The only one there is, the later ones, one that is named again, one of a long text.
    "only": -0.6, "later": -1.2, "again": 1.3, "of_many_words": -0.9,
}  # fmt: skip
#: What speaks for its being none of them.
NONE = -0.1
#: How sure it has to be. At 0.6, of what was read, six in seven were right, of new texts fewer.
_SURE = 0.7
_MANY_WORDS = 700
_MOST_LATER, _MOST_AGAIN = 4, 2


@dataclass(frozen=True)
class Told:
    """A thing and all the signs of one place where it is named."""

    noun: Noun
    signs: Mapping[str, float]

    @property
    def weight(self) -> float:
        return sum(WEIGHTS[name] * much for name, much in self.signs.items())


def subject_in(
    text: str, lang: str, evidence: Sequence[Span], topic: Topic, *, ironic: bool
) -> Noun | None:
    """The thing that the sentences of the evidence are about."""
    if lang not in LANGUAGES:
        return None
    told = things(text, lang, evidence, topic, ironic=ironic)
    if not told:
        return None
    best = max(told, key=lambda thing: thing.weight)
    every = exp(NONE) + sum(exp(thing.weight) for thing in told)
    return best.noun if exp(best.weight) >= _SURE * every else None


def things(
    text: str, lang: str, evidence: Sequence[Span], topic: Topic, *, ironic: bool
) -> list[Told]:
    """Each once, as it stands where most speaks for it."""
    by_name: dict[str, list[Told]] = {}
    for place, later in _places(text, lang, evidence):
        found = dict(signs(place, topic, ironic=ironic))
        found |= {"later": later, "of_many_words": int(len(text) > _MANY_WORDS)}
        noun = replace(place.noun, own=place.article == "mine")
        by_name.setdefault(_key(place), []).append(Told(noun, found))
    _drop_parts(by_name)
    return [_at_its_best(several, len(by_name) == 1) for several in by_name.values()]


def _places(text: str, lang: str, evidence: Sequence[Span]) -> Iterator[tuple[Place, int]]:
    """With how many come before it."""
    sentences, later = sentences_of(text), 0
    for noun, span in nouns_in(text, lang):
        start, end = sentences.around(span[0])
        place = Place(_without_a_name(noun) if lang == "de" else noun, span, text, lang)
        told = any(first < end and start < last for first, last in evidence)
        if told and may_be_it(place):
            yield place, min(later, _MOST_LATER)
            later += 1


def _without_a_name(noun: Noun) -> Noun:
    """„Uferbank-App“ → „App“: what stands before a hyphen may be anybody's name."""
    first, _, last = noun.name.rpartition("-")
    listed = matter_words("de").nouns
    if not first or first.isupper() or noun.name.lower() in listed:
        return noun
    return listed.get(last.lower(), noun)


def _key(place: Place) -> str:
    return place.head.removesuffix("s") if place.lang == "en" else place.name


def _drop_parts(by_name: dict[str, list[Told]]) -> None:
    """„Kaffee“ where there are „Kaffeeflecken“ is no other thing."""
    names = [*by_name]
    for name in names:
        if any(other != name and other.startswith(name) for other in names):
            del by_name[name]


def _at_its_best(several: Sequence[Told], only: bool) -> Told:
    best = max(several, key=lambda told: told.weight)
    again = min(len(several) - 1, _MOST_AGAIN)
    return replace(best, signs={**best.signs, "again": again, "only": int(only)})
