"""How the heads' probabilities become one verdict."""

from __future__ import annotations

import numpy as np
import pytest

from models.encoder import Read
from models.heads import Head
from models.lessons import CLASSES
from models.passages import passages
from models.verdict import MAY_BE_ONE, Judge, Thresholds
from triage.mention import Conversation, Mention

WIDTH = 4
MENTION = Conversation(Mention("m1", "Two hours at the gate, and nobody told us why."))


def saying(*p: float) -> Head:
    """Whatever it reads: of one probability, that of yes."""
    logits = np.log(p) if len(p) > 1 else np.log(p[0] / (1 - np.asarray(p)))
    outputs = len(p)
    return Head(
        np.zeros((WIDTH, 1), np.float32),
        np.zeros(1, np.float32),
        np.zeros((1, outputs), np.float32),
        logits.astype(np.float32),
        np.zeros((0, outputs), np.float32),
    )


def severity(of: tuple[float, ...], **thresholds: float) -> int:
    """That of a complaint whose severity has these probabilities."""
    heads = {
        name: saying(*[1 / len(classes)] * len(classes)) if len(classes) > 2 else saying(0.9)
        for name, classes in CLASSES.items()
    }
    judge = Judge(
        heads | {"severity": saying(*of)},
        Thresholds(complaint=0.5, ironic=0.5, urgent=0.5, needs_reply=0.5, **thresholds),
    )
    features = np.zeros(WIDTH, np.float32)
    states = features[None]
    read = Read(features, states, np.zeros(1, np.int64), [(0, 1)], states)
    return judge.verdict(passages(MENTION), [read]).severity


@pytest.mark.parametrize(
    ("of", "middle", "above"),
    [
        ((0.8, 0.1, 0.05, 0.05), 1, 1),
        ((0.55, 0.3, 0.1, 0.05), 1, 2),
        ((0.2, 0.45, 0.3, 0.05), 2, 2),
        ((0.1, 0.45, 0.4, 0.05), 2, 3),
    ],
)
def test_where_too_low_costs_more_a_doubtful_case_is_graded_higher(
    of: tuple[float, ...], middle: int, above: int
) -> None:
    assert severity(of, critical=0.25) == middle
    assert severity(of, critical=0.25, severity=0.64) == above


def test_what_may_be_a_complaint_is_pointed_at_and_has_no_evidence() -> None:
    def told(p: float) -> int:
        heads = {
            name: saying(*[1 / len(classes)] * len(classes)) if len(classes) > 2 else saying(p)
            for name, classes in CLASSES.items()
        }
        rest = {"ironic": 0.5, "urgent": 0.5, "needs_reply": 0.5, "critical": 0.25}
        judge = Judge(heads, Thresholds(complaint=0.5, **rest))
        features = np.zeros(WIDTH, np.float32)
        read = Read(features, features[None], np.zeros(1, np.int64), [(0, 1)], features[None])
        verdict = judge.verdict(passages(MENTION), [read])
        assert verdict.complaint is (p >= 0.5)
        return len(verdict.told)

    assert [told(p) for p in (0.9, 0.4, MAY_BE_ONE, 0.1)] == [1, 1, 1, 0]


def test_danger_is_seen_though_something_lower_is_likelier() -> None:
    assert severity((0.5, 0.2, 0.09, 0.21), critical=0.25) == 1
    assert severity((0.5, 0.2, 0.09, 0.21), critical=0.2) == 4
