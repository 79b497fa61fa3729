"""Teaches a head to point at the gist of complaints. Needs torch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from models.arrays import Vectors
from models.dataset import Example
from models.encoder import Encoder
from models.gist import GistHead, Run, runs
from models.gist_words import Words, words_of
from models.learning import drawn
from models.passages import Passage, passages
from models.text import plain_text
from triage.complaint import Span

#: With fewer, nobody could tell whether it points better than chance.
ENOUGH = 200
_NOWHERE = -1e4


@dataclass(frozen=True)
class GistSettings:
    hidden: int = 96
    #: How many words to either side a layer sees, and how many layers do.
    reach: int = 2
    layers: int = 2
    dropout: float = 0.4
    #: Of what the encoder says: each word is to be understood from several of its numbers.
    forgotten: float = 0.2
    epochs: int = 14
    batch: int = 32
    learning_rate: float = 2e-3
    weight_decay: float = 0.1


class Pointed(NamedTuple):
    """A passage's words, and which of them are its gist."""

    words: Words
    first: int
    last: int


class _Net(nn.Module):
    """As `GistHead` has it, over a batch of passages of unlike length."""

    def __init__(self, width: int, settings: GistSettings) -> None:
        super().__init__()
        hidden, self.reach = settings.hidden, settings.reach
        seen = hidden * (2 * settings.reach + 2)
        self.first = nn.Linear(width, hidden)
        self.middle = nn.ModuleList(nn.Linear(seen, hidden) for _ in range(settings.layers))
        self.last = nn.Linear(hidden, 3)
        self.dropout, self.forgets = nn.Dropout(settings.dropout), nn.Dropout(settings.forgotten)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """`x` (passages, words, width), `mask` (passages, words) → (passages, words, 3)."""
        there = mask[..., None]
        hidden = functional.relu(self.first(self.forgets(x))) * there
        for i, layer in enumerate(self.middle):
            mean = (hidden.sum(1, keepdim=True) / there.sum(1, keepdim=True)).expand_as(hidden)
            padded = functional.pad(hidden, (0, 0, self.reach, self.reach))
            near = [padded[:, k : k + hidden.shape[1]] for k in range(2 * self.reach + 1)]
            new = functional.relu(layer(self.dropout(torch.cat([*near, mean], -1)))) * there
            hidden = new if i == 0 else hidden + new
        out: torch.Tensor = self.last(self.dropout(hidden))
        return out

    def head(self) -> GistHead:
        layers = [self.first, *self.middle, self.last]
        return GistHead(
            tuple(
                (la.weight.detach().numpy().T.copy(), la.bias.detach().numpy().copy())
                for la in layers
            )
        )


def pointed(examples: Sequence[Example], encoder: Encoder) -> list[Pointed]:
    """The passages of complaints that hold the words which the label calls the gist."""
    held = [part for example in examples if (part := _gist_in(example)) is not None]
    reads = encoder.read([passage.text for passage, _ in held])
    found = []
    for (passage, span), read in zip(held, reads, strict=True):
        words = words_of(passage.own, read.offsets, read.states)
        inside = [i for i, s in enumerate(words.spans) if _meet(s, span)] if words else []
        if words and inside:
            found.append(Pointed(words, inside[0], inside[-1]))
    return found


def fit_gist(
    train: Sequence[Pointed], dev: Sequence[Pointed], settings: GistSettings, seed: int
) -> GistHead:
    """A head whose odds, on held-back complaints, are those of a reader's pointing there too."""
    torch.manual_seed(seed)
    net = _Net(train[0].words.x.shape[1], settings)
    optimiser = torch.optim.AdamW(net.parameters(), weight_decay=settings.weight_decay)
    batches = list(drawn(train, settings.epochs, settings.batch, seed))
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, settings.learning_rate, len(batches))
    net.train()
    for batch in batches:
        optimiser.zero_grad()
        torch.autograd.backward(_loss(net, batch))
        optimiser.step()
        pace.step()
    return _calibrated(net.head(), dev)


def share_met(head: GistHead, held_back: Sequence[Pointed]) -> float:
    """How often the likeliest words share one with those a reader chose."""
    return float(np.mean([met for _, met in _tried(head, held_back)]))


def _gist_in(example: Example) -> tuple[Passage, Span] | None:
    """The passage that holds the gist, and where in it."""
    gist = plain_text(example.labels.gist or "")
    for passage in passages(example.conversation) if gist else ():
        at = passage.text.find(gist, 0, passage.read_as[-1][1])
        if at >= 0:
            return passage, (at, at + len(gist))
    return None


def _meet(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _loss(net: _Net, batch: Sequence[Pointed]) -> torch.Tensor:
    x, mask = _together([one.words.x for one in batch])
    out = net(x, mask)
    inside = torch.zeros_like(mask)
    for i, one in enumerate(batch):
        inside[i, one.first : one.last + 1] = 1
    edges = out[..., :2].masked_fill(mask[..., None] == 0, _NOWHERE)
    wrong = functional.binary_cross_entropy_with_logits(out[..., 2], inside, reduction="none")
    first, last = (torch.tensor([getattr(one, at) for one in batch]) for at in ("first", "last"))
    return (
        functional.cross_entropy(edges[..., 0], first)
        + functional.cross_entropy(edges[..., 1], last)
        + 2 * (wrong * mask).sum() / mask.sum()
    )


def _together(rows: Sequence[Vectors]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(map(len, rows))
    x = np.zeros((len(rows), longest, rows[0].shape[1]), np.float32)
    mask = np.zeros((len(rows), longest), np.float32)
    for i, row in enumerate(rows):
        x[i, : len(row)], mask[i, : len(row)] = row, 1
    return torch.from_numpy(x), torch.from_numpy(mask)


def _tried(head: GistHead, held_back: Sequence[Pointed]) -> Iterator[tuple[Run, bool]]:
    """What it points at first, and whether a reader's choice shares a word with it."""
    for one in held_back:
        for run in runs(head.outputs(one.words.x), one.words.spans)[:1]:
            yield run, run.first <= one.last and one.first <= run.last


def _calibrated(head: GistHead, dev: Sequence[Pointed]) -> GistHead:
    """Platt's scale and shift, folded into the last layer: a run's odds are a first word's, a last
    one's, and half of each word's inside."""
    tried = list(_tried(head, dev))
    if not tried:
        return head
    odds = torch.tensor([run.odds for run, _ in tried])
    met = torch.tensor([float(met) for _, met in tried])
    scale, shift = torch.zeros(1, requires_grad=True), torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.LBFGS([scale, shift], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(odds * scale.exp() + shift, met)
        torch.autograd.backward(loss + (scale**2 + shift**2).sum() / len(met))
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    *before, (weights, bias) = head.layers
    factor, added = float(scale.detach().exp()), float(shift.detach()) / 2
    last = weights * factor, bias * factor + np.asarray([added, added, 0], np.float32)
    return GistHead((*before, last))
