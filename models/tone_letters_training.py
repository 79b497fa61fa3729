"""Fits what runs of letters say of a reply's tone. Needs the extra `kulanz[train]`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from models.arrays import Vectors
from models.dataset import ReplyExample
from models.heads import sigmoid
from models.passages import reply_passages
from models.tone import TONE_RULES, told
from models.tone_letters import LONGEST, SHORTEST, LetterTable, ToneLetters, as_read
from models.tone_training import lines_of, logit_of
from triage.guard import Rule

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer

#: With fewer replies to learn from, or good ones to draw the lines by, there are no letters.
ENOUGH, GOOD_ENOUGH = 500, 60
#: A run that fewer texts have is a text's own.
_FEWEST = 3
#: Jokes are the fault that is told by few words at a time: their runs are kept before others'.
_FIRST, _OTHERS = 1.5, 0.8


@dataclass(frozen=True)
class LettersSettings:
    """Tried on held-back replies: twice or half as many runs, and as free, differ by chance."""

    #: So many runs are known, in each table.
    runs: int = 4000
    #: How freely they may speak: the inverse of the penalty on their weights.
    freedom: float = 16.0
    #: The same of pieces, of which there are more.
    freedom_of_pieces: float = 4.0
    most_steps: int = 600


def fit_letters(train: Sequence[ReplyExample], settings: LettersSettings) -> ToneLetters:
    """From replies on the training side, each of which may break several rules."""
    texts = [as_read(e.utterance.reply) for e in train]
    broken = {rule: np.asarray([rule in e.rules for e in train]) for rule in TONE_RULES}
    pieces = [(e, span) for e in train for p in reply_passages(e.utterance) for span in p.spans]
    said = [as_read(e.utterance.reply[slice(*span)]) for e, span in pieces]
    by_piece = {
        rule: np.asarray([_is_broken_in(e, rule, *span) for e, span in pieces])
        for rule in TONE_RULES
    }
    return ToneLetters(
        _fitted(texts, broken, settings.freedom, settings),
        _fitted(said, by_piece, settings.freedom_of_pieces, settings),
    )


def with_lines(
    letters: ToneLetters, heard: Vectors, held_back: Sequence[ReplyExample]
) -> ToneLetters:
    """Shifted so that 0.5 is the line of heads and letters together; `heard` is what the heads
    alone say of the replies held back: (replies, rules), in log-odds."""
    both = sigmoid(heard + letters.odds([told(e.utterance) for e in held_back]))
    lines = lines_of({rule: both[:, n] for n, rule in enumerate(TONE_RULES)}, held_back)
    shift = np.asarray([logit_of(lines[r]) for r in TONE_RULES], np.float32)
    return replace(letters, whole=replace(letters.whole, bias=letters.whole.bias - shift))


def _is_broken_in(example: ReplyExample, rule: Rule, start: int, end: int) -> bool:
    """Where nobody said in which words, in all of them."""
    words = example.evidence.get(rule, "")
    at = example.utterance.reply.find(words) if words else 0
    return rule in example.rules and (not words or (at < end and start < at + len(words)))


def _fitted(
    texts: Sequence[str],
    broken: Mapping[Rule, NDArray[np.bool_]],
    freedom: float,
    settings: LettersSettings,
) -> LetterTable:
    every = _rarity(min_df=_FEWEST)
    x = every.fit_transform(texts)
    names = every.get_feature_names_out()
    first = _weights(x, broken, freedom, settings)[0]
    counted = [_FIRST if rule is Rule.FLIPPANT else _OTHERS for rule in TONE_RULES]
    needed = (np.abs(first) * np.asarray(counted)).max(axis=1)
    kept = sorted(names[np.argsort(-needed, kind="stable")[: settings.runs]])
    known = _rarity(vocabulary=kept)
    weights, bias = _weights(known.fit_transform(texts), broken, freedom, settings)
    runs = {run: row for row, run in enumerate(kept)}
    return LetterTable(runs, known.idf_.astype(np.float32), weights, bias)


def _rarity(**more: Any) -> TfidfVectorizer:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        analyzer="char", ngram_range=(SHORTEST, LONGEST), sublinear_tf=True, lowercase=False, **more
    )


def _weights(
    x: Any, broken: Mapping[Rule, NDArray[np.bool_]], freedom: float, settings: LettersSettings
) -> tuple[Vectors, Vectors]:
    """(runs, rules) and (rules,)."""
    from sklearn.linear_model import LogisticRegression

    fits = [
        LogisticRegression(C=freedom, max_iter=settings.most_steps, class_weight="balanced").fit(
            x, broken[rule]
        )
        for rule in TONE_RULES
    ]
    weights = np.stack([fit.coef_[0] for fit in fits], axis=1).astype(np.float32)
    return weights, np.asarray([fit.intercept_[0] for fit in fits], np.float32)
