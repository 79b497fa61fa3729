"""A tone model that takes no apology for a quip.

The full stop behind a few words is how a quip is put, so "I'm sorry." at the beginning of a sober
reply sounds like one to the model, or like blame. Where all that is left without such a sentence
tells what happened or what is done about it, that has to sound amiss as well. What tells nothing
("Oops.", "Next time bring a book!", one apology more) is heard as it stands.
Of 1,080 sober replies of two and three sentences 201 were heard as flippant or as shifting blame,
and 43 are; of 84 others, of which most wordings knew nothing, 20 were, and 15 are. Of 160 flippant
replies of the corpus's dev side 143 were heard, and 143 are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from triage.sentences import sentences_of
from triage.wording_files import lines, sieve

if TYPE_CHECKING:
    from triage.complaint import Span
    from triage.guard import Rule, Tone, Utterance
    from triage.ports import ToneModel

#: Below it nothing is heard that the guard names.
_LOUD = 0.3
#: What a short apology is taken for.
_MISHEARD = frozenset({"flippant", "blame_shift"})


class SoberTone:
    """Hears a second time, without its bare apologies, what sounds amiss; the port `ToneModel`."""

    def __init__(self, tone: ToneModel) -> None:
        self._tone = tone

    def judge(self, utterances: Sequence[Utterance]) -> list[Tone]:
        tones = [*self._tone.judge(utterances)]
        loud = [n for n, tone in enumerate(tones) if _is_loud(tone)]
        again = {n: without_bare_apologies(utterances[n]) for n in loud}
        again = {n: u for n, u in again.items() if u != utterances[n] and _is_sober(u.reply)}
        heard = self._tone.judge([*again.values()]) if again else []
        for n, tone in zip(again, heard, strict=True):
            tones[n] = _quieter(tones[n], tone)
        return tones

    def place(
        self, utterances: Sequence[Utterance], rules: Sequence[Sequence[Rule]]
    ) -> list[dict[Rule, Span]]:
        return self._tone.place(utterances, rules)


def without_bare_apologies(utterance: Utterance) -> Utterance:
    """The same without sentences that apologise and say nothing else; as it is if it has no other
    sentences."""
    left = _bare_apology().sub("", utterance.reply)
    if left == utterance.reply or not left.strip():
        return utterance
    return replace(utterance, reply=left.strip())


@cache
def _bare_apology() -> re.Pattern[str]:
    said = "|".join(lines("guard/bare_apology"))
    return re.compile(
        rf"(?:^|(?<=[.!?…]\s))(?:{said})(?:\.(?!\S)\s*|$)", re.IGNORECASE | re.MULTILINE
    )


def _is_loud(tone: Tone) -> bool:
    return any(p >= _LOUD for rule, p in tone.items() if rule in _MISHEARD)


def _is_sober(reply: str) -> bool:
    """Whether each clause tells what happened, what is done, or the next step."""
    sentences = (reply[start:end] for start, end in sentences_of(reply))
    clauses = (clause.strip() for sentence in sentences for clause in sentence.split(", "))
    return all(sieve("guard/told_soberly").search(clause) for clause in clauses)


def _quieter(one: Tone, other: Tone) -> Tone:
    return {
        rule: min(p, other.get(rule, 0.0)) if rule in _MISHEARD else p for rule, p in one.items()
    }
