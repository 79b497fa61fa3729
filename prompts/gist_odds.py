"""How likely a careful reader would quote a sentence of a complaint.

The weights are those of a logistic regression over 1,980 complaints, half of them German, of which
a reader had named the best words to quote: `tests/benchmarks/sentence_odds.py` fits them anew."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from prompts.gist_passages import Quoted, shared
from prompts.gist_praise import is_friendly
from prompts.gist_sentences import is_beside_it
from prompts.gist_telling import names_a_fault, pleads, says_it_is_wrong, shows_signs
from triage.complaint import Span

BIAS = 1.02
#: What each counts in the log-odds that a sentence is quoted.
WEIGHTS: Mapping[str, float] = {
    # Where it stands: 0 is the first, 1 the last of those looked at, and of how many; from eight on
    # of many.
    "place": -2.05, "first": -1.57, "count": -2.17, "alone": 1.81, "of_two": 0.28,
    # Whether the passages that may be quoted, those that the model would quote, and its gist stand
    # in it.
    "best_fit": 0.64, "best": 0.66, "next_best": 0.18, "gist": 0.96, "also_gist": 0.33,
    # What it tells.
    "fault": 0.61, "wrong": 0.6, "friendly": -1.28, "beside_it": -0.94, "pleads": -1.02,
    # How long it is, 1 for twenty words.
    "words": 1.02,
    # Whether the one before it and the one behind it show signs of a fault.
    "fault_before": -0.19, "fault_behind": -0.2,
}  # fmt: skip
_MANY, _LONG, _TWICE = 8, 20, 2.0


class Pointed(NamedTuple):
    """What the model points at in a text, and what of it may be quoted; each the best first."""

    gist: Sequence[Span]
    quotable: Sequence[Span]
    fit: Sequence[Quoted]


def odds_of(text: str, sentences: Sequence[Span], pointed: Pointed, lang: str) -> list[float]:
    """For each of these sentences in a row the probability that it is quoted."""
    told = seen_in(text, sentences, pointed, lang)
    log_odds = (BIAS + sum(WEIGHTS[name] * one[name] for name in WEIGHTS) for one in told)
    return [1 / (1 + math.exp(-odds)) for odds in log_odds]


def seen_in(
    text: str, sentences: Sequence[Span], pointed: Pointed, lang: str
) -> list[dict[str, float]]:
    """For each of them what holds of `WEIGHTS`."""
    signs = [False, *(shows_signs(text[start:end], lang) for start, end in sentences), False]
    return [
        _seen(text, sentences, n, pointed, lang)
        | {"fault_before": float(signs[n]), "fault_behind": float(signs[n + 2])}
        for n in range(len(sentences))
    ]


def _seen(
    text: str, sentences: Sequence[Span], n: int, pointed: Pointed, lang: str
) -> dict[str, float]:
    """What of it holds for the sentence itself."""
    span = sentences[n]
    return _place(n, len(sentences)) | _pointed_at(span, pointed) | _telling(text, span, lang)


def _place(n: int, count: int) -> dict[str, float]:
    return {
        "place": n / max(1, count - 1),
        "first": n == 0,
        "count": min(count, _MANY) / _MANY,
        "alone": count == 1,
        "of_two": count == 2,
    }


def _pointed_at(span: Span, pointed: Pointed) -> dict[str, float]:
    fit = _first_in([quoted.span for quoted in pointed.fit], span)
    best, gist = _first_in(pointed.quotable, span), _first_in(pointed.gist, span)
    return {
        "best_fit": fit == 0,
        "best": best == 0,
        "next_best": best == 1,
        "gist": gist == 0,
        "also_gist": gist in (1, 2),
    }


def _telling(text: str, span: Span, lang: str) -> dict[str, float]:
    said = text[slice(*span)].strip()
    return {
        "fault": names_a_fault(said, lang),
        "wrong": says_it_is_wrong(said, lang),
        "friendly": is_friendly(said, lang),
        "beside_it": is_beside_it(text, span),
        "pleads": pleads(said),
        "words": min(len(said.split()) / _LONG, _TWICE),
    }


def _first_in(spans: Sequence[Span], sentence: Span) -> int | None:
    """The first of them that stands, or a part of it, in that sentence."""
    within = (n for n, span in enumerate(spans) if shared(span, sentence))
    return next(within, None)
