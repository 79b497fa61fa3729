"""What a classifier's assessments are worth against labelled mentions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.classifier import SENTIMENTS
from models.dataset import Example
from triage.complaint import Assessment, Span
from triage.ports import Classifier

_AT_ONCE = 64
_BINS = 10


@dataclass(frozen=True)
class HeadScore:
    mentions: int
    accuracy: float
    #: Of the yes, for yes/no heads; the plain mean over all classes for the others.
    f1: float
    #: Expected calibration error in ten bins; None where an assessment states no probability.
    ece: float | None


@dataclass(frozen=True)
class Slice:
    """The one question that matters most, for one part of the mentions."""

    mentions: int
    complaints: int
    #: Missed complaints: the costly error.
    missed: int
    false_alarms: int


@dataclass(frozen=True)
class Evaluation:
    model: str
    mentions: int
    overall: Slice
    heads: dict[str, HeadScore]
    languages: dict[str, dict[str, HeadScore]]
    language_slices: dict[str, Slice]
    kinds: dict[str, Slice]
    #: Mean overlap (shared characters / characters of either) of the evidence shown with the
    #: evidence labelled, over the complaints found; None where none is labelled.
    evidence_overlap: float | None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class _Judged:
    example: Example
    assessment: Assessment


def evaluate(classifier: Classifier, examples: Sequence[Example]) -> Evaluation:
    """Metrics for every head over the mentions whose labels speak of it."""
    judged = [
        _Judged(example, assessment)
        for start in range(0, len(examples), _AT_ONCE)
        for example, assessment in _assessed(classifier, examples[start : start + _AT_ONCE])
    ]
    by_lang = _grouped(judged, lambda j: j.example.conversation.mention.lang)
    return Evaluation(
        model=classifier.model,
        mentions=len(judged),
        overall=_slice(judged),
        heads=_scores(judged),
        languages={lang: _scores(part) for lang, part in by_lang.items()},
        language_slices={lang: _slice(part) for lang, part in by_lang.items()},
        kinds={k: _slice(part) for k, part in _grouped(judged, lambda j: j.example.kind).items()},
        evidence_overlap=_evidence_overlap(judged),
    )


def _assessed(
    classifier: Classifier, examples: Sequence[Example]
) -> Iterable[tuple[Example, Assessment]]:
    assessments = classifier.assess([example.conversation for example in examples])
    return zip(examples, assessments, strict=True)


def _grouped(
    judged: Iterable[_Judged], key: Callable[[_Judged], str | None]
) -> dict[str, list[_Judged]]:
    groups: dict[str, list[_Judged]] = {}
    for j in judged:
        name = key(j)
        if name is not None:
            groups.setdefault(name, []).append(j)
    return dict(sorted(groups.items()))


def _slice(judged: Sequence[_Judged]) -> Slice:
    told = [j for j in judged if j.example.labels.complaint is not None]
    wrong = [j for j in told if j.assessment.complaint != j.example.labels.complaint]
    return Slice(
        mentions=len(told),
        complaints=sum(bool(j.example.labels.complaint) for j in told),
        missed=sum(bool(j.example.labels.complaint) for j in wrong),
        false_alarms=sum(not j.example.labels.complaint for j in wrong),
    )


# -- heads ---------------------------------------------------------------------------------------

_YES_NO = ("complaint", "ironic", "urgent", "needs_reply")
_HEADS = ("complaint", "sentiment", "ironic", "severity", "topic", "urgent", "needs_reply")


def _scores(judged: Sequence[_Judged]) -> dict[str, HeadScore]:
    scores = {head: _score(head, judged) for head in _HEADS}
    return {head: score for head, score in scores.items() if score is not None}


def _score(head: str, judged: Sequence[_Judged]) -> HeadScore | None:
    told = [j for j in judged if getattr(j.example.labels, head) is not None]
    if head in ("severity", "topic"):
        # What is no complaint has neither; counting those would only count complaints again.
        told = [j for j in told if j.example.labels.complaint is not False]
    if not told:
        return None
    truth = [getattr(j.example.labels, head) for j in told]
    said = [getattr(j.assessment, head) for j in told]
    classes = [True] if head in _YES_NO else sorted({*truth, *said})
    return HeadScore(
        mentions=len(told),
        accuracy=round(sum(t == s for t, s in zip(truth, said, strict=True)) / len(told), 4),
        f1=round(sum(_f1(c, truth, said) for c in classes) / len(classes), 4),
        ece=_calibration(head, told),
    )


def _f1(of: object, truth: Sequence[object], said: Sequence[object]) -> float:
    hits = sum(t == of and s == of for t, s in zip(truth, said, strict=True))
    return 2 * hits / max(1, sum(t == of for t in truth) + sum(s == of for s in said))


def _calibration(head: str, told: Sequence[_Judged]) -> float | None:
    if head == "sentiment":
        p = [max(j.assessment.p_sentiment[s] for s in SENTIMENTS) for j in told]
        right = [j.assessment.sentiment == j.example.labels.sentiment for j in told]
        return round(expected_calibration_error(np.array(p), np.array(right)), 4)
    if head in ("complaint", "ironic"):
        p = [getattr(j.assessment, f"p_{head}") for j in told]
        right = [getattr(j.example.labels, head) for j in told]
        return round(expected_calibration_error(np.array(p), np.array(right)), 4)
    return None


def expected_calibration_error(p: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """How far stated probabilities are from what comes true, on average.

    >>> p, right = np.array([0.9, 0.9, 0.1, 0.1]), np.array([True, False, False, False])
    >>> round(expected_calibration_error(p, right), 3)
    0.25
    """
    bins = np.minimum((p * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(p[bins == b].mean() - right[bins == b].mean()) * (bins == b).sum()
        for b in np.unique(bins)
    ]
    return float(sum(gaps) / len(p))


# -- evidence ------------------------------------------------------------------------------------


def _evidence_overlap(judged: Sequence[_Judged]) -> float | None:
    overlaps = []
    for j in judged:
        labelled = j.example.labels.evidence
        if labelled and j.assessment.evidence:
            start = j.example.conversation.mention.text.find(labelled)
            overlaps.append(_overlap((start, start + len(labelled)), j.assessment.evidence))
    return round(sum(overlaps) / len(overlaps), 4) if overlaps else None


def _overlap(labelled: Span, shown: Sequence[Span]) -> float:
    a = set(range(*labelled))
    b = {i for span in shown for i in range(*span)}
    return len(a & b) / len(a | b)
