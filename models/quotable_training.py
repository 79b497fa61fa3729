"""Teaches a head which passage of a complaint to quote. Needs torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, cast

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from models.arrays import Vectors
from models.dataset import Example, Examples, Split
from models.encoder import Encoder
from models.folder import ModelFolder
from models.gist import GistHead
from models.gist_words import halfway, words_of
from models.heads import Head
from models.learning import drawn
from models.passages import Passage, passages
from models.quotable import QuotableHead, is_one_of, log_odds, numbers
from models.quotable_candidates import Candidate, candidates
from models.verdict import MOST_QUOTED, heard_in

#: With fewer, nobody could tell whether it chooses better than chance.
ENOUGH = 200
#: What a passage is worth that will do, where another one is better.
_WILL_DO = 0.85
#: How surely the best of a complaint is told from the others, and from none.
_SHARP = 3.0


@dataclass(frozen=True)
class QuotableSettings:
    hidden: int = 48
    together: int = 64
    dropout: float = 0.4
    #: Of what the encoder says: each word is to be understood from several of its numbers.
    forgotten: float = 0.2
    epochs: int = 12
    batch: int = 16
    learning_rate: float = 2e-3
    weight_decay: float = 0.1
    #: The weights kept are a mean of all, of which each counts so much less than the next.
    kept: float = 0.995


class Offered(NamedTuple):
    """The candidates of a passage of this text, and what each is worth: 1 the best, 0 unfit."""

    text: str
    words: Vectors
    beside: Vectors
    of: tuple[Candidate, ...]
    worth: Vectors
    p_complaint: float


class _Net(nn.Module):
    """As `QuotableHead` has it."""

    def __init__(self, offered: Offered, settings: QuotableSettings) -> None:
        super().__init__()
        seen = 5 * settings.hidden + offered.beside.shape[1]
        self.first = nn.Linear(offered.words.shape[1], settings.hidden)
        self.second = nn.Linear(seen, settings.together)
        self.last = nn.Linear(settings.together, 1)
        self.dropout, self.forgets = nn.Dropout(settings.dropout), nn.Dropout(settings.forgotten)

    def forward(self, offered: Offered) -> torch.Tensor:
        """→ (candidates,)"""
        hidden = functional.relu(self.first(self.forgets(torch.from_numpy(offered.words))))
        beside = torch.from_numpy(offered.beside)
        seen = self.dropout(torch.cat([_pooled(hidden, offered.of), beside], 1))
        out: torch.Tensor = self.last(self.dropout(functional.relu(self.second(seen))))[:, 0]
        return out

    def head(self) -> QuotableHead:
        return QuotableHead(
            tuple(
                (la.weight.detach().numpy().T.copy(), la.bias.detach().numpy().copy())
                for la in (self.first, self.second, self.last)
            )
        )


def offered_by_side(
    examples: Examples, folder: ModelFolder, threads: int
) -> dict[Split, list[Offered]]:
    """What the mentions on each side offer, read by that folder, which points at gists."""
    pointer, encoder, heads = folder.pointer(), folder.encoder(threads), folder.mention_heads()
    assert pointer is not None, "asked before"
    sides: tuple[Split, ...] = ("train", "dev", "test")
    by_side = {side: [e for e in examples.mentions if e.split == side] for side in sides}
    return {side: offered(of, encoder, pointer.gist, heads) for side, of in by_side.items()}


def offered(
    examples: Sequence[Example], encoder: Encoder, gist: GistHead, heads: dict[str, Head]
) -> list[Offered]:
    """The passages of mentions of which it is known what to quote; what is no complaint has nothing
    to quote."""
    told_of = [(e, part) for e in examples if _tells(e) for part in _passages(e)]
    reads = encoder.read([passage.text for _, passage in told_of])
    found = []
    for (example, passage), read in zip(told_of, reads, strict=True):
        quotes = example.labels.quotes or ()
        words = words_of(passage.own, read.offsets, read.states)
        text = example.conversation.mention.text
        of = candidates(text, passage, words) if words else []
        if words and of:
            [heard] = heard_in(heads, [read])
            beside = numbers(words, gist.outline(words), of, heard)
            worth = np.asarray([_worth(text[slice(*c.span)], quotes) for c in of], np.float32)
            x = halfway(words, read).x
            found.append(Offered(text, x, beside, tuple(of), worth, heard.p_complaint))
    return found


def fit_quotable(
    train: Sequence[Offered], dev: Sequence[Offered], settings: QuotableSettings, seed: int
) -> QuotableHead:
    """A head whose odds, on held-back mentions, are those that its first choice will do."""
    torch.manual_seed(seed)
    net = _Net(train[0], settings)
    average = get_ema_multi_avg_fn(settings.kept)  # type: ignore[no-untyped-call]
    kept = AveragedModel(net, multi_avg_fn=average)
    optimiser = torch.optim.AdamW(net.parameters(), weight_decay=settings.weight_decay)
    batches = list(drawn(train, settings.epochs, settings.batch, seed))
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, settings.learning_rate, len(batches))
    net.train()
    for batch in batches:
        optimiser.zero_grad()
        loss = torch.stack([_loss(net(one), torch.from_numpy(one.worth)) for one in batch]).mean()
        torch.autograd.backward(loss)
        optimiser.step()
        pace.step()
        kept.update_parameters(net)
    return _calibrated(cast(_Net, kept.module).head(), dev)


def share_fit(odds: Callable[[Offered], Vectors], held_back: Sequence[Offered]) -> float:
    """How often the likeliest passage of those that have one to quote will do; `odds` says how
    likely each of its candidates is to."""
    return float(np.mean([one.worth[odds(one).argmax()] > 0 for one in quoted(held_back)]))


def shares_fit(
    odds: Callable[[Offered], Vectors], sides: Mapping[Split, Sequence[Offered]]
) -> dict[str, Any]:
    """The same of each side that has some, for the record, and how many these are."""
    told = {side: len(quoted(of)) for side, of in sides.items()}
    fit = {side: round(share_fit(odds, of), 4) for side, of in sides.items() if told[side]}
    return {"examples": told, "fit": fit}


def quoted(of: Sequence[Offered]) -> list[Offered]:
    """Those that have one to quote."""
    return [one for one in of if one.worth.any()]


def odds_of(head: QuotableHead, one: Offered) -> Vectors:
    """The log-odds that each of its candidates will do."""
    return head.odds(one.words, one.beside, one.of, one.p_complaint)


def _tells(example: Example) -> bool:
    labels = example.labels
    return labels.quotes is not None or labels.complaint is False


def _passages(example: Example) -> list[Passage]:
    """All of a text that is quoted from as a whole; of a longer one what holds the evidence."""
    parts = passages(example.conversation)
    if len(parts) <= MOST_QUOTED:
        return parts
    text, quotes = example.conversation.mention.text, example.labels.quotes or ()
    told = [text.find(words) for words in (*quotes, example.labels.evidence or "") if words]
    return [part for part in parts if any(part.span[0] <= at < part.span[1] for at in told)]


def _worth(said: str, quotes: Sequence[str]) -> float:
    if not is_one_of(quotes, said):
        return 0.0
    return 1.0 if is_one_of(quotes[:1], said) else _WILL_DO


def _pooled(hidden: torch.Tensor, of: Sequence[Candidate]) -> torch.Tensor:
    first = torch.tensor([candidate.first for candidate in of])
    behind = torch.tensor([candidate.last + 1 for candidate in of])
    count, length = len(hidden), (behind - first)[:, None]
    upto = torch.cat([torch.zeros_like(hidden[:1]), hidden.cumsum(0)])
    inside, whole = upto[behind] - upto[first], upto[-1]
    others = (whole - inside) / (count - length).clamp(min=1)
    everywhere = (whole / count).expand_as(inside)
    return torch.cat([inside / length, hidden[first], hidden[behind - 1], others, everywhere], 1)


def _loss(out: torch.Tensor, worth: torch.Tensor) -> torch.Tensor:
    """Whether each will do, and which is the best; none is, at log-odds of 0, where none will."""
    each = functional.binary_cross_entropy_with_logits(out, worth)
    none = (worth.max() == 0).float()[None]
    wanted = functional.softmax(_SHARP * (torch.cat([worth, none]) * 2 - 1), 0)
    best = functional.cross_entropy(torch.cat([out, torch.zeros(1)])[None], wanted[None])
    return each + best / 2


def calibration(
    odds: Callable[[Offered], Vectors], dev: Sequence[Offered]
) -> tuple[float, float, float] | None:
    """What the log-odds of a first choice and those of a complaint count, and what is added, so
    that they are those that it will do: a logistic regression. None where nothing says how often
    it errs, or by chance the likelier errs more often: what is least likely would go first."""
    from sklearn.linear_model import LogisticRegression

    said = [odds(one) for one in dev]
    right = [bool(one.worth[of.argmax()] > 0) for one, of in zip(dev, said, strict=True)]
    if len(set(right)) < 2:
        return None
    x = np.stack([[of.max() for of in said], [log_odds(one.p_complaint) for one in dev]], axis=1)
    learned = LogisticRegression().fit(x, right)
    (factor, surely), (added,) = map(float, learned.coef_[0]), map(float, learned.intercept_)
    return (factor, surely, added) if factor > 0 else None


def _calibrated(head: QuotableHead, dev: Sequence[Offered]) -> QuotableHead:
    """Folded into the last layer."""
    if (found := calibration(partial(odds_of, head), dev)) is None:
        return head
    factor, surely, added = found
    *before, (weights, bias) = head.layers
    last = (weights * np.float32(factor), bias * np.float32(factor) + np.float32(added))
    return QuotableHead((*before, last), surely)
