"""What each head learns from examples: passages with a class, as a mention is cut in serving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from models.dataset import Example, Labels, ReplyExample
from models.passages import PASSAGE_LENGTH, Passage, ReplyPassage, passages, reply_passages
from models.verdict import SENTIMENTS, SEVERITIES, TOPICS
from triage.complaint import Span
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
    #: Those of them that it breaks in this passage.
    broken_here: frozenset[Rule] = field(repr=False)
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
        ReplyLesson(
            text=part.text,
            rules=example.rules,
            broken_here=_broken_in(part, example),
            example=i,
            group=example.group,
        )
        for i, example in enumerate(examples)
        for part in reply_passages(example.utterance)
    ]


def class_of(head: str, labels: Labels) -> int | None:
    """The class a head learns from these labels; None where they say nothing to it.

    Severity and topic are learned from complaints alone: 0 and `none` are no classes of theirs.
    """
    label = getattr(labels, head)
    return CLASSES[head].index(label) if label in CLASSES[head] else None


def _broken_in(part: ReplyPassage, example: ReplyExample) -> frozenset[Rule]:
    """Where the words that break one are known, only what holds a good part of them does."""
    return frozenset(rule for rule in example.rules if _holds_words(part, example, rule))


def _holds_words(part: ReplyPassage, example: ReplyExample, rule: Rule) -> bool:
    words = example.evidence.get(rule)
    if words is None:
        return True
    start = example.utterance.reply.find(words)
    return _shared(part.span, (start, start + len(words))) >= len(words) / 3


def _shared(a: Span, b: Span) -> int:
    return min(a[1], b[1]) - max(a[0], b[0])


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
    shared = _shared(passage.span, (start, start + len(evidence)))
    shorter = min(len(evidence), passage.span[1] - passage.span[0])
    return start >= 0 and shared >= shorter / 3
