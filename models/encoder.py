"""The sentence encoder in int8: one pass serves every head and the precedent search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from triage.complaint import Span

Vectors = NDArray[np.float32]

#: Texts of like length go together; a batch holds about this many tokens, blanks included.
BATCH_TOKENS = 2048


class Read(NamedTuple):
    """What the encoder makes of one text."""

    #: What the text is about, of length 1: a dot product of two is their cosine.
    embedding: Vectors
    #: What the heads read: a middle layer, which tells how it is said, and the embedding.
    features: Vectors
    #: The features of each piece asked for, one row a piece.
    pieces: Vectors


class Encoder:
    """Mean-pooled, normalised embeddings; a text's never depends on its neighbours in the batch."""

    def __init__(self, onnx: Path, tokenizer: Path, *, max_tokens: int, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # The web server and the workers share these cores: threads that have nothing to do sleep.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(onnx), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens)

    def features(self, texts: Sequence[str]) -> Vectors:
        """What the heads read of each text, one row a text."""
        return np.stack([read.features for read in self.read(texts)])

    def read(
        self, texts: Sequence[str], pieces: Sequence[Sequence[Span]] | None = None
    ) -> list[Read]:
        """Read texts, and pieces of them as they sound in their place."""
        tokens = self._tokenizer.encode_batch(list(texts))
        asked: Sequence[Sequence[Span]] = pieces or [()] * len(texts)
        reads: dict[int, Read] = {}
        for batch in _batches(tokens):
            states = self._states([tokens[i] for i in batch])
            for i, (last, middle) in zip(batch, states, strict=True):
                reads[i] = pooled(last, middle, tokens[i].offsets, asked[i])
        return [reads[i] for i in range(len(texts))]

    def _states(self, tokens: list[Encoding]) -> Iterator[tuple[Vectors, Vectors]]:
        """The states of the last and of the middle layer, one row a token."""
        shape = (len(tokens), max(len(t.ids) for t in tokens))
        ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, t in enumerate(tokens):
            ids[row, : len(t.ids)] = t.ids
            mask[row, : len(t.ids)] = 1
        last, middle = self._session.run(
            ["last", "middle"], {"input_ids": ids, "attention_mask": mask}
        )
        for row, t in enumerate(tokens):
            yield last[row, : len(t.ids)], middle[row, : len(t.ids)]


def _batches(tokens: Sequence[Encoding]) -> Iterator[list[int]]:
    batch: list[int] = []
    for i in sorted(range(len(tokens)), key=lambda i: len(tokens[i].ids)):
        if batch and (len(batch) + 1) * len(tokens[i].ids) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def pooled(last: Vectors, middle: Vectors, offsets: Sequence[Span], pieces: Sequence[Span]) -> Read:
    """Means over the tokens of a text, and over those of each of its pieces."""
    rows = [_features(last, middle, _tokens_in(offsets, piece)) for piece in pieces]
    whole = _features(last, middle, slice(None))
    return Read(
        embedding=_unit(last.mean(axis=0)),
        features=whole,
        pieces=np.stack(rows) if rows else np.zeros((0, len(whole)), np.float32),
    )


def _features(last: Vectors, middle: Vectors, tokens: slice) -> Vectors:
    parts = (middle[tokens].mean(axis=0), _unit(last[tokens].mean(axis=0)))
    return np.concatenate(parts, dtype=np.float32)


def _tokens_in(offsets: Sequence[Span], piece: Span) -> slice:
    inside = [i for i, (a, b) in enumerate(offsets) if a < piece[1] and b > piece[0] and a < b]
    # A piece behind the last token read sounds like the text as a whole.
    return slice(inside[0], inside[-1] + 1) if inside else slice(None)


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = (vector / max(float(np.linalg.norm(vector)), 1e-9)).astype(np.float32)
    return unit
