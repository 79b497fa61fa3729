"""Any Hugging Face sequence classifier in the place of ours. Needs the extra `kulanz[train]`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from models.arrays import Vectors
from models.language import language_of
from models.passages import Passage, passages
from models.text import says_something
from triage.complaint import Assessment, Sentiment, Topic
from triage.errors import UnreadableModel
from triage.mention import Conversation

if TYPE_CHECKING:
    from transformers import PreTrainedModel

    from triage.ports import Classifier

_AT_ONCE = 32
#: What classes are called, in small letters and without any sign between the words.
_MEANINGS: Mapping[str, tuple[str, ...]] = {
    "negative": ("negative", "neg", "negativ", "verynegative", "1star", "2stars"),
    "neutral": ("neutral", "neu", "3stars"),
    "positive": ("positive", "pos", "positiv", "verypositive", "4stars", "5stars"),
    "complaint": ("complaint", "complaints", "iscomplaint", "beschwerde"),
    "no_complaint": ("nocomplaint", "notcomplaint", "noncomplaint", "keinebeschwerde"),
    "ironic": ("irony", "ironic", "sarcasm", "sarcastic"),
    "not_ironic": ("nonirony", "notironic", "nonironic", "notsarcastic", "nonsarcastic"),
}
#: What classes without names mean, by their number: the customary order.
_NAMELESS: Mapping[int, tuple[str, ...]] = {
    2: ("no_complaint", "complaint"),
    3: ("negative", "neutral", "positive"),
}


@dataclass(frozen=True, eq=False)
class SequenceClassifier:
    """What its classes do not say stays unknown: no irony, topic `other`, severity 1."""

    model: str
    network: PreTrainedModel
    tokenizer: Any
    #: What each class means.
    classes: tuple[str, ...]

    @classmethod
    def load(cls, name: str) -> SequenceClassifier:
        """By its name on the hub or its folder. Raises UnreadableModel."""
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        try:
            network = AutoModelForSequenceClassification.from_pretrained(name)
            tokenizer = AutoTokenizer.from_pretrained(name)
        except (OSError, ValueError, KeyError) as error:
            reason = str(error).strip().partition("\n")[0]
            raise UnreadableModel(f"{name} is no sequence classifier: {reason}") from error
        labels = network.config.id2label
        classes = meanings([labels[i] for i in range(len(labels))])
        return cls(Path(name).name, network.eval(), tokenizer, classes)

    def assess(self, conversations: Sequence[Conversation]) -> list[Assessment]:
        cut = [passages(c) if says_something(c.mention.text) else [] for c in conversations]
        rows = iter(self._probabilities([passage.text for parts in cut for passage in parts]))
        return [
            self._assess(conversation, parts, [next(rows) for _ in parts])
            for conversation, parts in zip(conversations, cut, strict=True)
        ]

    @torch.inference_mode()
    def _probabilities(self, texts: Sequence[str]) -> list[Vectors]:
        rows: list[Vectors] = []
        for i in range(0, len(texts), _AT_ONCE):
            given = self.tokenizer(
                list(texts[i : i + _AT_ONCE]), padding=True, truncation=True,
                max_length=min(self.tokenizer.model_max_length, 512), return_tensors="pt",
            )  # fmt: skip
            rows.extend(self.network(**given).logits.float().softmax(-1).numpy())
        return rows

    def _assess(
        self, conversation: Conversation, parts: Sequence[Passage], rows: Sequence[Vectors]
    ) -> Assessment:
        said = [self._by_meaning(row) for row in rows]
        # Who does not speak of complaints speaks of what is negative.
        tells = "complaint" if "complaint" in self.classes else "negative"
        p_complaint = [one.get(tells, 0.0) for one in said] or [0.0]
        strongest = int(np.argmax(p_complaint))
        complaint = p_complaint[strongest] >= 0.5
        sentiment = _sentiment(said[strongest] if said else {})
        p_ironic = max((one.get("ironic", 0.0) for one in said), default=0.0)
        return Assessment(
            lang=language_of(conversation),
            complaint=complaint,
            p_complaint=p_complaint[strongest],
            sentiment=max(sentiment, key=lambda name: sentiment[name]),
            p_sentiment={name: share for name, share in sentiment.items()},
            ironic=p_ironic >= 0.5,
            p_ironic=p_ironic,
            severity=1 if complaint else 0,
            topic=Topic.OTHER if complaint else Topic.NONE,
            urgent=False,
            needs_reply=complaint,
            evidence=(parts[strongest].span,) if complaint else (),
            model=self.model,
        )

    def _by_meaning(self, row: Vectors) -> dict[str, float]:
        said = dict.fromkeys(self.classes, 0.0)
        for meaning, p in zip(self.classes, row, strict=True):
            said[meaning] += float(p)
        return said


def meanings(labels: Sequence[str]) -> tuple[str, ...]:
    """What each class means; raises UnreadableModel where no class says anything we know.

    >>> meanings(["NEG", "Neutral", "pos"]), meanings(["LABEL_0", "LABEL_1"])
    (('negative', 'neutral', 'positive'), ('no_complaint', 'complaint'))
    """
    bare = [re.sub(r"[\W_]", "", label.lower()) for label in labels]
    if all(re.fullmatch(r"label\d+", name) for name in bare) and len(bare) in _NAMELESS:
        return _NAMELESS[len(bare)]
    known = {name: meaning for meaning, names in _MEANINGS.items() for name in names}
    found = tuple(known.get(name, name) for name in bare)
    if not {"complaint", "negative", "ironic"} & set(found):
        raise UnreadableModel(f"None of its classes is known here: {', '.join(labels)}.")
    return found


def _sentiment(said: Mapping[str, float]) -> dict[Sentiment, float]:
    """Neutral where the classes say nothing of it."""
    shares: dict[Sentiment, float] = {
        "negative": said.get("negative", 0.0),
        "neutral": said.get("neutral", 0.0),
        "positive": said.get("positive", 0.0),
    }
    shares["neutral"] += 1 - sum(shares.values())
    return shares


if TYPE_CHECKING:
    _: type[Classifier] = SequenceClassifier
