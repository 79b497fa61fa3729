"""Fits what runs of letters in a passage say of whether it is to be quoted, and how much they, its
length and the head count. Needs the extra `kulanz[train]`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import torch
from scipy.sparse import diags

from models.arrays import Vectors
from models.letter_fitting import STEPS, presence, rarity_of
from models.quotable import QuotableHead
from models.quotable_letters import QuotableLetters, Weights, buckets_of, lengths
from models.quotable_training import ENOUGH, Offered, calibration, odds_of, quoted
from models.steps import in_steps

#: Of fewer held-back complaints with a choice nobody learns how much the letters count: weighed by
#: fifty they choose worse at times than the head alone.
ENOUGH_HELD_BACK = 100
#: A light pull of the weights towards nought, for small held-back parts.
_PULL = 0.003


@dataclass(frozen=True)
class QuotableLettersSettings:
    """Tried on held-back mentions: four times as free, runs of two to six letters, each run once,
    words and their pairs in their place or beside them, where a passage stands and its marks beside
    its length: they differ little."""

    #: How freely they may speak: the inverse of the penalty on their weights.
    freedom: float = 2.0
    #: A bucket of fewer candidates is a text's own.
    fewest: int = 3
    most_steps: int = 150


def fit_quotable_letters(
    train: Sequence[Offered], settings: QuotableLettersSettings
) -> QuotableLetters:
    """From the candidates of complaints of which some will do."""
    # Here and not above: it takes a second, which nobody needs who reads with them.
    from sklearn.linear_model import LogisticRegression

    told = quoted(train)
    x = presence([row for one in told for row in buckets_of(one.text, one.of)])
    rarity = rarity_of(x, settings.fewest)
    learner = LogisticRegression(C=settings.freedom, max_iter=settings.most_steps)
    learner.fit(x @ diags(rarity), np.concatenate([one.worth for one in told]) > 0)
    return QuotableLetters(*in_steps(learner.coef_[0] * rarity, STEPS))


def weighed(
    letters: QuotableLetters, head: QuotableHead, held_back: Sequence[Offered]
) -> QuotableLetters:
    """With the weights by which the first choice of what is held back will do most often, and its
    log-odds are those that it does; as given where too few of it have a choice."""
    if len(_choosing(held_back)) < ENOUGH_HELD_BACK:
        return letters
    told = quoted(held_back)
    found = _most_often([_told(letters, head, one) for one in told], [one.worth for one in told])
    share, read, length, squared = map(float, found)
    raw = replace(
        letters,
        step=letters.step * read,
        weights=Weights(share=share, length=length, squared=squared),
    )
    return _calibrated(raw, head, held_back)


def enough(train: Sequence[Offered], held_back: Sequence[Offered]) -> bool:
    """Whether letters can be learned from the one and weighed by the other."""
    can_learn = len(quoted(train)) >= ENOUGH and len(_choosing(train)) > 0
    return can_learn and len(_choosing(held_back)) >= ENOUGH_HELD_BACK


def _choosing(of: Sequence[Offered]) -> list[Offered]:
    """Those that have one to quote and one that will not do."""
    return [one for one in quoted(of) if not one.worth.all()]


def together(letters: QuotableLetters, head: QuotableHead, one: Offered) -> Vectors:
    """The log-odds that each of its candidates will do, by the head and the letters."""
    return letters.beside(odds_of(head, one), one.text, one.of, one.p_complaint)


def _told(letters: QuotableLetters, head: QuotableHead, one: Offered) -> Vectors:
    """(candidates, 4): what the head, letters and length say."""
    length = lengths(one.of)
    said = np.stack([odds_of(head, one), letters.read(one.text, one.of), length, length**2], axis=1)
    return said.astype(np.float32)


def _most_often(told: Sequence[Vectors], worth: Sequence[Vectors]) -> Vectors:
    """Of each column how much it counts, so that one that will do is likeliest the first."""
    spread = torch.from_numpy(np.concatenate(told).std(axis=0)) + 1e-6
    rows = [torch.from_numpy(x) / spread for x in told]
    fit = [torch.from_numpy(of > 0) for of in worth]
    weights = torch.zeros(len(spread), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        chosen = torch.stack([_surprise(x @ weights, of) for x, of in zip(rows, fit, strict=True)])
        loss = chosen.mean() + _PULL * (weights**2).sum()
        torch.autograd.backward(loss)
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    found: Vectors = (weights.detach() / spread).numpy()
    return found


def _surprise(odds: torch.Tensor, fit: torch.Tensor) -> torch.Tensor:
    return torch.logsumexp(odds, 0) - torch.logsumexp(odds[fit], 0)


def _calibrated(
    letters: QuotableLetters, head: QuotableHead, held_back: Sequence[Offered]
) -> QuotableLetters:
    """Their first choice beside how likely it is a complaint at all."""
    if (found := calibration(partial(together, letters, head), held_back)) is None:
        return letters
    (factor, surely, shift), by = found, letters.weights
    weights = Weights(by.share * factor, by.length * factor, by.squared * factor, surely, shift)
    return replace(letters, step=letters.step * factor, weights=weights)
