"""What runs of letters in a mention speak for, beside what the encoder reads in it.

The encoder bends to the texts it was tuned with, and the heads put right by others still see only
what it makes of them. A sum over runs of letters sees the words themselves, in any ending and
spelling, and errs elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save

from models.arrays import Ids, Vectors
from models.letter_runs import runs
from models.tone_letters import as_read
from models.word_table import each_once


@dataclass(frozen=True, eq=False)
class ComplaintLetters:
    """Log-odds = head · share + (scores of the different runs) · step / √(how many) + shift."""

    #: int8, (BUCKETS,). Two runs that share a bucket speak as one.
    scores: NDArray[np.int8]
    #: What a score is worth.
    step: float
    #: How much the log-odds of the head count beside it, and what is added to both.
    share: float = 1.0
    shift: float = 0.0

    @classmethod
    def load(cls, file: Path) -> ComplaintLetters:
        tensors = load_file(str(file))
        return cls(tensors["scores"], *(float(part) for part in tensors["step_share_shift"]))

    def save(self, file: Path) -> None:
        numbers = np.asarray([self.step, self.share, self.shift], np.float32)
        # Not by save_file, which makes the file unreadable for everybody else on the machine.
        file.write_bytes(save({"scores": self.scores, "step_share_shift": numbers}))

    def read(self, texts: Sequence[str]) -> Vectors:
        """(texts,): what their letters speak for, in log-odds."""
        return np.asarray([self._read(text) for text in texts], np.float32)

    def beside(self, odds: Vectors, texts: Sequence[str]) -> Vectors:
        """(texts,): head and letters together, of what the head says of each, in log-odds."""
        together: Vectors = odds * self.share + self.read(texts) + self.shift
        return together

    def _read(self, text: str) -> float:
        buckets = letter_buckets(text)
        total = int(self.scores[buckets].sum(dtype=np.int32))
        return total * self.step / math.sqrt(max(1, len(buckets)))


def letter_buckets(text: str) -> Ids:
    """The buckets of the runs of letters of a text, each once."""
    return each_once(np.concatenate([*runs(as_read(text))]))
