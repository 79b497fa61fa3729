"""What the heads say of a mention: the strongest of its passages decides."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from models.arrays import Vectors
from models.complaint_letters import ComplaintLetters
from models.encoder import Read
from models.heads import Head, sigmoid
from models.passages import Passage
from models.quotable import Heard
from triage.complaint import Sentiment, Span, Topic

SENTIMENTS: tuple[Sentiment, ...] = get_args(Sentiment)
_POSITIVE = SENTIMENTS.index("positive")
#: The topics a complaint can have; `none` belongs to what is no complaint.
TOPICS = tuple(topic for topic in Topic if topic is not Topic.NONE)
#: The severities a complaint can have; 0 belongs to what is no complaint.
SEVERITIES = (1, 2, 3, 4)
BINARY_HEADS = ("complaint", "ironic", "urgent", "needs_reply")
#: More passages than this weigh no more: in a very long text a clear complaint still counts.
MOST_RIVALS = 8
#: From this probability on it may be one all the same, and whoever answers it finds what to quote:
#: of 557 of the corpus's mentions from here to the threshold 131 are complaints.
MAY_BE_ONE = 0.15
#: From so many passages of a long text a reply may quote.
MOST_QUOTED = 2


@dataclass(frozen=True)
class Thresholds:
    """From which probability on the answer is yes; chosen on held-back mentions."""

    #: Low: a missed complaint costs more than a false alarm.
    complaint: float
    ironic: float
    urgent: float
    needs_reply: float
    #: Severity 4 from this probability on, though a lower one may be likelier.
    critical: float
    #: Below that, the severity that so large a share of the distribution does not exceed: 0.5 is
    #: its middle, and more is right where one too low costs more than one too high.
    severity: float = 0.5


@dataclass(frozen=True)
class Verdict:
    """As `Assessment` has it; and what may be quoted."""

    p_complaint: float
    complaint: bool
    sentiment: Sentiment
    p_sentiment: Mapping[str, float]
    p_ironic: float
    severity: int
    topic: Topic
    p_topic: float
    urgent: bool
    needs_reply: bool
    #: What it is judged by: a complaint by its strongest passage, anything else by all of them.
    judged: tuple[Read, ...]
    #: What may be quoted from where it is a complaint or may be one, the strongest first.
    told: tuple[tuple[Passage, Read, Heard], ...]


@dataclass(frozen=True, eq=False)
class Judge:
    heads: Mapping[str, Head]
    thresholds: Thresholds
    #: None for a model whose complaints go by what the encoder reads alone.
    letters: ComplaintLetters | None = None

    def verdict(self, passages: Sequence[Passage], reads: Sequence[Read]) -> Verdict:
        """Of a mention in one or more passages."""
        x = np.stack([read.features for read in reads])
        by_head = self.heads["complaint"].logits(x)[:, 0]
        by_passage = self._complaint(by_head, passages)
        strongest = int(by_passage.argmax())
        p_complaint = one_of(float(by_passage[strongest]), len(passages))
        complaint = p_complaint >= self.thresholds.complaint
        may_be = p_complaint >= min(self.thresholds.complaint, MAY_BE_ONE)
        most = np.argsort(-by_passage, kind="stable")[:MOST_QUOTED]
        judged = [*reads]
        if complaint:
            x, judged = x[strongest : strongest + 1], [reads[strongest]]
        p_sentiment = self.heads["sentiment"].probabilities(x).mean(axis=0)
        p_ironic = float(self.heads["ironic"].yes(x).mean())
        topic, p_topic = self._topic(x)
        # As what chooses among quotations learned it: by the head alone.
        heard = float(sigmoid(by_head[strongest]))
        first = Heard(heard, p_ironic, float(p_sentiment[_POSITIVE]))
        return Verdict(
            p_complaint=p_complaint,
            complaint=complaint,
            sentiment=SENTIMENTS[int(p_sentiment.argmax())],
            p_sentiment=dict(zip(SENTIMENTS, map(float, p_sentiment), strict=True)),
            p_ironic=p_ironic,
            severity=self._severity(x) if complaint else 0,
            topic=topic if complaint else Topic.NONE,
            p_topic=p_topic,
            urgent=self._says_yes("urgent", x, self.thresholds.urgent),
            needs_reply=self._says_yes("needs_reply", x, self.thresholds.needs_reply),
            judged=tuple(judged),
            told=self._told([(passages[i], reads[i]) for i in most], first) if may_be else (),
        )

    def _complaint(self, by_head: Vectors, passages: Sequence[Passage]) -> Vectors:
        """(passages,): the probability, by what the head says in log-odds, and the letters."""
        if self.letters is None:
            return sigmoid(by_head)
        return sigmoid(self.letters.beside(by_head, [passage.text for passage in passages]))

    def _told(
        self, parts: Sequence[tuple[Passage, Read]], first: Heard
    ) -> tuple[tuple[Passage, Read, Heard], ...]:
        heard = [first, *heard_in(self.heads, [read for _, read in parts[1:]])]
        return tuple((*part, of) for part, of in zip(parts, heard, strict=True))

    def _severity(self, x: Vectors) -> int:
        """A little above the middle of the distribution, so that a guess is rarely off by two."""
        p = self.heads["severity"].probabilities(x)[0]
        if p[-1] >= self.thresholds.critical:
            return SEVERITIES[-1]
        below = p[:-1].cumsum() < p[:-1].sum() * self.thresholds.severity
        return SEVERITIES[:-1][int(below.sum())]

    def _topic(self, x: Vectors) -> tuple[Topic, float]:
        """The likeliest one, and how likely it is."""
        p = self.heads["topic"].probabilities(x)[0]
        return TOPICS[int(p.argmax())], float(p.max())

    def _says_yes(self, head: str, x: Vectors, threshold: float) -> bool:
        return bool(self.heads[head].yes(x).max() >= threshold)

    def evidence(self, passage: Passage, pieces: Vectors) -> Span:
        """The strongest of its pieces, by their features, and its neighbours as long as they too
        sound like a complaint; in the mention's text."""
        p = self.heads["complaint"].yes(pieces)
        first = last = int(p.argmax())
        while first > 0 and p[first - 1] >= self.thresholds.complaint:
            first -= 1
        while last + 1 < len(p) and p[last + 1] >= self.thresholds.complaint:
            last += 1
        return passage.spans[first][0], passage.spans[last][1]


def heard_in(heads: Mapping[str, Head], reads: Sequence[Read]) -> list[Heard]:
    """What is heard in passages beside their words."""
    if not reads:
        return []
    x = np.stack([read.features for read in reads])
    complaint, ironic = (heads[head].yes(x) for head in ("complaint", "ironic"))
    positive = heads["sentiment"].probabilities(x)[:, _POSITIVE]
    return [Heard(*map(float, of)) for of in zip(complaint, ironic, positive, strict=True)]


def one_of(p: float, passages: int) -> float:
    """The probability of the strongest of so many passages, as one of a mention alone.

    Of many passages one sounds like a complaint by chance: its odds are divided by their number
    to the power of 0.7. Measured on 99 posts, test ones among them: 94 % of those with a complaint
    are found, and 57 % of those without are called one.

    >>> one_of(0.9, 1), round(one_of(0.9, 4), 2), one_of(0.9, 99) == one_of(0.9, 8)
    (0.9, 0.77, True)
    """
    if passages < 2:
        return p
    odds = p / max(1e-9, 1 - p) / math.pow(min(passages, MOST_RIVALS), 0.7)
    return odds / (1 + odds)
