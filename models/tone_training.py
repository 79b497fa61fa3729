"""Fits the tone model and sets its lines. Needs torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import Vectors
from models.dataset import ReplyExample
from models.encoder import Encoder
from models.fitting import FitSettings, Labelled, fit_head
from models.heads import Head
from models.lessons import ReplyLesson, reply_lessons
from models.reading_cache import ReadingCache
from models.tone import TONE_RULES
from models.word_table import Place
from models.word_training import Told
from triage.errors import UnreadableExamples
from triage.guard import Rule

#: A thousand replies and a head for each fault: little room, much forgetting.
TONE_FIT = FitSettings(hidden=32, dropout=0.5, batch=128, steps=300)
#: The most good replies that all rules together may stop, as a share.
MOST_STOPPED = 0.05
#: What a handful of replies leaves to one rule in the end.
_LOWEST_LINE = 0.05


@dataclass(frozen=True, eq=False)
class _Replies:
    """The passages of replies, with what the encoder read."""

    lessons: Sequence[ReplyLesson]
    x: Vectors

    def labelled(self, rule: Rule) -> Labelled:
        y = np.asarray([rule in le.broken_here for le in self.lessons], np.int64)
        return Labelled(self.x, y, np.ones(len(y), np.float32))

    def loudest(self, p: Vectors) -> Vectors:
        """The highest probability among each reply's passages."""
        first = np.unique([le.example for le in self.lessons], return_index=True)[1]
        found: Vectors = np.maximum.reduceat(p, first)
        return found


def told_by_replies(examples: Sequence[ReplyExample], encoder: Encoder) -> dict[str, Told]:
    """What the training side tells each rule, for the words to learn it too."""
    found = reply_lessons([e for e in examples if e.split == "train"])
    tokens = encoder.tokens([le.text for le in found])
    return {
        rule.value: Told(
            tokens=tokens,
            y=np.asarray([rule in le.broken_here for le in found], np.int64),
            weight=np.ones(len(found), np.float32),
            classes=2,
        )
        for rule in TONE_RULES
    }


def fit_tone(
    examples: Sequence[ReplyExample],
    cache: ReadingCache,
    places: Mapping[str, Place],
    fit: FitSettings,
    seed: int,
) -> dict[str, Head]:
    """One head a rule, 0.5 its line.

    The lines are set on replies that taught neither the heads nor the encoder.
    """
    taught = [e for e in examples if e.split == "train"]
    train = _read(taught, cache, "train")
    missing = [r.value for r in TONE_RULES if not train.labelled(r).y.any()]
    if missing:
        raise UnreadableExamples(f"No reply among the examples is {missing[0]}.")
    kept = [e for e in examples if e.split == "dev"]
    held_back = _read(kept, cache, "dev")
    if not any(e.publishable for e in kept):
        kept, held_back = taught, train
    heads = {
        rule: fit_head(train.labelled(rule), held_back.labelled(rule), 2, places[rule], fit, seed)
        for rule in TONE_RULES
    }
    loudest = {rule: held_back.loudest(heads[rule].yes(held_back.x)) for rule in TONE_RULES}
    lines = lines_of(loudest, kept)
    return {rule.value: heads[rule].calibrated(1.0, -logit_of(lines[rule])) for rule in TONE_RULES}


def _read(examples: Sequence[ReplyExample], cache: ReadingCache, side: str) -> _Replies:
    found = reply_lessons(examples)
    x = cache.features([le.text for le in found], f"replies, {side}")
    return _Replies(found, x)


def lines_of(p: Mapping[Rule, Vectors], held_back: Sequence[ReplyExample]) -> dict[Rule, float]:
    """The lowest lines that together stop no more good replies than may be stopped; `p` is what is
    heard in each of those held back.

    A rule may stop as much as it has to catch: jokes are the most frequent fault and get the most
    of what may be stopped.
    """
    good = np.asarray([e.publishable for e in held_back], bool)
    counts = {rule: max(1, sum(rule in e.rules for e in held_back)) for rule in p}
    most = max(counts.values())
    lines = dict.fromkeys(p, 0.5)
    for share in np.linspace(MOST_STOPPED, 0, 101):
        lines = {
            rule: max(_LOWEST_LINE, float(np.quantile(v[good], 1 - share * counts[rule] / most)))
            for rule, v in p.items()
        }
        stopped = np.any([p[rule][good] > line for rule, line in lines.items()], axis=0)
        if stopped.mean() <= MOST_STOPPED:
            break
    return lines


def logit_of(p: float) -> float:
    """Within what a float of 32 bits can tell from 0 and 1."""
    p = min(max(p, 1e-6), 1 - 1e-6)
    return float(np.log(p / (1 - p)))
