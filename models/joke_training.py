"""Teaches which sentence or clause of a reply jokes, and how much that counts. Needs torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from models.arrays import Vectors
from models.dataset import ReplyExample
from models.encoder import Encoder
from models.heads import sigmoid
from models.jokes import JokeHead, beside_whole
from models.learning import drawn
from models.passages import reply_passages
from models.tone import TONE_RULES, HeadToneModel
from models.tone_locator_training import broken_pieces
from models.tone_training import logit_of
from triage.guard import TONE_FOUND, Rule

#: With fewer jokes to learn from, or good replies to draw the line by, there is no such head.
ENOUGH, GOOD_ENOUGH = 200, 60
#: The most good replies that all tone together may stop, as a share: the guard lets nine of ten
#: through, and its other rules stop one in fifty.
_MAY_STOP = 0.075
_AT_ONCE = 256
_APOLOGY = {"de": "Das tut mir leid.", "en": "I'm sorry."}
_RULE = TONE_RULES.index(Rule.FLIPPANT)


@dataclass(frozen=True)
class JokeSettings:
    """Tried on held-back replies: the states behind other layers, several together, the last ones
    beside them, a net of 16 or 64: no better."""

    hidden: int = 32
    dropout: float = 0.3
    #: Of what the encoder says: each piece is to be understood from several of its numbers.
    forgotten: float = 0.3
    epochs: int = 20
    batch: int = 128
    learning_rate: float = 2e-3
    weight_decay: float = 0.3
    #: The weights kept are a mean of all, of which each counts so much less than the next.
    kept: float = 0.995


class _Net(nn.Module):
    """As `JokeHead` has it."""

    def __init__(self, width: int, settings: JokeSettings) -> None:
        super().__init__()
        self.first = nn.Linear(width, settings.hidden)
        self.last = nn.Linear(settings.hidden, 1)
        self.dropout, self.forgets = nn.Dropout(settings.dropout), nn.Dropout(settings.forgotten)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        hidden = self.dropout(functional.relu(self.first(self.forgets(x))))
        out: torch.Tensor = self.last(hidden)[:, 0]
        return out

    def head(self) -> JokeHead:
        return JokeHead(
            tuple(
                (la.weight.detach().numpy().T.copy(), la.bias.detach().numpy().copy())
                for la in (self.first, self.last)
            )
        )


@dataclass(frozen=True, eq=False)
class Pieces:
    """Sentences and clauses of which it is known whether they joke."""

    x: Vectors
    joking: Vectors

    @property
    def jokes(self) -> int:
        return int(self.joking.sum())


def told_pieces(examples: Sequence[ReplyExample], encoder: Encoder) -> Pieces:
    """Those of all replies but of the ones that joke nobody said where."""
    told = [e for e in examples if Rule.FLIPPANT not in e.rules or e.evidence.get(Rule.FLIPPANT)]
    x, joking = [], []
    # What the encoder makes of all of them would take gigabytes.
    for start in range(0, len(told), _AT_ONCE):
        some = told[start : start + _AT_ONCE]
        cut = [reply_passages(example.utterance) for example in some]
        reads = iter(encoder.read([part.text for parts in cut for part in parts]))
        for example, parts in zip(some, cut, strict=True):
            x += [beside_whole(encoder, part, next(reads)) for part in parts]
            spans = [span for part in parts for span in part.spans]
            joking.append(broken_pieces(Rule.FLIPPANT, example, spans))
    if not x:
        return Pieces(np.zeros((0, 0), np.float32), np.zeros(0, np.float32))
    return Pieces(np.concatenate(x), np.concatenate(joking))


def tersely(examples: Sequence[ReplyExample]) -> list[ReplyExample]:
    """Each that jokes or is good as the shortest replies there are: an apology, and the joke or one
    piece of it. Most of what people label is longer, and a quip is often not."""
    told = [e for e in examples if e.publishable or Rule.FLIPPANT in e.rules]
    return [_terse(example, words) for example in told for words in _said(example)]


def _said(example: ReplyExample) -> list[str]:
    """The joke, if it is known where it is; of a good reply each piece."""
    if Rule.FLIPPANT in example.rules:
        return [*filter(None, [example.evidence.get(Rule.FLIPPANT)])]
    spans = (span for part in reply_passages(example.utterance) for span in part.spans)
    return [example.utterance.reply[slice(*span)] for span in spans]


def _terse(example: ReplyExample, words: str) -> ReplyExample:
    reply = f"{_APOLOGY.get(example.utterance.lang, _APOLOGY['en'])} {words}"
    return replace(example, utterance=replace(example.utterance, reply=reply))


def fit_jokes(train: Pieces, settings: JokeSettings, seed: int) -> JokeHead:
    torch.manual_seed(seed)
    x, joking = torch.from_numpy(train.x), torch.from_numpy(train.joking)
    net = _Net(x.shape[1], settings)
    average = get_ema_multi_avg_fn(settings.kept)  # type: ignore[no-untyped-call]
    kept = AveragedModel(net, multi_avg_fn=average)
    optimiser = torch.optim.AdamW(net.parameters(), weight_decay=settings.weight_decay)
    batches = list(drawn(range(len(x)), settings.epochs, settings.batch, seed))
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, settings.learning_rate, len(batches))
    net.train()
    for batch in batches:
        optimiser.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(net(x[batch]), joking[batch])
        torch.autograd.backward(loss)
        optimiser.step()
        pace.step()
        kept.update_parameters(net)
    return cast(_Net, kept.module).head()


def weighed(jokes: JokeHead, others: HeadToneModel, held_back: Sequence[ReplyExample]) -> JokeHead:
    """With as much to say as what the `others` hear together has, and the line of all that stops as
    many good replies of what is held back as may be stopped. Fitted to tell jokes best, it counted
    more, told them no better, and overruled what the others were surest of."""
    utterances = [example.utterance for example in held_back]
    heard = others.odds(utterances)
    own = others.loudest_joke(utterances, jokes)
    share = float(heard[:, _RULE].std() / max(float(own.std()), 1e-6))
    good = np.asarray([example.publishable for example in held_back])
    elsewhere = np.delete(sigmoid(heard), _RULE, axis=1).max(axis=1) >= TONE_FOUND
    together = heard[:, _RULE] + own * share
    return jokes.counting(share, -_line(together[good], elsewhere[good]))


def _line(together: Vectors, elsewhere: NDArray[np.bool_]) -> float:
    """The lowest line of good replies' odds that stops, with those stopped elsewhere, no more than
    may be."""
    left = np.sort(together[~elsewhere])[::-1]
    may = int(_MAY_STOP * len(together)) - int(elsewhere.sum())
    return float(left[max(0, min(may, len(left) - 1))]) if len(left) else logit_of(1.0)
