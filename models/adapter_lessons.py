"""What an encoder is adapted with: passages of mentions and of replies, how often each is shown,
and what it is to the heads that are asked about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from models.arrays import Vectors
from models.dataset import Example, ReplyExample
from models.fitting import Targets
from models.lessons import CLASSES, Lesson, ReplyLesson, class_of, reply_lessons
from models.mention_training import side_of
from models.reading_cache import ReadingCache
from models.tone import TONE_RULES

#: The class of a text of which a head is told nothing.
UNKNOWN = -1
#: Shorter texts are read twice as often: most posts are no longer, and few of ours are as short.
_SHORT = 140


def _default_weights() -> dict[str, float]:
    """Of our own, those that the encoder was tuned with already count half, as `seen` and as
    `seen_replies`."""
    return {"corpus": 2.0, "seen": 0.5, "replies": 3.0, "seen_replies": 0.5, "complaints": 2.0,
            "multipico": 0.6, "isarcasm": 0.3, "potts": 0.3}  # fmt: skip


@dataclass(frozen=True)
class AdapterSettings:
    epochs: int = 2
    batch: int = 32
    max_tokens: int = 128
    learning_rate: float = 3e-3
    warm_up: int = 100
    #: How often an example of a set is drawn in an epoch; sets that are not named here are not.
    weights: Mapping[str, float] = field(default_factory=_default_weights)
    #: How much a head counts; 0.3 for heads not named here.
    heads: Mapping[str, float] = field(
        default_factory=lambda: {"complaint": 1.0, "severity": 0.5, "flippant": 1.0}
    )
    #: How strongly the states of each token, and the precedent embedding, are held to what they
    #: were: gists, quotations and precedents are found by those.
    states_held: float = 0.6
    embedding_held: float = 0.25
    #: How far to go from the values that stand there to those that were learned. Between them a
    #: model errs less on texts of other kinds than at either end (Wortsman et al., CVPR 2022); half
    #: of the way was best on what is held back.
    share: float = 0.5


class Shown(NamedTuple):
    """Text by text."""

    texts: Sequence[str]
    #: What its words speak for: (texts, columns).
    words: Vectors
    #: Head → the class of each, `UNKNOWN` where nothing is told.
    classes: Mapping[str, Targets]
    weights: Sequence[float]


def shown(
    mentions: Sequence[Example],
    replies: Sequence[ReplyExample],
    cache: ReadingCache,
    settings: AdapterSettings,
) -> Shown:
    """Of these, those on the training side of the split."""
    ours = [e for e in mentions if e.split == "train"]
    theirs = [e for e in replies if e.split == "train"]
    side, answers = side_of(ours, "train", cache), reply_lessons(theirs)
    texts = [answer.text for answer in answers]
    said = cache.features(texts, "replies, train") if texts else np.zeros((0, cache.width))
    words = np.vstack([side.x, said])[:, cache.encoder.width :].astype(np.float32)
    weights = [_weight(le, ours[le.example].heads_only, settings) for le in side.lessons]
    weights += [_reply_weight(theirs[a.example].heads_only, settings) for a in answers]
    return Shown(
        [*(le.passage.text for le in side.lessons), *texts],
        words,
        _classes(side.lessons, answers),
        weights,
    )


def _classes(lessons: Sequence[Lesson], replies: Sequence[ReplyLesson]) -> dict[str, Targets]:
    told = {head: [class_of(head, le.labels) for le in lessons] for head in CLASSES}
    found = {head: _known([*of, *[None] * len(replies)]) for head, of in told.items()}
    for rule in TONE_RULES:
        broken = [int(rule in reply.broken_here) for reply in replies]
        found[rule.value] = _known([*[None] * len(lessons), *broken])
    return found


def _known(classes: Sequence[int | None]) -> Targets:
    return np.asarray([UNKNOWN if one is None else one for one in classes], np.int64)


def _weight(lesson: Lesson, unseen: bool, settings: AdapterSettings) -> float:
    ours = lesson.source == "corpus"
    weight = settings.weights.get("seen" if ours and not unseen else lesson.source, 0.0)
    return weight * (2 if ours and len(lesson.passage.text) < _SHORT else 1)


def _reply_weight(unseen: bool, settings: AdapterSettings) -> float:
    return settings.weights.get("replies" if unseen else "seen_replies", 0.0)
