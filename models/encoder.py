"""The sentence encoder on the processor: one pass serves every head and the precedent search."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar, NamedTuple

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from models.adapter import Adapter, put_into
from models.arrays import Ids, Vectors
from models.onnx_outputs import with_output
from models.word_table import WordTable
from triage.complaint import Span

#: The states of the last layer and half way there, both (texts, tokens, width), of ids and a mask,
#: both (texts, tokens).
States = Callable[[Ids, Ids], tuple[Vectors, Vectors]]


class Read(NamedTuple):
    """What the encoder makes of one text."""

    #: What the heads read: the mean of the last states, and behind it what the words speak for.
    features: Vectors
    #: The last states, one row a token; the tokens, and where in the text each stands.
    states: Vectors
    ids: Ids
    offsets: Sequence[Span]
    #: The states half way to the last, one row a token: they know how a text is put, where the last
    #: bend to what the heads ask. The last ones where the encoder hands out no others.
    halfway: Vectors


class Encoder:
    """Means of the last states; a text's never depends on its neighbours in the batch.

    `projection` (width, width) turns them into embeddings; `words` tells what the words speak for;
    `adapter` has what takes the place of some of the weights; `halfway` is what the states half way
    are called in the file.
    """

    #: Texts of like length go together; a batch holds about this many tokens, blanks included. So
    #: many that what flows from operator to operator stays in a core's own cache.
    batch_tokens: ClassVar = 512

    def __init__(
        self,
        weights: Path,
        tokenizer: Path,
        projection: Vectors,
        *,
        max_tokens: int,
        threads: int = 1,
        words: WordTable | None = None,
        adapter: Adapter | None = None,
        halfway: str | None = None,
    ) -> None:
        self._words = words or WordTable.silent()
        self._halfway = halfway
        self._states = self._opened(weights, adapter or {})
        self._projection = projection
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens)
        # A core a batch: cores that share one wait for each other behind every operator.
        self._readers = ThreadPoolExecutor(threads)

    @property
    def width(self) -> int:
        """Of the states: where the words begin in a row of features."""
        return len(self._projection)

    def _opened(self, weights: Path, adapter: Adapter) -> States:
        #: The session reads from these as long as it lives.
        session, self._adapted = _session(weights, adapter, self._halfway)
        outputs = ["last", *filter(None, [self._halfway])]

        def states(ids: Ids, mask: Ids) -> tuple[Vectors, Vectors]:
            found = session.run(outputs, {"input_ids": ids, "attention_mask": mask})
            return found[0], found[-1]

        return states

    def features(self, texts: Sequence[str]) -> Vectors:
        """What the heads read of each text, one row a text."""
        return np.stack([read.features for read in self.read(texts)])

    def tokens(self, texts: Sequence[str]) -> list[Ids]:
        """The word pieces of each text, as far as it is read."""
        return [np.asarray(t.ids, np.int64) for t in self._tokenizer.encode_batch(list(texts))]

    def read(self, texts: Sequence[str]) -> list[Read]:
        read = dict(found for batch in self.reading(texts) for found in batch)
        return [read[i] for i in range(len(texts))]

    def reading(self, texts: Sequence[str]) -> Iterator[list[tuple[int, Read]]]:
        """Batch by batch as they are read: which text, and what was made of it."""
        tokens = self._tokenizer.encode_batch(list(texts))

        def reads(batch: list[int]) -> list[tuple[int, Read]]:
            last, halfway = self._states(*_padded([tokens[i] for i in batch]))
            return [
                (i, self._pooled(states, between, tokens[i]))
                for i, states, between in zip(batch, last, halfway, strict=True)
            ]

        batches = list(_batches(tokens, self.batch_tokens))
        # One alone is read here: handing it over takes half a millisecond.
        many = len(batches) > 1
        yield from self._readers.map(reads, batches) if many else map(reads, batches)

    def pieces(self, read: Read, pieces: Sequence[Span]) -> Vectors:
        """The features of pieces of a text as they sound in their place, one row a piece."""
        slices = [_tokens_in(read.offsets, piece) for piece in pieces]
        return np.stack([self._features(read.states[of], read.ids[of]) for of in slices])

    def pieces_halfway(self, read: Read, pieces: Sequence[Span]) -> Vectors:
        """The means of the states half way, one row a piece."""
        slices = [_tokens_in(read.offsets, piece) for piece in pieces]
        return np.stack([read.halfway[of].mean(axis=0) for of in slices])

    def embedding(self, reads: Sequence[Read]) -> Vectors:
        """What texts are about together, of length 1: a dot product of two is their cosine."""
        each = [_unit(read.features[: self.width] @ self._projection) for read in reads]
        return _unit(np.mean(each, axis=0))

    def _pooled(self, states: Vectors, halfway: Vectors, tokens: Encoding) -> Read:
        """Without the blanks behind them."""
        ids = np.asarray(tokens.ids, np.int64)
        last, between = states[: len(ids)], halfway[: len(ids)]
        return Read(self._features(last, ids), last, ids, tokens.offsets, between)

    def _features(self, states: Vectors, ids: Ids) -> Vectors:
        return np.concatenate([states.mean(axis=0), self._words.read(ids)])


def _session(
    file: Path, adapter: Adapter, halfway: str | None
) -> tuple[onnxruntime.InferenceSession, list[onnxruntime.OrtValue]]:
    """And what has to be kept as long as it is."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    kept = put_into(options, adapter)
    model = with_output(file.read_bytes(), halfway) if halfway else str(file)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"]), kept


def _padded(tokens: list[Encoding]) -> tuple[Ids, Ids]:
    """Ids and a mask that tells them from the blanks behind them."""
    shape = (len(tokens), max(len(t.ids) for t in tokens))
    ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for row, t in enumerate(tokens):
        ids[row, : len(t.ids)] = t.ids
        mask[row, : len(t.ids)] = 1
    return ids, mask


def _batches(tokens: Sequence[Encoding], most: int) -> Iterator[list[int]]:
    batch: list[int] = []
    for i in sorted(range(len(tokens)), key=lambda i: len(tokens[i].ids)):
        if batch and (len(batch) + 1) * len(tokens[i].ids) > most:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _tokens_in(offsets: Sequence[Span], piece: Span) -> slice:
    inside = [i for i, (a, b) in enumerate(offsets) if a < piece[1] and b > piece[0] and a < b]
    # A piece behind the last token read sounds like the text as a whole.
    return slice(inside[0], inside[-1] + 1) if inside else slice(None)


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = (vector / max(float(np.linalg.norm(vector)), 1e-9)).astype(np.float32)
    return unit
