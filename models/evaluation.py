"""What a classifier's assessments are worth against labelled mentions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from models import scores
from models.dataset import Example
from models.judged import Judged, false_alarms, judge, missed
from models.pointing_scores import evidence_overlap, gist_met, quotable_met
from models.scores import Bin, Confusion, Probabilities, YesNo
from models.verdict import BINARY_HEADS, SENTIMENTS
from triage.ports import Classifier

_DIGITS = 4

_HEADS = ("complaint", "sentiment", "ironic", "severity", "topic", "urgent", "needs_reply")
#: Heads whose mistakes are worth looking at class by class.
_CONFUSED = ("topic", "severity", "sentiment")
#: Yes/no heads whose probability stands in the assessment.
_STATED = ("complaint", "ironic")


@dataclass(frozen=True)
class HeadScore:
    mentions: int
    accuracy: float
    #: Of the yes, for yes/no heads; the plain mean over all classes for the others.
    f1: float
    #: Expected calibration error in ten bins; None where an assessment states no probability.
    ece: float | None
    #: The plain mean over all classes, for yes/no heads too.
    macro_f1: float
    #: None where an assessment states no probability, or yes or no never occurs.
    roc_auc: float | None


@dataclass(frozen=True)
class Slice:
    """The one question that matters most, for one part of the mentions."""

    mentions: int
    complaints: int
    #: Missed complaints: the costly error.
    missed: int
    false_alarms: int
    #: None where there is nothing it could be a share of.
    precision: float | None
    recall: float | None
    f1: float | None
    #: The share of what is no complaint that was called one.
    false_alarm_rate: float | None


@dataclass(frozen=True)
class Evaluation:
    model: str
    mentions: int
    overall: Slice
    heads: dict[str, HeadScore]
    languages: dict[str, dict[str, HeadScore]]
    language_slices: dict[str, Slice]
    kinds: dict[str, Slice]
    #: Language → kind.
    language_kinds: dict[str, dict[str, Slice]]
    #: Head → truth → said. Topic and severity over complaints; what was missed has neither.
    confusion: dict[str, Confusion]
    #: Head → bins of its stated probability.
    reliability: dict[str, list[Bin]]
    #: Mean overlap (shared characters / characters of either) of the evidence shown with the
    #: evidence labelled, over the complaints found; None where none is labelled.
    evidence_overlap: float | None
    #: The share of the complaints found whose gist is pointed at, if only by one word; None where
    #: none is labelled.
    gist_met: float | None
    #: The share of the complaints found with something to quote of which the passage named first is
    #: one that a reader would quote; None where none is labelled.
    quotable_met: float | None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def evaluate(classifier: Classifier, examples: Sequence[Example]) -> Evaluation:
    """Metrics for every head over the mentions whose labels speak of it."""
    return figures(classifier.model, [*judge(classifier, examples)])


def figures(model: str, judged: Sequence[Judged]) -> Evaluation:
    """Metrics over what was judged, be it of one set or of several."""
    by_lang = _grouped(judged, lambda j: j.lang)
    return Evaluation(
        model=model,
        mentions=len(judged),
        overall=_slice(judged),
        heads=_scores(judged),
        languages={lang: _scores(part) for lang, part in by_lang.items()},
        language_slices={lang: _slice(part) for lang, part in by_lang.items()},
        kinds=_kinds(judged),
        language_kinds={lang: _kinds(part) for lang, part in by_lang.items()},
        confusion=_confusion(judged),
        reliability=_reliability(judged),
        evidence_overlap=evidence_overlap(judged),
        gist_met=gist_met(judged),
        quotable_met=quotable_met(judged),
    )


def _grouped(
    judged: Iterable[Judged], key: Callable[[Judged], str | None]
) -> dict[str, list[Judged]]:
    groups: dict[str, list[Judged]] = {}
    for j in judged:
        name = key(j)
        if name is not None:
            groups.setdefault(str(name), []).append(j)
    return dict(sorted(groups.items()))


# -- complaints ----------------------------------------------------------------------------------


def _kinds(judged: Sequence[Judged]) -> dict[str, Slice]:
    return {kind: _slice(part) for kind, part in _grouped(judged, lambda j: j.example.kind).items()}


def _slice(judged: Sequence[Judged]) -> Slice:
    told = [j for j in judged if j.example.labels.complaint is not None]
    complaints = sum(bool(j.example.labels.complaint) for j in told)
    not_found, alarms = len(missed(told)), len(false_alarms(told))
    hits = complaints - not_found
    return Slice(
        mentions=len(told),
        complaints=complaints,
        missed=not_found,
        false_alarms=alarms,
        # Where nothing is a complaint, nothing could have been precise.
        precision=_share(hits, hits + alarms) if complaints else None,
        recall=_share(hits, complaints),
        f1=_share(2 * hits, 2 * hits + not_found + alarms) if complaints else None,
        false_alarm_rate=_share(alarms, len(told) - complaints),
    )


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, _DIGITS) if whole else None


# -- heads ---------------------------------------------------------------------------------------


def _scores(judged: Sequence[Judged]) -> dict[str, HeadScore]:
    found = {head: _score(head, _told(head, judged)) for head in _HEADS}
    return {head: score for head, score in found.items() if score is not None}


def _told(head: str, judged: Sequence[Judged]) -> list[Judged]:
    """Those whose labels speak of that head."""
    told = [j for j in judged if getattr(j.example.labels, head) is not None]
    if head in ("severity", "topic"):
        # What is no complaint has neither; counting those would only count complaints again.
        told = [j for j in told if j.example.labels.complaint is not False]
    return told


def _score(head: str, told: Sequence[Judged]) -> HeadScore | None:
    if not told:
        return None
    truth, said = _truth_and_said(head, told)
    p, right = _stated(head, told)
    mean = scores.macro_f1(truth, said)
    auc = scores.roc_auc(p, right) if head in _STATED else None
    return HeadScore(
        mentions=len(told),
        accuracy=round(scores.accuracy(truth, said), _DIGITS),
        f1=round(scores.f1(True, truth, said) if head in BINARY_HEADS else mean, _DIGITS),
        ece=round(scores.expected_calibration_error(p, right), _DIGITS) if len(p) else None,
        macro_f1=round(mean, _DIGITS),
        roc_auc=None if auc is None else round(auc, _DIGITS),
    )


def _truth_and_said(head: str, told: Sequence[Judged]) -> tuple[list[Any], list[Any]]:
    truth = [getattr(j.example.labels, head) for j in told]
    return truth, [getattr(j.assessment, head) for j in told]


def _stated(head: str, told: Sequence[Judged]) -> tuple[Probabilities, YesNo]:
    """The probabilities stated, and what came true; empty where none are stated."""
    p: list[float] = []
    right: list[bool] = []
    if head == "sentiment":
        p = [max(j.assessment.p_sentiment[s] for s in SENTIMENTS) for j in told]
        right = [j.assessment.sentiment == j.example.labels.sentiment for j in told]
    elif head in _STATED:
        p = [getattr(j.assessment, f"p_{head}") for j in told]
        right = [getattr(j.example.labels, head) for j in told]
    return np.array(p, np.float64), np.array(right, np.bool_)


def _confusion(judged: Sequence[Judged]) -> dict[str, Confusion]:
    told = {head: _told(head, judged) for head in _CONFUSED}
    return {
        head: scores.confusion(*_truth_and_said(head, part)) for head, part in told.items() if part
    }


def _reliability(judged: Sequence[Judged]) -> dict[str, list[Bin]]:
    told = {head: _told(head, judged) for head in _STATED}
    return {
        head: [
            Bin(round(b.stated, _DIGITS), round(b.came_true, _DIGITS), b.mentions)
            for b in scores.reliability(*_stated(head, part))
        ]
        for head, part in told.items()
        if part
    }
