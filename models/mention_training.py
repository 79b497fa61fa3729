"""Fits the heads that assess mentions, and sets the thresholds. Needs torch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import Vectors
from models.dataset import Example, Split
from models.encoder import Encoder
from models.fitting import (
    FitSettings,
    Labelled,
    Targets,
    best_f1_threshold,
    break_even,
    fit_head,
)
from models.heads import Head
from models.lessons import CLASSES, Lesson, class_of, lessons
from models.reading_cache import ReadingCache
from models.verdict import Thresholds
from models.word_table import Place
from models.word_training import Told
from triage.errors import UnreadableExamples

#: Sets whose mentions are like the ones we get: they calibrate, and set the thresholds.
OURS = ("corpus", "replay")
#: With fewer of ours held back, all that is held back calibrates.
ENOUGH_OF_OURS = 30
#: From so many on, a company's own past alone says how often what comes true there.
ENOUGH_OF_THEIRS = 100
#: And so many of each class.
ENOUGH_OF_EACH = 10


@dataclass(frozen=True, eq=False)
class Side:
    """The lessons on one side of the split, with their features."""

    lessons: Sequence[Lesson]
    x: Vectors

    def of(self, rows: Sequence[int]) -> Side:
        return Side([self.lessons[i] for i in rows], self.x[list(rows)])

    def telling(self, head: str) -> Side:
        """Only the lessons that say something to this head."""
        known = (class_of(head, lesson.labels) is not None for lesson in self.lessons)
        return self.of([i for i, says in enumerate(known) if says])

    def of_sets(self, sets: Collection[str]) -> Side:
        return self.of([i for i, lesson in enumerate(self.lessons) if lesson.source in sets])

    def labelled(self, head: str, weights: Mapping[str, float]) -> Labelled:
        return Labelled(
            x=self.x,
            y=np.asarray([class_of(head, lesson.labels) for lesson in self.lessons], np.int64),
            weight=np.asarray([weights.get(le.source, 1.0) for le in self.lessons], np.float32),
        )

    def beside(self, other: Side) -> Side:
        return Side([*self.lessons, *other.lessons], np.vstack([self.x, other.x]))

    def strongest(self, head: str, p: Vectors) -> tuple[Vectors, Targets]:
        """The highest probability among each mention's passages, and the mention's class."""
        best: dict[int, float] = {}
        label: dict[int, int] = {}
        for lesson, probability in zip(self.lessons, p.tolist(), strict=True):
            best[lesson.example] = max(best.get(lesson.example, 0.0), probability)
            label[lesson.example] = class_of(head, lesson.labels) or 0
        return np.asarray([*best.values()], np.float32), np.asarray([*label.values()], np.int64)


def side_of(examples: Sequence[Example], split: Split, cache: ReadingCache) -> Side:
    """Read set by set, so that a set that grows leaves the others in the cache."""
    found = lessons([e for e in examples if e.split == split])
    rows = np.zeros((len(found), cache.width), np.float32)
    for source in sorted({lesson.source for lesson in found}):
        at = [i for i, lesson in enumerate(found) if lesson.source == source]
        x = cache.features([found[i].passage.text for i in at], f"{source}, {split}")
        rows[at] = x
    return Side(found, rows)


def unseen_by_encoder(examples: Sequence[Example], cache: ReadingCache) -> Side:
    """What no encoder was tuned with, though it may teach: what is held back, and what is kept from
    encoders."""
    kept = [e for e in examples if e.heads_only]
    return side_of(examples, "dev", cache).beside(side_of(kept, "train", cache))


def told_by_mentions(
    examples: Sequence[Example], encoder: Encoder, weights: Mapping[str, float]
) -> dict[str, Told]:
    """What the training side tells each head, for the words to learn it too."""
    found = lessons([e for e in examples if e.split == "train"])
    tokens = encoder.tokens([lesson.passage.text for lesson in found])
    told = {}
    for head, classes in CLASSES.items():
        known = {i: c for i, le in enumerate(found) if (c := class_of(head, le.labels)) is not None}
        told[head] = Told(
            tokens=[tokens[i] for i in known],
            y=np.asarray([*known.values()], np.int64),
            weight=np.asarray([weights.get(found[i].source, 1.0) for i in known], np.float32),
            classes=len(classes),
        )
    return told


def fit_heads(
    train: Side,
    dev: Side,
    places: Mapping[str, Place],
    *,
    weights: Mapping[str, float],
    fit: FitSettings,
    seed: int,
) -> tuple[dict[str, Head], dict[str, Side]]:
    """Every head, and for each the held-back mentions it was calibrated on.

    Raises UnreadableExamples when a head has nothing to learn from.
    """
    heads, calibrated_on = {}, {}
    for head, classes in CLASSES.items():
        learned = train.telling(head).labelled(head, weights)
        if len(np.unique(learned.y)) < 2:
            raise UnreadableExamples(f"These examples tell no two classes of `{head}` apart.")
        held_back = calibrating(head, train, dev)
        heads[head] = fit_head(
            learned, held_back.labelled(head, {}), len(classes), places[head], fit, seed
        )
        calibrated_on[head] = held_back
    return heads, calibrated_on


def calibrating(head: str, train: Side, dev: Side) -> Side:
    """What a head is calibrated on, of what is held back."""
    telling = dev.telling(head)
    theirs, ours = telling.of_sets(("replay",)), telling.of_sets(OURS)
    if len(theirs.lessons) >= ENOUGH_OF_THEIRS and _has_each(head, theirs):
        return _theirs_twice(telling)
    if len(ours.lessons) >= ENOUGH_OF_OURS:
        return ours
    # A handful of examples has nothing to hold back: the head is then judged by its own.
    return telling if telling.lessons else train.telling(head)


def _theirs_twice(telling: Side) -> Side:
    """Ours, and beside it their own past so often that it counts twice as much: alone it would
    unteach what ours are there for, such as irony; not repeated it would be drowned."""
    where = {source: [i for i, lesson in enumerate(telling.lessons) if lesson.source == source]
             for source in OURS}  # fmt: skip
    times = max(1, round(2 * len(where["corpus"]) / len(where["replay"])))
    return telling.of([*where["corpus"], *where["replay"] * times])


def _has_each(head: str, side: Side) -> bool:
    counts = Counter(class_of(head, lesson.labels) for lesson in side.lessons)
    return all(counts[i] >= ENOUGH_OF_EACH for i in range(len(CLASSES[head])))


@dataclass(frozen=True)
class MissedCosts:
    """How many false alarms a missed one is worth."""

    complaint: float = 1.1
    #: Irony seen where none is sets the wrong tone; the guard is strict without it too.
    irony: float = 1.25
    danger: float = 4.0
    #: A severity too low, in severities too high.
    severity: float = 1.8


def thresholds(
    heads: Mapping[str, Head], held_back: Mapping[str, Side], missed: MissedCosts
) -> Thresholds:
    """By the costs of what is missed or graded too low; elsewhere by F1.

    The probabilities are calibrated, so the costs alone say where the line is: a threshold read
    off a few hundred held-back mentions wanders.
    """
    strongest = {
        head: held_back[head].strongest(head, heads[head].yes(held_back[head].x))
        for head in ("urgent", "needs_reply")
    }
    return Thresholds(
        complaint=break_even(missed.complaint),
        ironic=break_even(missed.irony),
        urgent=best_f1_threshold(*strongest["urgent"]),
        needs_reply=best_f1_threshold(*strongest["needs_reply"]),
        critical=break_even(missed.danger),
        severity=round(1 - break_even(missed.severity), 3),
    )
