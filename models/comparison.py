"""A candidate against the model in use, on the same mentions: what each gets right.

Two models are seldom wrong about the same mentions by chance alone, so it is counted what one lost
and what it gained against the other (McNemar's test, exact): a candidate is worse only where it
lost more than chance explains, however large or small the set, and however much is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import takewhile
from math import comb
from typing import Any

from models.dataset import Example, Examples
from models.judged import Judged, judge
from triage.ports import Classifier

#: Sets that a company's own examples come in.
THEIRS = ("decisions", "replay")
#: As often, at most, may a candidate that is no worse in anything that decides be kept out.
CHANCE = 0.05

HELD_BACK, SAFETY = "held_back", "safety"


@dataclass(frozen=True)
class Measure:
    """How many of the mentions that a question is about each model gets right."""

    #: `held_back`, the later examples of the company, or `safety`, the fixed set of our corpus.
    part: str
    #: What is asked: `complaints_found`, `irony_seen` …
    question: str
    mentions: int
    current: int
    candidate: int
    #: What the candidate gets wrong and the current one right, and the other way round.
    lost: int
    gained: int
    #: Whether a candidate that is worse here stays out.
    decides: bool

    @property
    def asked(self) -> str:
        """The question in words."""
        return self.question.replace("_", " ")

    @property
    def chance(self) -> float:
        """How likely such a loss is where the candidate is no worse."""
        return chance_of(self.lost, self.gained)

    @property
    def can_be_worse(self) -> bool:
        """Whether so many answers differ that chance alone would not explain it if all were lost:
        a question that nothing hangs on makes no other one harder (Tarone 1990)."""
        return chance_of(self.lost + self.gained, 0) < CHANCE

    @property
    def is_better(self) -> bool:
        return chance_of(self.gained, self.lost) < CHANCE


@dataclass(frozen=True)
class Comparison:
    current: str
    candidate: str
    measures: tuple[Measure, ...]

    @property
    def worse_where_it_matters(self) -> tuple[Measure, ...]:
        """By Holm's procedure (1979, Scand. J. Statist. 6, 65-70): ten questions at 0.05 each may
        keep out two in five of the candidates that are no worse."""
        asked = (m for m in self.measures if m.decides and m.can_be_worse)
        deciding = sorted(asked, key=lambda m: m.chance)
        bars = (CHANCE / left for left in range(len(deciding), 0, -1))
        clear = takewhile(lambda one: one[0].chance < one[1], zip(deciding, bars, strict=True))
        return tuple(m for m, _ in clear)

    def is_worse(self, measure: Measure) -> bool:
        """Beyond chance: of what decides nothing, by itself."""
        if measure.decides:
            return measure in self.worse_where_it_matters
        return measure.chance < CHANCE

    @property
    def refusal(self) -> str | None:
        """Why the candidate stays out, in one sentence with the figures; None where it need not."""
        said = "; ".join(
            f"{m.asked} {m.candidate} of {m.mentions}, before {m.current} "
            f"({m.lost} lost, {m.gained} gained)"
            for m in self.worse_where_it_matters
        )
        head = f"{self.candidate} is worse than {self.current} where it matters"
        return f"{head}: {said}." if said else None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Comparison:
        measures = tuple(Measure(**measure) for measure in record["measures"])
        return cls(record["current"], record["candidate"], measures)


@dataclass(frozen=True)
class _Question:
    name: str
    asks: Callable[[Example], bool]
    right: Callable[[Judged], bool]
    decides: bool = False


def _found(j: Judged) -> bool:
    return j.assessment.complaint


_QUESTIONS = (
    _Question("complaints_found", lambda e: e.labels.complaint is True, _found, decides=True),
    _Question(
        "ironic_complaints_found",
        lambda e: e.labels.complaint is True and e.labels.ironic is True,
        _found,
        decides=True,
    ),
    _Question(
        "irony_seen",
        lambda e: e.labels.ironic is True,
        lambda j: j.assessment.ironic,
        decides=True,
    ),
    _Question(
        "severity_4_seen",
        lambda e: e.labels.severity == 4,
        lambda j: j.assessment.severity == 4,
        decides=True,
    ),
    _Question(
        "hard_negatives_left",
        lambda e: e.kind == "hard_negative",
        lambda j: not _found(j),
        decides=True,
    ),
    _Question("no_complaints_left", lambda e: e.labels.complaint is False, lambda j: not _found(j)),
    _Question(
        "topic_right",
        lambda e: e.labels.topic is not None and e.labels.complaint is not False,
        lambda j: j.assessment.topic == j.example.labels.topic,
    ),
)


def held_back(examples: Examples) -> list[Example]:
    """The company's own examples that nothing was learned from or chosen by."""
    return [e for e in examples.mentions if e.source in THEIRS and e.split == "test"]


def safety_set(examples: Examples) -> list[Example]:
    """The fixed part of our corpus, by writers that no model of ours ever saw."""
    return [e for e in examples.mentions if e.source == "corpus" and e.split == "test"]


def compare(
    candidate: Classifier, current: Classifier, parts: Mapping[str, Sequence[Example]]
) -> Comparison:
    """Both models on the same mentions, part by part."""
    measures = [
        measure
        for part, examples in parts.items()
        for measure in _measures(part, [*judge(current, examples)], [*judge(candidate, examples)])
    ]
    return Comparison(current.model, candidate.model, tuple(measures))


def chance_of(lost: int, gained: int) -> float:
    """How likely so many losses or more are, if losses and gains are equally likely.

    >>> round(chance_of(5, 0), 3), round(chance_of(12, 10), 3), chance_of(0, 0)
    (0.031, 0.416, 1.0)
    """
    changed = lost + gained
    return sum(comb(changed, k) for k in range(lost, changed + 1)) / (1 << changed)


def _measures(part: str, current: list[Judged], candidate: list[Judged]) -> Iterator[Measure]:
    for question in _QUESTIONS:
        asked = [
            (question.right(old), question.right(new))
            for old, new in zip(current, candidate, strict=True)
            if question.asks(old.example)
        ]
        if asked:
            yield Measure(
                part=part,
                question=question.name,
                mentions=len(asked),
                current=sum(old for old, _ in asked),
                candidate=sum(new for _, new in asked),
                lost=sum(old and not new for old, new in asked),
                gained=sum(new and not old for old, new in asked),
                decides=question.decides,
            )
