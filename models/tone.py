"""The tone model: how a reply sounds to the one it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from models.encoder import Encoder, Vectors
from models.folder import TONE, ModelFolder
from models.heads import Head
from models.text import plain_text
from triage.guard import Rule, Tone, Utterance

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


@dataclass(frozen=True, eq=False)
class HeadToneModel:
    """Each probability is shifted so that 0.5 is the line: on held-back replies at most one good
    reply in twenty lies above it, all rules taken together."""

    encoder: Encoder
    heads: Mapping[str, Head]

    @classmethod
    def load(cls, path: Path, encoder: Encoder | None = None) -> HeadToneModel:
        """From a model folder; pass the classifier's encoder to hold it in memory only once.

        Raises UnreadableModel.
        """
        folder = ModelFolder.open(path)
        return cls(encoder or folder.encoder(), folder.heads(TONE))

    def judge(self, utterances: Sequence[Utterance]) -> list[Tone]:
        if not utterances:
            return []
        x = tone_features(
            self.encoder.features([plain_text(u.reply) for u in utterances]),
            self.encoder.features([plain_text(u.complaint) for u in utterances]),
        )
        p = {rule: self.heads[rule].yes(x) for rule in TONE_RULES}
        return [{rule: float(p[rule][i]) for rule in TONE_RULES} for i in range(len(utterances))]


def tone_features(reply: Vectors, complaint: Vectors) -> Vectors:
    """Both texts, and where they agree and differ."""
    parts = (reply, complaint, reply * complaint, np.abs(reply - complaint))
    return np.concatenate(parts, axis=1)


if TYPE_CHECKING:
    _: type[ToneModel] = HeadToneModel
