"""Assesses conversations: the strongest passage of a mention decides, and is the evidence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import numpy as np

from models.arrays import Vectors
from models.encoder import Encoder, Read
from models.folder import ModelFolder, is_foreign
from models.heads import Head
from models.language import language_of
from models.passages import Passage, passages
from models.pointer import Pointer
from models.quotable import Heard
from models.text import says_something
from triage.complaint import Assessment, Sentiment, Span, Topic
from triage.errors import UnreadableModel
from triage.mention import Conversation

if TYPE_CHECKING:
    from triage.ports import Classifier

SENTIMENTS: tuple[Sentiment, ...] = get_args(Sentiment)
_POSITIVE = SENTIMENTS.index("positive")
#: From so many passages of a long text a reply may quote.
MOST_QUOTED = 2
#: The topics a complaint can have; `none` belongs to what is no complaint.
TOPICS = tuple(topic for topic in Topic if topic is not Topic.NONE)
#: The severities a complaint can have; 0 belongs to what is no complaint.
SEVERITIES = (1, 2, 3, 4)
#: More passages than this weigh no more: in a very long text a clear complaint still counts.
MOST_RIVALS = 8
BINARY_HEADS = ("complaint", "ironic", "urgent", "needs_reply")


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


@dataclass(frozen=True, eq=False)
class ComplaintClassifier:
    model: str
    encoder: Encoder
    heads: Mapping[str, Head]
    thresholds: Thresholds
    #: As `Assessment.encoder` has it.
    embeds_as: str = ""
    #: None for a model that was not taught to point.
    pointer: Pointer | None = None

    @classmethod
    def load(cls, path: Path, *, threads: int = 1) -> ComplaintClassifier:
        """Raises UnreadableModel when a file is missing, damaged or of another format."""
        folder = ModelFolder.open(path)
        return cls(
            model=folder.model,
            encoder=folder.encoder(threads),
            heads=folder.mention_heads(),
            thresholds=Thresholds(**folder.config["thresholds"]),
            embeds_as=folder.embeds_as,
            pointer=folder.pointer(),
        )

    def assess(self, conversations: Sequence[Conversation]) -> list[Assessment]:
        cut = [passages(c) if says_something(c.mention.text) else [] for c in conversations]
        flat = [passage for parts in cut for passage in parts]
        reads = iter(self.encoder.read([p.text for p in flat], [p.read_as for p in flat]))
        return [
            self._assess(conversation, parts, [next(reads) for _ in parts])
            for conversation, parts in zip(conversations, cut, strict=True)
        ]

    def _assess(
        self, conversation: Conversation, parts: Sequence[Passage], reads: Sequence[Read]
    ) -> Assessment:
        lang, text = language_of(conversation), conversation.mention.text
        if not parts:
            return unreadable(lang, self.model)
        x = np.stack([read.features for read in reads])
        p_complaint = self.heads["complaint"].yes(x)
        strongest = int(p_complaint.argmax())
        p_strongest = one_of(float(p_complaint[strongest]), len(parts))
        complaint = p_strongest >= self.thresholds.complaint
        most = np.argsort(-p_complaint, kind="stable")[:MOST_QUOTED]
        told = [(parts[i], reads[i]) for i in most]
        if complaint:
            # It is judged by its strongest passage, anything else by all of them.
            x, reads = x[strongest : strongest + 1], [reads[strongest]]
        p_sentiment = self.heads["sentiment"].probabilities(x).mean(axis=0)
        p_ironic = float(self.heads["ironic"].yes(x).mean())
        topic, p_topic = self._topic(x)
        gist: tuple[Span, ...] = ()
        quotable: tuple[Span, ...] = ()
        if complaint and self.pointer:
            first = Heard(float(p_complaint[strongest]), p_ironic, float(p_sentiment[_POSITIVE]))
            heard = [first, *heard_in(self.heads, [read for _, read in told[1:]])]
            gist, quotable = self.pointer.point([*zip(told, heard, strict=True)], text)
        return Assessment(
            lang=lang,
            complaint=complaint,
            p_complaint=p_strongest,
            sentiment=SENTIMENTS[int(p_sentiment.argmax())],
            p_sentiment=dict(zip(SENTIMENTS, map(float, p_sentiment), strict=True)),
            ironic=p_ironic >= self.thresholds.ironic,
            p_ironic=p_ironic,
            severity=self._severity(x) if complaint else 0,
            topic=topic if complaint else Topic.NONE,
            p_topic=p_topic,
            urgent=self._says_yes("urgent", x, self.thresholds.urgent),
            needs_reply=self._says_yes("needs_reply", x, self.thresholds.needs_reply),
            evidence=(self._evidence(parts[strongest], reads[0]),) if complaint else (),
            model=self.model,
            embedding=_mean_embedding(reads),
            encoder=self.embeds_as,
            gist=gist,
            quotable=quotable,
        )

    def _severity(self, x: Vectors) -> int:
        """The middle of the distribution, so that a guess is rarely off by two."""
        p = self.heads["severity"].probabilities(x)[0]
        if p[-1] >= self.thresholds.critical:
            return SEVERITIES[-1]
        return SEVERITIES[:-1][int((p[:-1].cumsum() < p[:-1].sum() / 2).sum())]

    def _topic(self, x: Vectors) -> tuple[Topic, float]:
        """The likeliest one, and how likely it is."""
        p = self.heads["topic"].probabilities(x)[0]
        return TOPICS[int(p.argmax())], float(p.max())

    def _says_yes(self, head: str, x: Vectors, threshold: float) -> bool:
        return bool(self.heads[head].yes(x).max() >= threshold)

    def _evidence(self, passage: Passage, read: Read) -> Span:
        """The strongest piece, and its neighbours as long as they too sound like a complaint."""
        p = self.heads["complaint"].yes(read.pieces)
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


def load_classifier(path: Path, *, threads: int = 1) -> Classifier:
    """Ours, or any Hugging Face sequence classifier by its folder or its name on the hub.

    Raises UnreadableModel.
    """
    if not is_foreign(path):
        return ComplaintClassifier.load(path, threads=threads)
    if find_spec("torch") is None:
        raise UnreadableModel(f"{path} needs torch: pip install 'kulanz[train]'.")
    # Here and not above: ours does not load torch.
    from models.sequence_classifier import SequenceClassifier

    return SequenceClassifier.load(str(path))


def unreadable(lang: str, model: str) -> Assessment:
    """The answer to a mention without words: nothing is told, so nothing is complained about."""
    return Assessment(
        lang=lang,
        complaint=False,
        p_complaint=0.0,
        sentiment="neutral",
        p_sentiment={"negative": 0.0, "neutral": 1.0, "positive": 0.0},
        ironic=False,
        p_ironic=0.0,
        severity=0,
        topic=Topic.NONE,
        urgent=False,
        needs_reply=False,
        evidence=(),
        model=model,
    )


def _mean_embedding(reads: Sequence[Read]) -> tuple[float, ...]:
    mean = np.mean([read.embedding for read in reads], axis=0)
    return tuple((mean / max(float(np.linalg.norm(mean)), 1e-9)).tolist())


if TYPE_CHECKING:
    _: type[Classifier] = ComplaintClassifier
