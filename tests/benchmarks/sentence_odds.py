"""Fits the weights of `prompts/gist_odds.py` anew: `python -m tests.benchmarks.sentence_odds`.

`quotes/` holds complaints that were written for this project, each with the passages that a reader
of it would quote with an apology, the best first. Those of the sets `p` and `r` are held back: what
is chosen of them is what `test_quotations.py` reports."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from prompts.gist import all_fit
from prompts.gist_odds import BIAS, WEIGHTS, Pointed, seen_in
from prompts.gist_passages import shared
from prompts.gist_told import Told
from prompts.quoted_sums import Bounds
from triage.complaint import Assessment, Span
from triage.desk import Desk
from triage.mention import Channel, Conversation, Mention

_FOLDER = Path(__file__).parent / "quotes"
_HELD_BACK = frozenset("pr")
#: What a passage counts that a reader would quote as well, beside the best.
_ALSO = 0.5
#: A sentence is quoted if half of it is, or nearly all of the passage stands in it.
_HALF, _NEARLY_ALL = 0.5, 0.8
_PLACE = frozenset({"place", "first", "count", "alone", "of_two"})
_BOUNDS = Bounds(200, private=False)

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Labelled:
    talk: Conversation
    #: Where what a reader would quote stands, the best first.
    quotes: tuple[Span, ...]
    held_back: bool


def labelled() -> Iterator[Labelled]:
    for file in sorted(_FOLDER.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            text = told["text"]
            mention = Mention(told["id"], text, Channel(told["channel"]), file.stem)
            at = [(text.index(quote), len(quote)) for quote in told["quotes"]]
            spans = tuple((start, start + length) for start, length in at)
            yield Labelled(Conversation(mention), spans, told["id"][0] in _HELD_BACK)


def sentences(desk: Desk, of: Sequence[Labelled]) -> Iterator[tuple[dict[str, float], float, bool]]:
    """For each sentence of each of them: what is seen of it, how much a reader would quote it, and
    whether it is held back."""
    assessed = desk.classifier.assess([one.talk for one in of])
    for one, said in zip(of, assessed, strict=True):
        told = _told(one.talk.mention.text, said)
        if told is not None:
            seen = seen_in(told.text, told.sentences, told.pointed, told.lang)
            for sentence, numbers in zip(told.sentences, seen, strict=True):
                yield numbers, _share(sentence, one.quotes), one.held_back


def fitted(seen: Numbers, quoted: Numbers) -> tuple[float, dict[str, float]]:
    """Bias and weights: (sentences, weights) and (sentences,)."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1.0, max_iter=3000)
    twice, kinds = np.vstack([seen, seen]), np.repeat([1, 0], len(quoted))
    model.fit(twice, kinds, sample_weight=np.concatenate([quoted, 1 - quoted]))
    weights = dict(zip(WEIGHTS, map(float, model.coef_[0]), strict=True))
    return float(model.intercept_[0]), weights


def loss(seen: Numbers, quoted: Numbers, bias: float, weights: dict[str, float]) -> float:
    """The mean log loss."""
    log_odds = bias + seen @ np.asarray([weights[name] for name in WEIGHTS])
    surprise = np.logaddexp(0, -log_odds) * quoted + np.logaddexp(0, log_odds) * (1 - quoted)
    return float(surprise.mean())


def loss_of_what_ships(desk: Desk, of: Sequence[Labelled]) -> tuple[float, float]:
    """On what is held back: of the shipped weights, and of new ones for where a sentence stands."""
    found = [*sentences(desk, of)]
    learned, held_back = (_rows(found, held_back=side) for side in (False, True))
    places = [n for n, name in enumerate(WEIGHTS) if name in _PLACE]
    alone = learned[0] * np.isin(np.arange(len(WEIGHTS)), places)
    return loss(*held_back, BIAS, dict(WEIGHTS)), loss(*held_back, *fitted(alone, learned[1]))


def _rows(
    found: Sequence[tuple[dict[str, float], float, bool]], *, held_back: bool
) -> tuple[Numbers, Numbers]:
    some = [(told, quoted) for told, quoted, held in found if held is held_back]
    seen = np.asarray([[float(told[name]) for name in WEIGHTS] for told, _ in some])
    return seen, np.asarray([quoted for _, quoted in some])


def _told(text: str, said: Assessment) -> Told | None:
    """None where nothing of it may be quoted."""
    fit = all_fit(text, said.gist, said.quotable, said.lang, _BOUNDS)
    pointed = Pointed(said.gist, said.quotable, fit)
    return Told(text, said.lang, _BOUNDS, pointed) if fit else None


def _share(sentence: Span, quotes: Sequence[Span]) -> float:
    """1 where the best passage stands in it, less where another does, 0 elsewhere."""
    shares = (_ALSO if n else 1.0 for n, quote in enumerate(quotes) if _stands_in(quote, sentence))
    return max(shares, default=0.0)


def _stands_in(quote: Span, sentence: Span) -> bool:
    common = shared(quote, sentence)
    half = common >= _HALF * (sentence[1] - sentence[0])
    return half or common >= _NEARLY_ALL * (quote[1] - quote[0])


def _main() -> None:
    from service.desk_building import build_desk
    from service.settings import Settings

    found = [*sentences(build_desk(Settings(_env_file=None)), [*labelled()])]
    seen, quoted = _rows(found, held_back=False)
    bias, weights = fitted(seen, quoted)
    print(f"of {len(seen)} sentences: bias {bias:.2f} (shipped {BIAS})")
    for name, weight in weights.items():
        print(f"{name:>14} {weight:6.2f} (shipped {WEIGHTS[name]})")


if __name__ == "__main__":
    _main()
