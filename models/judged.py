"""Labelled mentions beside what a classifier says of them, and where the two disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.dataset import Example
from triage.complaint import Assessment, Span
from triage.ports import Classifier

_AT_ONCE = 256


@dataclass(frozen=True)
class Judged:
    """A labelled mention and what the classifier said of it."""

    #: What the set is called that it was judged in, and its place there, from 1.
    set_name: str
    number: int
    example: Example
    assessment: Assessment

    @property
    def id(self) -> str:
        """The mention's own, or its place where it has none."""
        return self.example.conversation.mention.id or f"#{self.number}"

    @property
    def text(self) -> str:
        return self.example.conversation.mention.text

    @property
    def lang(self) -> str:
        return self.example.conversation.mention.lang or self.assessment.lang

    @property
    def labelled_span(self) -> Span | None:
        """Where the words stand that carry the complaint by the label."""
        return self._where(self.example.labels.evidence)

    @property
    def labelled_gist(self) -> Span | None:
        """Where those stand that say what went wrong."""
        return self._where(self.example.labels.gist)

    @property
    def quotable(self) -> tuple[str, ...]:
        """What a reader would quote."""
        return self.example.labels.quotes or ()

    def _where(self, words: str | None) -> Span | None:
        start = self.text.find(words) if words else -1
        return (start, start + len(words)) if words and start >= 0 else None


def judge(
    classifier: Classifier, examples: Sequence[Example], set_name: str = ""
) -> Iterator[Judged]:
    """Every example with what the classifier says of it, batch by batch."""
    for start in range(0, len(examples), _AT_ONCE):
        batch = examples[start : start + _AT_ONCE]
        assessments = classifier.assess([example.conversation for example in batch])
        for number, (example, assessment) in enumerate(
            zip(batch, assessments, strict=True), start + 1
        ):
            yield Judged(set_name, number, example, assessment)


def missed(judged: Iterable[Judged]) -> list[Judged]:
    """The missed complaints, those it was surest of first."""
    wrong = (j for j in judged if j.example.labels.complaint and not j.assessment.complaint)
    return sorted(wrong, key=lambda j: j.assessment.p_complaint)


def false_alarms(judged: Iterable[Judged]) -> list[Judged]:
    """The false alarms, those it was surest of first."""
    alarms = (j for j in judged if j.assessment.complaint)
    told = (j for j in alarms if j.example.labels.complaint is not None)
    wrong = (j for j in told if not j.example.labels.complaint)
    return sorted(wrong, key=lambda j: -j.assessment.p_complaint)
