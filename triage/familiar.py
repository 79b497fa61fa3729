"""A tone model that need not hear again what we say every day.

Drafts are composed of sentences that the care team wrote. Each is heard once, in a plain reply to a
plain complaint, and remembered; a reply that says nothing else needs no hearing of its own. Any
other word, be it a fact, a quotation, a person's or a language model's, and the whole reply is
heard beside what it answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from triage.guard import Tone, Utterance
from triage.mention import Channel
from triage.playbook import sentences
from triage.ports import ToneModel

#: Below it in every rule a sentence is calm, far below the guard's own lines. Measured on the
#: corpus's replies, taken apart and heard like this: as many of the flippant ones have a sentence
#: that is not calm as are heard to be flippant as a whole.
CALM = 0.1

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
        #: What is remembered changes no answer: each was heard by itself.
        self._calm: dict[Familiar, bool] = {}

    def judge(self, utterances: Sequence[Utterance]) -> list[Tone]:
        said = [self._familiar(utterance.reply) for utterance in utterances]
        self._hear_once(sentence for several in said for sentence in several)
        calm = [bool(several) and all(map(self._calm.get, several)) for several in said]
        new = [u for u, is_calm in zip(utterances, calm, strict=True) if not is_calm]
        tones = iter(self._tone.judge(new) if new else ())
        return [{} if is_calm else next(tones) for is_calm in calm]

    def _familiar(self, reply: str) -> list[Familiar]:
        """The sentences of a reply that has none but ours; else nothing."""
        said = [s for paragraph in reply.split("\n\n") for s in sentences(paragraph)]
        known = [self._ours[sentence] for sentence in said if sentence in self._ours]
        return known if len(known) == len(said) else []

    def _hear_once(self, said: Iterable[Familiar]) -> None:
        new = [sentence for sentence in dict.fromkeys(said) if sentence not in self._calm]
        tones = self._tone.judge([_in_a_plain_reply(sentence) for sentence in new]) if new else ()
        for sentence, tone in zip(new, tones, strict=True):
            self._calm[sentence] = all(p < CALM for p in tone.values())


def _in_a_plain_reply(sentence: Familiar) -> Utterance:
    reply, complaint = _PLAIN[sentence.lang]
    return Utterance(reply.format(sentence.words), complaint, sentence.lang, Channel.OTHER)
