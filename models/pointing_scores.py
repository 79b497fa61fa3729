"""How well a model points: at the evidence, at what went wrong, at what a reply may quote."""

from __future__ import annotations

from collections.abc import Sequence

from models.judged import Judged
from models.quotable import is_one_of
from triage.complaint import Span

_DIGITS = 4


def evidence_overlap(judged: Sequence[Judged]) -> float | None:
    overlaps = [
        _overlap(j.labelled_span, j.assessment.evidence)
        for j in judged
        if j.labelled_span and j.assessment.evidence
    ]
    return round(sum(overlaps) / len(overlaps), _DIGITS) if overlaps else None


def gist_met(judged: Sequence[Judged]) -> float | None:
    """By the words pointed at first; whoever points nowhere does not meet it."""
    met = [
        any(_overlap(j.labelled_gist, [shown]) for shown in j.assessment.gist[:1])
        for j in judged
        if j.labelled_gist and j.assessment.complaint
    ]
    return round(sum(met) / len(met), _DIGITS) if met else None


def quotable_met(judged: Sequence[Judged]) -> float | None:
    """Whoever names none does not meet it."""
    met = [
        any(is_one_of(j.quotable, j.text[slice(*shown)]) for shown in j.assessment.quotable[:1])
        for j in judged
        if j.quotable and j.assessment.complaint
    ]
    return round(sum(met) / len(met), _DIGITS) if met else None


def _overlap(labelled: Span, shown: Sequence[Span]) -> float:
    a = set(range(*labelled))
    b = {i for span in shown for i in range(*span)}
    return len(a & b) / len(a | b)
