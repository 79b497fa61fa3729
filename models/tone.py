"""The tone model: how a reply sounds to the one it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from models.arrays import Ids, Vectors
from models.encoder import Encoder, Read
from models.folder import TONE, ModelFolder
from models.heads import Head, sigmoid
from models.jokes import JokeHead
from models.passages import ReplyPassage, reply_passages
from models.tone_letters import ToneLetters
from models.tone_locator import ToneLocator, beside
from triage.complaint import Span
from triage.guard import Rule, Tone, Utterance, somewhere

if TYPE_CHECKING:
    from triage.ports import ToneModel

#: What a model must hear; the guard's other rules can be read off the words.
TONE_RULES = (
    Rule.FLIPPANT,
    Rule.MARKETING,
    Rule.DEFENSIVE,
    Rule.GENERIC_BOILERPLATE,
    Rule.BLAME_SHIFT,
)
_FLIPPANT = TONE_RULES.index(Rule.FLIPPANT)


class _Heard(NamedTuple):
    """The passages of replies, what the encoder makes of them, and where each reply's begin."""

    parts: Sequence[ReplyPassage]
    reads: Sequence[Read]
    starts: Ids


def told(utterance: Utterance) -> tuple[str, list[str]]:
    """A reply, and its sentences and clauses."""
    spans = (span for part in reply_passages(utterance) for span in part.spans)
    return utterance.reply, [utterance.reply[slice(*span)] for span in spans]


@dataclass(frozen=True, eq=False)
class HeadToneModel:
    """Each probability is shifted so that 0.5 is the line: of held-back good replies at most 5 %
    lie above it, all rules taken together; 7.5 % where it was taught which sentence jokes."""

    encoder: Encoder
    heads: Mapping[str, Head]
    #: None for a model that was not taught where.
    locator: ToneLocator | None = None
    #: None for a model that goes by what the encoder reads alone.
    letters: ToneLetters | None = None
    #: None for a model that was not taught which sentence jokes.
    jokes: JokeHead | None = None

    @classmethod
    def load(cls, path: Path, encoder: Encoder | None = None) -> HeadToneModel:
        """From a model folder; pass the classifier's encoder to hold it in memory only once.

        Raises UnreadableModel.
        """
        folder = ModelFolder.open(path)
        encoder = encoder or folder.encoder()
        return cls(encoder, folder.heads(TONE), folder.locator(), folder.letters(), folder.jokes())

    def judge(self, utterances: Sequence[Utterance]) -> list[Tone]:
        heard = sigmoid(self.odds(utterances)).tolist()
        return [dict(zip(TONE_RULES, p, strict=True)) for p in heard]

    def odds(self, utterances: Sequence[Utterance]) -> Vectors:
        """(replies, rules): the log-odds by all that is listened to."""
        read = self._read(utterances)
        odds = self._by_heads(read)
        if self.letters is not None:
            odds += self.letters.odds([told(utterance) for utterance in utterances])
        if self.jokes is not None:
            odds[:, _FLIPPANT] += self._loudest_joke(read, self.jokes)
        return odds

    def heard(self, utterances: Sequence[Utterance]) -> Vectors:
        """(replies, rules): the log-odds by the heads alone."""
        return self._by_heads(self._read(utterances))

    def loudest_joke(self, utterances: Sequence[Utterance], jokes: JokeHead) -> Vectors:
        """(replies,): the log-odds of the likeliest piece of each, by that head alone."""
        return self._loudest_joke(self._read(utterances), jokes)

    def _read(self, utterances: Sequence[Utterance]) -> _Heard:
        cut = [reply_passages(utterance) for utterance in utterances]
        parts = [part for of in cut for part in of]
        starts = np.cumsum([0, *(len(of) for of in cut[:-1])])
        return _Heard(parts, self.encoder.read([part.text for part in parts]), starts)

    def _by_heads(self, heard: _Heard) -> Vectors:
        """The loudest passage of a long reply is its tone."""
        if not heard.reads:
            return np.zeros((0, len(TONE_RULES)), np.float32)
        x = np.stack([read.features for read in heard.reads])
        odds = np.hstack([self.heads[rule].logits(x) for rule in TONE_RULES])
        loudest: Vectors = np.maximum.reduceat(odds, heard.starts)
        return loudest

    def _loudest_joke(self, heard: _Heard, jokes: JokeHead) -> Vectors:
        if not heard.reads:
            return np.zeros(0, np.float32)
        by_part = jokes.loudest(self.encoder, heard.parts, heard.reads)
        loudest: Vectors = np.maximum.reduceat(by_part, heard.starts)
        return loudest

    def place(
        self, utterances: Sequence[Utterance], rules: Sequence[Sequence[Rule]]
    ) -> list[dict[Rule, Span]]:
        """The sentence or clause that most likely breaks it; the whole reply where nobody knows."""
        if self.locator is None:
            return somewhere(utterances, rules)
        cut = [reply_passages(utterance) for utterance in utterances]
        reads = iter(self.encoder.read([part.text for parts in cut for part in parts]))
        placed = []
        for parts, several in zip(cut, rules, strict=True):
            x = beside(self.encoder, parts, [*islice(reads, len(parts))])
            likeliest = self.locator.odds(x).argmax(axis=0)
            spans = [span for part in parts for span in part.spans]
            placed.append({rule: spans[likeliest[TONE_RULES.index(rule)]] for rule in several})
        return placed


if TYPE_CHECKING:
    _: type[ToneModel] = HeadToneModel
