"""A tone model that need not hear again what we say every day.

Drafts are composed of sentences that the care team wrote. Each is heard once, in a plain reply to a
plain complaint, and remembered; a reply that says nothing else needs no hearing of its own. Where a
sentence has a gap for a fact ("What happened {} …"), words of the complaint may fill it. Any other
word, be it a quotation, a person's or a language model's, and the whole reply is heard beside what
it answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from triage.complaint import Span
from triage.guard import Rule, Tone, Utterance
from triage.mention import Channel
from triage.number_words import NUMBERS
from triage.playbook import sentences
from triage.ports import ToneModel
from triage.wording_files import entries

#: Below it in every rule a sentence is calm, far below the guard's own lines. Measured on the
#: corpus's replies, taken apart and heard like this: as many of the flippant ones have a sentence
#: that is not calm as are heard to be flippant as a whole.
CALM = 0.1

#: Stands in a sentence for what an author told.
GAP = "{}"
#: No fact is longer.
_FILLED = r"(.{2,70}?)"
#: So much of a word stays when it is declined.
_STEM = 4
_WORD = re.compile(r"[^\W\d_]+")
_Key = tuple[str, ...]
#: So many words tell one sentence from most others.
_FIRST = 3
#: What joins the words of a fact, beside numbers.
_JOINING = entries("words/joining")

#: Language → the reply that a sentence is heard in, and what that answers.
_PLAIN = {
    "de": (
        "So hätte das nicht laufen dürfen, und das tut mir leid. {} Bitte schreiben Sie mir eine "
        "Direktnachricht mit Ihrer Buchungsnummer, dann kümmere ich mich darum.",
        "Ich warte seit Stunden, niemand hilft mir, und am Ende ging trotzdem alles schief. So "
        "geht das nicht!",
    ),
    "en": (
        "That's not how it should have gone, and I'm sorry. {} Please send me a direct message "
        "with your booking number and I'll look into it.",
        "I have been waiting for hours, nobody helps me, and in the end it all went wrong anyway. "
        "This is not okay!",
    ),
}


@dataclass(frozen=True)
class Familiar:
    """How a sentence of ours is heard: of the ways in which we say it (sorry, really sorry), the
    one with the most words speaks for all."""

    words: str
    #: de or en.
    lang: str


class FamiliarTone:
    """Hears what is new; the port `ToneModel`. `ours` are our sentences."""

    def __init__(self, tone: ToneModel, ours: Mapping[str, Familiar]) -> None:
        self._tone = tone
        self._ours = ours
        self._with_gaps = _by_a_word(ours)
        #: What is remembered changes no answer: each was heard by itself.
        self._calm: dict[Familiar, bool] = {}

    def judge(self, utterances: Sequence[Utterance]) -> list[Tone]:
        said = [self._familiar(utterance) for utterance in utterances]
        self._hear_once(sentence for several in said for sentence in several)
        calm = [bool(several) and all(map(self._calm.get, several)) for several in said]
        new = [u for u, is_calm in zip(utterances, calm, strict=True) if not is_calm]
        tones = iter(self._tone.judge(new) if new else ())
        return [{} if is_calm else next(tones) for is_calm in calm]

    def place(
        self, utterances: Sequence[Utterance], rules: Sequence[Sequence[Rule]]
    ) -> list[dict[Rule, Span]]:
        return self._tone.place(utterances, rules)

    def _familiar(self, utterance: Utterance) -> list[Familiar]:
        """The sentences of a reply that has none but ours; else nothing."""
        found: list[Familiar] = []
        for paragraph in utterance.reply.split("\n\n"):
            for sentence in sentences(paragraph):
                known = self._ours.get(sentence) or self._filled(sentence, utterance.complaint)
                if known is None:
                    return []
                found.append(known)
        return found

    def _filled(self, sentence: str, complaint: str) -> Familiar | None:
        """The sentence of ours whose gaps are filled with words of the complaint."""
        words = _WORD.findall(sentence)
        keys: list[_Key] = [tuple(words[:n]) for n in range(_FIRST, 0, -1)]
        keys.append(("", *words[-1:]))
        for pattern, familiar in (known for key in keys for known in self._with_gaps.get(key, ())):
            match = _compiled(pattern).fullmatch(sentence)
            if match and all(_is_told(filler, complaint) for filler in match.groups()):
                return familiar
        return None

    def _hear_once(self, said: Iterable[Familiar]) -> None:
        new = [sentence for sentence in dict.fromkeys(said) if sentence not in self._calm]
        tones = self._tone.judge([_in_a_plain_reply(sentence) for sentence in new]) if new else ()
        for sentence, tone in zip(new, tones, strict=True):
            self._calm[sentence] = all(p < CALM for p in tone.values())


#: When first needed: few of the thousands ever are.
_compiled = cache(re.compile)


def _by_a_word(ours: Mapping[str, Familiar]) -> dict[_Key, list[tuple[str, Familiar]]]:
    """Those with a gap, and the pattern that finds them filled."""
    found: dict[_Key, list[tuple[str, Familiar]]] = {}
    for sentence, familiar in ours.items():
        if GAP in sentence:
            pattern = _FILLED.join(map(re.escape, sentence.split(GAP)))
            found.setdefault(_key(sentence), []).append((pattern, familiar))
    return found


def _key(sentence: str) -> _Key:
    """What a sentence with gaps has for certain: its first three words or, where a gap stands
    there, its last one."""
    first, *_, last = sentence.split(GAP)
    words = _WORD.findall(first)
    return tuple(words[:_FIRST]) if words else ("", *_WORD.findall(last)[-1:])


def _is_told(filler: str, complaint: str) -> bool:
    """Whether these words are the complaint's, but for what joins them and for numbers."""
    low = complaint.lower()
    return all(
        word in _JOINING or word in NUMBERS or word[: max(_STEM, len(word) - 2)] in low
        for word in _WORD.findall(filler.lower())
    )


def _in_a_plain_reply(sentence: Familiar) -> Utterance:
    reply, complaint = _PLAIN[sentence.lang]
    return Utterance(reply.format(sentence.words), complaint, sentence.lang, Channel.OTHER)
