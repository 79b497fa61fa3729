"""What runs of letters in a reply speak for, beside what the encoder reads in it.

The encoder was taught what texts mean; a quip is told by how it is put: „immerhin“, "plot twist",
the full stop behind one word. A sum over runs of two to six letters knows that as well as the
encoder does, and errs elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save

from models.arrays import Vectors

#: In letters: the shortest and the longest run.
SHORTEST, LONGEST = 2, 6
_BETWEEN = "\n"


@dataclass(frozen=True, eq=False)
class LetterTable:
    """A logistic regression on known runs of letters, rare ones counting more (TF-IDF with
    sublinear term frequencies and rows of length one); a column a rule, as `TONE_RULES` has them.
    """

    #: Run → its row.
    runs: Mapping[str, int]
    #: (runs,), how rare each is.
    rarity: Vectors
    #: (runs, rules).
    weights: Vectors
    #: (rules,).
    bias: Vectors

    def odds(self, texts: Sequence[str]) -> Vectors:
        """(texts, rules): log-odds."""
        rows = [self._row(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, len(self.bias)), np.float32)

    def _row(self, text: str) -> Vectors:
        counted = Counter(filter(self.runs.__contains__, runs_of(as_read(text))))
        if not counted:
            return self.bias
        at = np.fromiter((self.runs[run] for run in counted), np.intp, len(counted))
        often = np.fromiter(counted.values(), np.float32, len(counted))
        x = (1 + np.log(often)) * self.rarity[at]
        row: Vectors = (x / np.linalg.norm(x)) @ self.weights[at] + self.bias
        return row


@dataclass(frozen=True, eq=False)
class ToneLetters:
    """One table for whole replies, and one for their sentences and clauses: a joke is one of
    them."""

    whole: LetterTable
    pieces: LetterTable

    @classmethod
    def load(cls, file: Path) -> ToneLetters:
        tensors = load_file(str(file))
        return cls(*(_table(tensors, name) for name in ("whole", "pieces")))

    def save(self, file: Path) -> None:
        tensors = {
            f"{name}_{part}": values
            for name, table in (("whole", self.whole), ("pieces", self.pieces))
            for part, values in _tensors(table).items()
        }
        # Not by save_file, which makes the file unreadable for everybody else on the machine.
        file.write_bytes(save(tensors))

    def odds(self, replies: Sequence[tuple[str, Sequence[str]]]) -> Vectors:
        """(replies, rules): what a reply speaks for as a whole, and the loudest of its pieces."""
        whole = self.whole.odds([reply for reply, _ in replies])
        # A reply without a piece is heard as an empty one.
        loudest = [self.pieces.odds(pieces or [""]).max(axis=0) for _, pieces in replies]
        return whole + np.reshape(loudest, whole.shape)


def as_read(text: str) -> str:
    """In small letters and on one line.

    >>> as_read("Na  KLAR.\\n")
    'na klar.'
    """
    return " ".join(text.lower().split())


def runs_of(text: str) -> Iterator[str]:
    """
    >>> [*runs_of("abc")]
    ['ab', 'bc', 'abc']
    """
    for length in range(SHORTEST, LONGEST + 1):
        for start in range(len(text) - length + 1):
            yield text[start : start + length]


def _tensors(table: LetterTable) -> dict[str, Vectors]:
    """Weights in int8 by column: half a step is four thousandths of the largest."""
    scale = np.maximum(np.abs(table.weights).max(axis=0), 1e-9) / 127
    return {
        "runs": np.frombuffer(_BETWEEN.join(table.runs).encode(), np.uint8),
        "rarity": table.rarity.astype(np.float16),
        "weights": np.rint(table.weights / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "bias": table.bias.astype(np.float32),
    }


def _table(tensors: Mapping[str, Vectors], name: str) -> LetterTable:
    runs = bytes(tensors[f"{name}_runs"]).decode().split(_BETWEEN)
    weights = tensors[f"{name}_weights"].astype(np.float32) * tensors[f"{name}_scale"]
    return LetterTable(
        {run: row for row, run in enumerate(runs)},
        tensors[f"{name}_rarity"].astype(np.float32),
        weights,
        tensors[f"{name}_bias"],
    )
