"""Keeps a candidate as watchful as the model in use: what it learns from one company's past must
not cost it the complaints that it found before."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, sqrt

from models.classifier import ComplaintClassifier
from models.dataset import Example
from models.judged import Judged, judge
from triage.ports import Classifier

#: How much more than as many must be found, in standard deviations of the number missed.
MARGIN = 0.25
#: Lower than this everything would be a complaint.
LOWEST = 0.2


def as_watchful(
    candidate: ComplaintClassifier, current: Classifier, examples: Sequence[Example]
) -> float:
    """The candidate's line for complaints, lowered until it misses no more of these than the other
    one does: of all complaints, and of the ironic ones."""
    complaints = [e for e in examples if e.labels.complaint]
    before = [*judge(current, complaints)]
    now = [*judge(candidate, complaints)]
    line = candidate.judge.thresholds.complaint
    for part in (range(len(now)), [i for i, j in enumerate(now) if j.example.labels.ironic]):
        line = min(line, _line([before[i] for i in part], [now[i] for i in part], line))
    return max(line, LOWEST)


def _line(before: Sequence[Judged], now: Sequence[Judged], line: float) -> float:
    found = sum(j.assessment.complaint for j in before)
    if not found:
        return line
    p = sorted((j.assessment.p_complaint for j in now), reverse=True)
    # What holds on these may be a little less elsewhere.
    wanted = min(len(p), found + round(MARGIN * sqrt(len(p) - found)))
    return floor(p[wanted - 1] * 1000) / 1000
