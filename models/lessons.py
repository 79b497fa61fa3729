"""What each head learns from examples: passages with a class, as a mention is cut in serving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.dataset import Example, Labels, ReplyExample
from models.passages import PASSAGE_LENGTH, Passage, passages, reply_passages
from models.verdict import SENTIMENTS, SEVERITIES, TOPICS
from triage.guard import Rule

#: Classes of each head, in the order of its outputs; two classes are no and yes.
CLASSES: dict[str, tuple[object, ...]] = {
    "complaint": (False, True),
    "sentiment": SENTIMENTS,
    "ironic": (False, True),
    "severity": SEVERITIES,
    "topic": TOPICS,
    "urgent": (False, True),
    "needs_reply": (False, True),
}
#: A review of many pages shall not drown the tweets.
MOST_PASSAGES_AN_EXAMPLE = 4


@dataclass(frozen=True)
class Lesson:
    """One passage of an example, with what is known of it."""

    passage: Passage
    labels: Labels
    #: Which example it is from, by its place in the sequence.
    example: int
    source: str
    #: As the example has it: who wrote it.
    group: str


@dataclass(frozen=True)
class ReplyLesson:
    """One passage of a reply beside what it answers, with the rules that the reply breaks."""

    text: str
    rules: frozenset[Rule]
    publishable: bool
    #: Which example it is from, by its place in the sequence.
    example: int
    group: str


def lessons(examples: Sequence[Example]) -> list[Lesson]:
    """The passages of all examples that say something to a head."""
    return [
        Lesson(passage, labels, i, example.source, example.group)
        for i, example in enumerate(examples)
        if example.labels != Labels()
        for passage, labels in _labelled_passages(example)
    ]


def reply_lessons(examples: Sequence[ReplyExample]) -> list[ReplyLesson]:
    return [
        ReplyLesson(text, example.rules, example.publishable, i, example.group)
        for i, example in enumerate(examples)
        for text in reply_passages(example.utterance)
    ]


def class_of(head: str, labels: Labels) -> int | None:
    """The class a head learns from these labels; None where they say nothing to it.

    Severity and topic are learned from complaints alone: 0 and `none` are no classes of theirs.
    """
    label = getattr(labels, head)
    return CLASSES[head].index(label) if label in CLASSES[head] else None


def _labelled_passages(example: Example) -> Iterator[tuple[Passage, Labels]]:
    # Longer ones than in serving: what stands around a complaint belongs to the lesson.
    parts = passages(example.conversation, PASSAGE_LENGTH)
    if len(parts) > 1 and example.labels.complaint and example.labels.evidence:
        # The other passages of a blog post with a complaint may tell of it too, or not.
        parts = [p for p in parts if _holds(example, p)] or parts
    for part in parts[:MOST_PASSAGES_AN_EXAMPLE]:
        yield part, example.labels


def _holds(example: Example, passage: Passage) -> bool:
    """Whether at least a third of the evidence, or of the passage, is the other."""
    evidence = example.labels.evidence or ""
    start = example.conversation.mention.text.find(evidence)
    shared = min(passage.span[1], start + len(evidence)) - max(passage.span[0], start)
    shorter = min(len(evidence), passage.span[1] - passage.span[0])
    return start >= 0 and shared >= shorter / 3
