"""Teaches where in a reply a rule of tone is broken. Needs torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from models.arrays import Vectors
from models.dataset import ReplyExample
from models.encoder import Encoder
from models.learning import drawn
from models.passages import reply_passages
from models.tone import TONE_RULES
from models.tone_locator import ToneLocator, beside
from triage.complaint import Span
from triage.guard import Rule

#: With fewer replies, nobody could tell whether it finds the place better than chance.
ENOUGH = 200


@dataclass(frozen=True)
class LocatorSettings:
    hidden: int = 32
    dropout: float = 0.5
    #: Of what the encoder says: each piece is to be understood from several of its numbers.
    forgotten: float = 0.3
    epochs: int = 15
    batch: int = 32
    learning_rate: float = 1e-3
    weight_decay: float = 0.3


@dataclass(frozen=True, eq=False)
class Marked:
    """A reply of several pieces, and which of them break a rule."""

    x: Vectors
    #: (pieces,), by the place of the rule in `TONE_RULES`.
    broken: tuple[tuple[int, Vectors], ...]


class _Net(nn.Module):
    """As `ToneLocator` has it, of standardised rows."""

    def __init__(self, width: int, settings: LocatorSettings) -> None:
        super().__init__()
        self.first = nn.Linear(width, settings.hidden)
        self.last = nn.Linear(settings.hidden, len(TONE_RULES))
        self.dropout, self.forgets = nn.Dropout(settings.dropout), nn.Dropout(settings.forgotten)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        hidden = self.dropout(functional.relu(self.first(self.forgets(x))))
        out: torch.Tensor = self.last(hidden)
        return out


def marked(examples: Sequence[ReplyExample], encoder: Encoder) -> list[Marked]:
    """Those of which it is known where a rule of tone is broken, and not everywhere."""
    found = [_marked(example, encoder) for example in examples if example.evidence]
    return [one for one in found if one.broken]


def fit_locator(train: Sequence[Marked], settings: LocatorSettings, seed: int) -> ToneLocator:
    torch.manual_seed(seed)
    rows = np.concatenate([one.x for one in train])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    net = _Net(rows.shape[1], settings)
    optimiser = torch.optim.AdamW(
        net.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay
    )
    net.train()
    for batch in drawn(train, settings.epochs, settings.batch, seed):
        optimiser.zero_grad()
        losses = [_loss(net(torch.from_numpy((one.x - mean) / spread)), one) for one in batch]
        torch.autograd.backward(torch.stack(losses).mean())
        optimiser.step()
    return _located(net, mean, spread)


def share_placed(locator: ToneLocator, held_back: Sequence[Marked]) -> float:
    """How often the likeliest piece is one that breaks the rule."""
    hits = [
        broken[locator.odds(one.x)[:, rule].argmax()] > 0
        for one in held_back
        for rule, broken in one.broken
    ]
    return float(np.mean(hits))


def _marked(example: ReplyExample, encoder: Encoder) -> Marked:
    cut = reply_passages(example.utterance)
    spans = [span for part in cut for span in part.spans]
    of = [(TONE_RULES.index(r), broken_pieces(r, example, spans)) for r in TONE_RULES]
    told = tuple((rule, broken) for rule, broken in of if 0 < broken.sum() < len(spans))
    x = beside(encoder, cut, encoder.read([part.text for part in cut]))
    return Marked(x, told)


def broken_pieces(rule: Rule, example: ReplyExample, spans: Sequence[Span]) -> Vectors:
    """1 for each piece that holds half of the words that break the rule, or is held by them."""
    words = example.evidence.get(rule, "")
    start = example.utterance.reply.find(words)
    end = start + len(words)
    held = [min(b, end) - max(a, start) >= min(b - a, len(words)) / 2 for a, b in spans]
    return np.asarray(held if words else [False] * len(spans), np.float32)


def _loss(odds: torch.Tensor, one: Marked) -> torch.Tensor:
    """How unlikely the pieces are that readers marked, of all of a reply."""
    shares = functional.log_softmax(odds, dim=0)
    of = [
        -torch.logsumexp(shares[torch.from_numpy(broken) > 0, rule], 0)
        for rule, broken in one.broken
    ]
    return torch.stack(of).mean()


def _located(net: _Net, mean: Vectors, spread: Vectors) -> ToneLocator:
    """The standardising is folded into the first layer."""
    (w1, b1), (w2, b2) = (
        (la.weight.detach().numpy().T.copy(), la.bias.detach().numpy().copy())
        for la in (net.first, net.last)
    )
    w1 = (w1 / spread[:, None]).astype(np.float32)
    return ToneLocator(((w1, b1 - mean @ w1), (w2, b2)))
