"""Fits what runs of letters in a passage say of whether it is to be quoted, and how much they, its
length and the head count. Needs the extra `kulanz[train]`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from scipy.sparse import diags

from models.arrays import Vectors
from models.letter_fitting import in_steps, presence, rarity_of
from models.quotable import QuotableHead, log_odds
from models.quotable_letters import QuotableLetters, Weights, buckets_of, lengths
from models.quotable_training import ENOUGH, Offered, odds_of, quoted

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
    return QuotableLetters(*in_steps(learner.coef_[0] * rarity))


def weighed(
    letters: QuotableLetters, head: QuotableHead, held_back: Sequence[Offered]
) -> QuotableLetters:
    """With the weights by which the first choice of what is held back will do most often, and its
    log-odds are those that it does; as given where nothing or all of it will."""
    told = quoted(held_back)
    if not told:
        return letters
    found = _most_often([_told(letters, head, one) for one in told], [one.worth for one in told])
    share, read, length, squared = map(float, found)
    raw = replace(
        letters,
        step=letters.step * read,
        weights=Weights(share=share, length=length, squared=squared),
    )
    return _calibrated(raw, head, held_back)


def enough(train: Sequence[Offered]) -> bool:
    """Whether letters can be learned from it."""
    return len(quoted(train)) >= ENOUGH


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
    """Their first choice beside how likely it is a complaint at all: a logistic regression."""
    from sklearn.linear_model import LogisticRegression

    said = [together(letters, head, one) for one in held_back]
    odds = [of.max() for of in said]
    right = [bool(one.worth[of.argmax()] > 0) for one, of in zip(held_back, said, strict=True)]
    if len(set(right)) < 2:
        # Nothing says how often it errs.
        return letters
    x = np.stack([odds, [log_odds(one.p_complaint) for one in held_back]], axis=1)
    learned = LogisticRegression().fit(x, right)
    (factor, surely), (shift,) = map(float, learned.coef_[0]), map(float, learned.intercept_)
    by = letters.weights
    weights = Weights(by.share * factor, by.length * factor, by.squared * factor, surely, shift)
    return replace(letters, step=letters.step * factor, weights=weights)
