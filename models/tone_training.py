"""Fits the tone model and sets its lines. Needs torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.dataset import ReplyExample
from models.encoder import Vectors
from models.fitting import FitSettings, Labelled, fit_head
from models.heads import Head
from models.reading_cache import ReadingCache
from models.text import plain_text
from models.tone import TONE_RULES, tone_features
from triage.errors import UnreadableExamples
from triage.guard import Rule

#: The most good replies that all rules together may stop, as a share.
MOST_STOPPED = 0.05
#: Each reply is judged by heads that never saw its writer.
FOLDS = 5
#: Four embeddings wide and a few hundred replies: little room, much forgetting.
TONE_FIT = FitSettings(
    hidden=32, dropout=0.5, batch=64, steps=400, learning_rate=2e-3, weight_decay=0.3
)


@dataclass(frozen=True, eq=False)
class _Replies:
    examples: Sequence[ReplyExample]
    x: Vectors

    def of(self, rows: NDArray[np.bool_]) -> _Replies:
        kept = [e for e, keep in zip(self.examples, rows, strict=True) if keep]
        return _Replies(kept, self.x[rows])

    def labelled(self, rule: Rule) -> Labelled:
        y = np.asarray([rule in e.rules for e in self.examples], np.int64)
        return Labelled(self.x, y, np.ones(len(y), np.float32))

    @property
    def good(self) -> NDArray[np.bool_]:
        return np.asarray([e.publishable for e in self.examples], bool)


def fit_tone(
    examples: Sequence[ReplyExample], cache: ReadingCache, fit: FitSettings, seed: int
) -> tuple[dict[str, Head], dict[str, Any]]:
    """One head a rule, 0.5 its line, and the figures on the replies of unseen writers."""
    known = _embedded([e for e in examples if e.split != "test"], cache, "replies")
    missing = [r.value for r in TONE_RULES if not known.labelled(r).y.any()]
    if missing:
        raise UnreadableExamples(f"No reply among the examples is {missing[0]}.")
    p = {rule: _out_of_fold(known, rule, fit, seed) for rule in TONE_RULES}
    lines = _lines(p, known.good)
    heads = {
        rule.value: _fitted(known, rule, fit, seed).calibrated(1.0, -_logit(lines[rule]))
        for rule in TONE_RULES
    }
    unseen = [e for e in examples if e.split == "test"]
    return heads, _figures(_embedded(unseen, cache, "replies, test"), heads) if unseen else {}


def _embedded(examples: Sequence[ReplyExample], cache: ReadingCache, what: str) -> _Replies:
    replies = cache.features([plain_text(e.utterance.reply) for e in examples], what)
    complaints = cache.features([plain_text(e.utterance.complaint) for e in examples], what)
    return _Replies(examples, tone_features(replies, complaints))


def _fitted(train: _Replies, rule: Rule, fit: FitSettings, seed: int) -> Head:
    # The last state counts: there are too few replies to choose a state by some of them.
    labelled = train.labelled(rule)
    return fit_head(labelled, labelled, 2, replace(fit, look_every=fit.steps), seed)


def _out_of_fold(replies: _Replies, rule: Rule, fit: FitSettings, seed: int) -> Vectors:
    writers = sorted({e.group for e in replies.examples})
    fold = np.asarray([writers.index(e.group) % FOLDS for e in replies.examples])
    p = np.zeros(len(fold), np.float32)
    for held_back in np.unique(fold):
        train, judged = replies.of(fold != held_back), replies.of(fold == held_back)
        if train.examples:
            p[fold == held_back] = _fitted(train, rule, fit, seed).yes(judged.x)
    return p


def _lines(p: Mapping[Rule, Vectors], good: NDArray[np.bool_]) -> dict[Rule, float]:
    """The lowest lines, alike for all rules in rank, that stop no more good replies than may be."""
    lines = dict.fromkeys(p, 0.5)
    for share in np.linspace(MOST_STOPPED, 0, 51):
        lines = {rule: max(0.05, float(np.quantile(v[good], 1 - share))) for rule, v in p.items()}
        stopped = np.any([p[rule][good] > line for rule, line in lines.items()], axis=0)
        if stopped.mean() <= MOST_STOPPED:
            break
    return lines


def _figures(replies: _Replies, heads: Mapping[str, Head]) -> dict[str, Any]:
    said = {rule: heads[rule].yes(replies.x) > 0.5 for rule in TONE_RULES}
    stopped = np.any([*said.values()], axis=0)
    bad = np.any([replies.labelled(rule).y == 1 for rule in TONE_RULES], axis=0)
    rules = {}
    for rule, yes in said.items():
        y = replies.labelled(rule).y == 1
        rules[rule.value] = {"replies": int(y.sum()), "found": int((yes & y).sum())}
    return {
        "replies": len(replies.examples),
        "good": int(replies.good.sum()),
        "good_stopped": int((stopped & replies.good).sum()),
        "bad": int(bad.sum()),
        "bad_stopped": int((stopped & bad).sum()),
        "rules": rules,
    }


def _logit(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return float(np.log(p / (1 - p)))
