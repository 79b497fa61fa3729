"""Assesses conversations: their passages are read, judged, and pointed at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from models.encoder import Encoder, Read
from models.folder import ModelFolder, is_foreign
from models.language import language_of
from models.passages import Passage, passages
from models.pointer import NOTHING, Pointed, Pointer
from models.quotable import Heard
from models.text import says_something
from models.verdict import Judge, Thresholds, Verdict
from triage.complaint import Assessment, Span, Topic
from triage.errors import UnreadableModel
from triage.mention import Conversation

if TYPE_CHECKING:
    from triage.ports import Classifier


@dataclass(frozen=True, eq=False)
class ComplaintClassifier:
    model: str
    encoder: Encoder
    judge: Judge
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
            judge=Judge(
                folder.mention_heads(),
                Thresholds(**folder.config["thresholds"]),
                folder.complaint_letters(),
            ),
            embeds_as=folder.embeds_as,
            pointer=folder.pointer(),
        )

    def assess(self, conversations: Sequence[Conversation]) -> list[Assessment]:
        cut = [passages(c) if says_something(c.mention.text) else [] for c in conversations]
        assessed = {
            i: unreadable(language_of(conversations[i]), self.model)
            for i, parts in enumerate(cut)
            if not parts
        }
        # While these are judged, the encoder reads on.
        for whole in self._read(cut):
            of = {i: conversations[i] for i in whole}
            found = self._assessed([*of.values()], [cut[i] for i in of], [*whole.values()])
            assessed.update(zip(of, found, strict=True))
        return [assessed[i] for i in range(len(conversations))]

    def _read(self, cut: Sequence[Sequence[Passage]]) -> Iterator[dict[int, list[Read]]]:
        """Of those mentions of which every passage is read by now, what was read."""
        flat = [(i, n, passage) for i, parts in enumerate(cut) for n, passage in enumerate(parts)]
        waiting: list[dict[int, Read]] = [{} for _ in cut]
        for batch in self.encoder.reading([passage.text for *_, passage in flat]):
            whole = {}
            for at, read in batch:
                i, n, _ = flat[at]
                waiting[i][n] = read
                if len(waiting[i]) == len(cut[i]):
                    whole[i] = [waiting[i].pop(n) for n in range(len(cut[i]))]
            if whole:
                yield whole

    def _assessed(
        self,
        conversations: Sequence[Conversation],
        cut: Sequence[Sequence[Passage]],
        reads: Sequence[Sequence[Read]],
    ) -> list[Assessment]:
        """One kind of work after the other for all of them, and not one mention after the other:
        what each works with stays in the processor's cache (it takes half as long)."""
        verdicts = [self.judge.verdict(*both) for both in zip(cut, reads, strict=True)]
        texts = [c.mention.text for c in conversations]
        pointed = (
            self.pointer.point([v.told for v in verdicts], texts)
            if self.pointer
            else [NOTHING] * len(texts)
        )
        langs = [language_of(c) for c in conversations]
        whole = zip(verdicts, pointed, langs, strict=True)
        return [self._assessment(*of) for of in whole]

    def _assessment(self, verdict: Verdict, pointed: Pointed, lang: str) -> Assessment:
        return Assessment(
            lang=lang,
            complaint=verdict.complaint,
            p_complaint=verdict.p_complaint,
            sentiment=verdict.sentiment,
            p_sentiment=verdict.p_sentiment,
            ironic=verdict.p_ironic >= self.judge.thresholds.ironic,
            p_ironic=verdict.p_ironic,
            severity=verdict.severity,
            topic=verdict.topic,
            p_topic=verdict.p_topic,
            urgent=verdict.urgent,
            needs_reply=verdict.needs_reply,
            evidence=tuple(self._evidence(*of) for of in verdict.told[:1] if verdict.complaint),
            model=self.model,
            embedding=tuple(self.encoder.embedding(verdict.judged).tolist()),
            encoder=self.embeds_as,
            gist=pointed.gist,
            quotable=pointed.quotable,
        )

    def _evidence(self, passage: Passage, read: Read, _: Heard) -> Span:
        return self.judge.evidence(passage, self.encoder.pieces(read, passage.read_as))


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


if TYPE_CHECKING:
    _: type[Classifier] = ComplaintClassifier
