"""What the encoder read, kept between training runs: only new or changed sets are read again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from models.arrays import Vectors
from models.encoder import Encoder
from models.word_table import WordTable

_AT_ONCE = 256


@dataclass(frozen=True)
class ReadingCache:
    encoder: Encoder
    #: SHA-256 of the encoder: another encoder reads otherwise.
    encoder_hash: str
    folder: Path
    #: What the words speak for is behind the states; it is added up anew each time.
    words: WordTable = field(default_factory=WordTable.silent)

    @property
    def width(self) -> int:
        """Of a row of features."""
        return self.encoder.width + self.words.columns

    def features(self, texts: Sequence[str], what: str) -> Vectors:
        """The states of these texts and what their words speak for, one row a text."""
        said = [self.words.read(ids) for ids in self.encoder.tokens(texts)]
        return np.hstack([self._states(texts, what), np.stack(said)])

    def _states(self, texts: Sequence[str], what: str) -> Vectors:
        """From the cache if they were asked for before."""
        digest = hashlib.sha256(self.encoder_hash.encode())
        for text in texts:
            digest.update(b"\0" + text.encode())
        kept = self.folder / f"{digest.hexdigest()[:32]}.npy"
        if kept.is_file():
            known: Vectors = np.load(kept)
            return known
        rows = self._read(texts, what)
        self.folder.mkdir(parents=True, exist_ok=True)
        np.save(kept, rows)
        return rows

    def _read(self, texts: Sequence[str], what: str) -> Vectors:
        # Sorted by length over the whole set, so that a batch holds few blanks.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        chunks = [order[i : i + _AT_ONCE] for i in range(0, len(order), _AT_ONCE)]
        rows: list[Vectors] = [np.zeros(0, np.float32)] * len(texts)
        for chunk in track(chunks, f"reading {what}", console=Console(stderr=True)):
            for i, row in zip(chunk, self.encoder.features([texts[i] for i in chunk]), strict=True):
                rows[i] = row
        return np.stack(rows)
