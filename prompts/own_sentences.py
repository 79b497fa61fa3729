"""The sentences that playbooks say: as they stand, or with a gap for a fact that an author told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from prompts.claim_words import all_asked
from prompts.loader import Playbooks
from prompts.samples import WORDS
from prompts.troubles import how_to_reach_us
from prompts.voice_file import Voice
from triage.draft import Register
from triage.familiar import GAP, Familiar
from triage.playbook import Phrase, Situation, sentences
from triage.quotation import LEFT_OUT

#: Variable → all that we may put for it.
_Words = Mapping[str, Sequence[str]]
#: What an author wrote in words of their own is never ours, nor is a name.
_THEIRS = frozenset({"answer", "happened", "gist", "question", "author"})
#: Those of them that stand in quotation marks only: the tone of a reply is judged without them.
_QUOTED = frozenset({"answer", "gist", "question"})


def own_sentences(playbooks: Playbooks, voice: Voice) -> dict[str, Familiar]:
    """None of them has a word of an author's: what one told is a `GAP`, and is heard as in one of
    the made-up facts."""
    found: dict[str, Familiar] = {}
    for lang, templates in _templates(playbooks).items():
        registers: tuple[Register, ...] = ("du", "sie") if lang == "de" else ("neutral",)
        for register in registers:
            ours = _words(playbooks, voice, lang, register)
            gaps, made_up = _told(lang, GAP), _told(lang)
            for template, longest in templates.items():
                said = _said(Phrase(voice.in_our_words(template)), register, {**gaps, **ours})
                heard = _said(Phrase(voice.in_our_words(longest)), register, {**made_up, **ours})
                for sentence, spoken in zip(said, heard, strict=True):
                    found.setdefault(sentence, Familiar(spoken, lang))
    return found


def _templates(playbooks: Playbooks) -> dict[str, dict[str, str]]:
    """Language → each sentence as it is written → the longest of the ways to say it."""
    several = (*playbooks.playbooks, *playbooks.alone, *(t.playbook for t in playbooks.troubles))
    # Most stand in many playbooks.
    phrases: dict[str, dict[str, Phrase]] = {}
    for playbook in several:
        written = (phrase for move in playbook.moves for phrase in move.phrases)
        phrases.setdefault(playbook.lang, {}).update((one.template, one) for one in written)
    return {
        lang: dict(way for phrase in each.values() for way in _ways_to_say(phrase))
        for lang, each in phrases.items()
    }


def _ways_to_say(phrase: Phrase) -> Iterator[tuple[str, str]]:
    variants = [sentences(template) for template in phrase.variants()]
    longest = max(variants, key=lambda several: len(" ".join(several)))
    for several in variants:
        # Where a choice has a sentence or a variable of its own, each speaks for itself.
        alike = len(several) == len(longest)
        for sentence, other in zip(several, longest if alike else several, strict=True):
            same = Phrase(sentence).variables == Phrase(other).variables
            yield sentence, other if same else sentence


def _words(playbooks: Playbooks, voice: Voice, lang: str, register: Register) -> _Words:
    called = [t.head.called for t in playbooks.troubles if t.playbook.lang == lang]
    troubles = [*dict.fromkeys(filter(None, called))]
    contact = {"contact": voice.contact}
    groups = [frozenset({group}) for group in ("dm", "open", "mail")]
    reach = [how_to_reach_us(Situation(register, contact, group), lang) for group in groups]
    return {
        "contact": [voice.contact],
        "brand": [voice.brand],
        "asked": all_asked(lang),
        "trouble": troubles,
        "besides": troubles,
        **{name: [how[name] for how in reach] for name in reach[0]},
        **{name: [LEFT_OUT] for name in _QUOTED},
    }


def _told(lang: str, gap: str = "") -> _Words:
    """For each fact one that is made up, or the gap."""
    return {name: [gap or text] for name, text in WORDS[lang].items() if name not in _THEIRS}


def _said(phrase: Phrase, register: Register, words: _Words) -> list[str]:
    """A written sentence with each of our words in it; nothing if it quotes an author's."""
    if not words.keys() >= phrase.variables:
        return []
    names = sorted(phrase.variables)
    every = product(*(words[name] for name in names))
    chosen = (dict(zip(names, one, strict=True)) for one in every)
    return [phrase.render(Situation(register, one)) for one in chosen]
