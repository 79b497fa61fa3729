"""Fits what runs of letters in a mention say of `complaint`. Needs the extra `kulanz[train]`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scipy.sparse import diags

from models.arrays import Vectors
from models.complaint_letters import ComplaintLetters, letter_buckets
from models.dataset import Examples, Split
from models.fitting import fit_scales
from models.folder import COMPLAINT_LETTERS, ModelFolder, write_config
from models.lessons import Lesson, class_of, lessons
from models.letter_fitting import STEPS, presence, rarity_of
from models.mention_training import Side, calibrating, side_of
from models.reading_cache import ReadingCache
from models.steps import in_steps

#: Fewer passages teach no letters.
ENOUGH = 2000
_HEAD = "complaint"


def _default_weights() -> dict[str, float]:
    """What people really wrote counts so much that it gains too: from our own mentions alone its
    complaints were told worse than before. Reviews only season it."""
    return {"complaints": 4.0, "skytrax": 0.2}


@dataclass(frozen=True)
class ComplaintLettersSettings:
    """Tried on held-back mentions: half or twice as free, runs of two to six letters, twice as many
    buckets, words beside them: they differ little."""

    #: How freely they may speak: the inverse of the penalty on their weights.
    freedom: float = 2.0
    #: A bucket of fewer texts is a text's own.
    fewest: int = 3
    most_steps: int = 300
    #: How much an example of a set counts; 1 for sets not named here.
    weights: Mapping[str, float] = field(default_factory=_default_weights)


def put_complaint_letters(
    examples: Examples, out: Path, cache: ReadingCache, letters: ComplaintLetters
) -> ComplaintLetters:
    """Into the folder, weighed against its head by what is held back; as given where that does not
    hold both complaints and others."""
    folder = ModelFolder.open(out)
    dev = side_of(examples.mentions, "dev", cache)
    held_back = calibrating(_HEAD, dev, dev)
    if _has_both(held_back.lessons):
        letters = weighed(letters, folder.mention_heads()[_HEAD].logits(held_back.x), held_back)
    letters.save(out / COMPLAINT_LETTERS)
    write_config(out, folder.config)
    return letters


def lacking(examples: Examples) -> str:
    """What there is too little of to learn letters from, in a sentence; empty where enough is."""
    told = telling(examples, "train")
    if len(told) < ENOUGH:
        return f"Only {len(told)} passages to learn letters from; it takes {ENOUGH}."
    if not (_has_both(told) and _has_both(telling(examples, "dev"))):
        return "Letters take complaints and others to learn from, and both among the held-back."
    return ""


def fit_complaint_letters(
    told: Sequence[Lesson], settings: ComplaintLettersSettings
) -> ComplaintLetters:
    """From passages on the training side, all of which say whether they are complaints."""
    # Here and not above: it takes a second, which nobody needs who reads with them.
    from sklearn.linear_model import LogisticRegression

    x = presence([letter_buckets(lesson.passage.text) for lesson in told])
    rarity = rarity_of(x, settings.fewest)
    learner = LogisticRegression(C=settings.freedom, max_iter=settings.most_steps)
    y = [class_of(_HEAD, lesson.labels) for lesson in told]
    weight = [settings.weights.get(lesson.source, 1.0) for lesson in told]
    learner.fit(x @ diags(rarity), y, sample_weight=weight)
    scores, step = in_steps(learner.coef_[0] * rarity, STEPS)
    return ComplaintLetters(scores, step, shift=float(learner.intercept_[0]))


def weighed(letters: ComplaintLetters, odds: Vectors, held_back: Side) -> ComplaintLetters:
    """With as much of the head, of which these are the log-odds (passages, 1), and of the letters
    as have the least loss on what is held back."""
    alone = replace(letters, share=0.0, shift=0.0)
    said = alone.read([lesson.passage.text for lesson in held_back.lessons])[:, None]
    scales = fit_scales(odds, said, held_back.labelled(_HEAD, {}).y)
    return replace(alone, step=alone.step * scales.words, share=scales.states, shift=scales.shift)


def telling(examples: Examples, split: Split) -> list[Lesson]:
    """The passages on that side that say whether they are complaints."""
    found = lessons([e for e in examples.mentions if e.split == split])
    return [lesson for lesson in found if class_of(_HEAD, lesson.labels) is not None]


def _has_both(told: Sequence[Lesson]) -> bool:
    return len({class_of(_HEAD, lesson.labels) for lesson in told}) > 1
