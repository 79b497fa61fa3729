"""Texts as padded batches of tokens, texts of like length together. Needs torch."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from models.folder import TOKENIZER

#: Texts sorted by length within so many, so that a batch holds few blanks and is still by chance.
_SORTED_AT_ONCE = 4096


def token_ids(folder: Path, texts: Sequence[str], max_tokens: int) -> list[list[int]]:
    """What the tokenizer of a folder makes of each text."""
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return [tokens.ids for tokens in tokenizer.encode_batch(list(texts))]


def batches(
    lengths: Sequence[int], order: Sequence[int], size: int, chance: random.Random
) -> list[list[int]]:
    """The items of `order` in batches, each of items of like length."""
    found = []
    for start in range(0, len(order), _SORTED_AT_ONCE):
        run = sorted(order[start : start + _SORTED_AT_ONCE], key=lambda i: lengths[i])
        found += [run[i : i + size] for i in range(0, len(run), size)]
    chance.shuffle(found)
    return found


def padded(
    ids: Sequence[Sequence[int]], device: torch.device | None = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """Two tensors (texts, tokens): the ids, and 1 where there is a token."""
    shape = (len(ids), max(map(len, ids)))
    rows, mask = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    for row, tokens in enumerate(ids):
        rows[row, : len(tokens)] = torch.tensor(tokens)
        mask[row, : len(tokens)] = 1
    return rows.to(device), mask.to(device)


def mean_of(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The mean over the tokens of each text: (texts, tokens, width) → (texts, width)."""
    shown = mask[..., None].to(states.dtype)
    mean: torch.Tensor = (states * shown).sum(1) / shown.sum(1)
    return mean
