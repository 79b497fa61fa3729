"""A candidate beside the model in use: what each gets right, and when one is worse than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from models.comparison import (
    HELD_BACK,
    SAFETY,
    Comparison,
    Measure,
    chance_of,
    compare,
    held_back,
    safety_set,
)
from models.dataset import Example, Examples, Labels
from tests.factories import assessment
from triage.complaint import Assessment, Topic
from triage.mention import Conversation, Mention


@dataclass(frozen=True)
class Deaf:
    """Hears every complaint but those whose text begins with one of these letters."""

    model: str
    misses: str = ""

    def assess(self, conversations: Sequence[Conversation]) -> list[Assessment]:
        return [self._one(c.mention.text) for c in conversations]

    def _one(self, text: str) -> Assessment:
        heard = "bad" in text and text[0] not in self.misses
        return assessment(complaint=heard, ironic=heard, severity=4 if heard else 0)


def example(letter: str, number: int, *, bad: bool = True, kind: str | None = None) -> Example:
    text = f"{letter} {'bad' if bad else 'good'} {number}"
    labels = Labels(complaint=bad, ironic=bad or None, severity=4 if bad else None,
                    topic=Topic.DELAY if bad else None)  # fmt: skip
    return Example(Conversation(Mention("", text)), labels, "corpus", f"corpus/{text}", kind)


MENTIONS = [
    *(example("a", n) for n in range(10)),
    *(example("b", n) for n in range(3)),
    *(example("c", n, bad=False, kind="hard_negative") for n in range(7)),
]


def figures(comparison: Comparison, question: str) -> tuple[int, int, int, int, int]:
    [m] = [m for m in comparison.measures if m.question == question]
    return m.mentions, m.current, m.candidate, m.lost, m.gained


def test_both_are_asked_the_same() -> None:
    found = compare(Deaf("new", "a"), Deaf("old", "b"), {SAFETY: MENTIONS})
    assert (found.current, found.candidate) == ("old", "new")
    assert figures(found, "complaints_found") == (13, 10, 3, 10, 3)
    assert figures(found, "irony_seen") == (13, 10, 3, 10, 3)
    assert figures(found, "severity_4_seen") == (13, 10, 3, 10, 3)
    assert figures(found, "hard_negatives_left") == (7, 7, 7, 0, 0)


def test_worse_by_more_than_chance_is_refused_in_one_sentence_with_the_figures() -> None:
    found = compare(Deaf("new", "a"), Deaf("old"), {SAFETY: MENTIONS})
    assert found.refusal is not None
    assert found.refusal.startswith("new is worse than old where it matters: complaints found 3 of")
    assert "13, before 13 (10 lost, 0 gained)" in found.refusal


def test_a_loss_that_chance_explains_is_let_pass() -> None:
    found = compare(Deaf("new", "b"), Deaf("old"), {SAFETY: MENTIONS})
    assert figures(found, "complaints_found") == (13, 13, 10, 3, 0)
    assert found.refusal is None


def test_better_is_never_refused() -> None:
    found = compare(Deaf("new"), Deaf("old", "a"), {SAFETY: MENTIONS})
    assert found.refusal is None
    assert all(m.is_better for m in found.measures if m.gained)


@pytest.mark.parametrize(("lost", "gained", "worse"), [(4, 0, False), (5, 0, True), (60, 40, True),
                                                       (52, 48, False), (0, 9, False)])  # fmt: skip
def test_the_margin_goes_by_how_much_changed(lost: int, gained: int, worse: bool) -> None:
    assert (chance_of(lost, gained) < 0.05) is worse


def asked(*changed: tuple[int, int], decides: bool = True) -> Comparison:
    """One question for each pair of lost and gained."""
    return Comparison("old", "new", tuple(
        Measure(SAFETY, f"question_{n}", 500, 300, 300 - lost + gained, lost, gained, decides)
        for n, (lost, gained) in enumerate(changed)
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "worse"),
    [
        pytest.param([(36, 21)], 1, id="alone, 3 in 100 are"),
        pytest.param([(36, 21), (9, 9), (8, 7), (0, 0), (5, 8)], 0, id="one of five, by chance"),
        pytest.param([(36, 10), (9, 9), (8, 7), (0, 0), (5, 8)], 1, id="one of five, surely"),
        pytest.param([(36, 21), (36, 10)], 2, id="beside one that surely is"),
        pytest.param([(36, 21), (36, 10), (9, 9)], 1, id="beside one that is, and one that is not"),
    ],
)
def test_the_more_is_asked_the_surer_a_loss_must_be(
    changed: list[tuple[int, int]], worse: int
) -> None:
    assert len(asked(*changed).worse_where_it_matters) == worse


def test_a_question_that_nothing_hangs_on_makes_no_other_one_harder() -> None:
    assert len(asked((7, 0), *[(2, 1)] * 9).worse_where_it_matters) == 1
    assert len(asked((7, 0), *[(9, 9)] * 9).worse_where_it_matters) == 0


def test_what_decides_nothing_is_shown_and_keeps_nobody_out() -> None:
    found = asked((36, 10), decides=False)
    assert found.is_worse(found.measures[0])
    assert found.refusal is None


def test_a_comparison_survives_the_record() -> None:
    found = compare(Deaf("new", "a"), Deaf("old"), {HELD_BACK: MENTIONS[:12]})
    assert (
        Comparison.from_dict(found.as_dict() | {"measures": list(found.as_dict()["measures"])})
        == found
    )


def test_held_back_and_safety_set_share_nothing_and_were_not_learned_from() -> None:
    own = [replace(e, source="decisions", side="test") for e in MENTIONS[:5]]
    learned = [replace(e, source="decisions", side="train") for e in MENTIONS[5:9]]
    ours = [replace(e, side="test") for e in MENTIONS[9:]]
    examples = Examples(mentions=(*own, *learned, *ours))
    assert held_back(examples) == own
    assert safety_set(examples) == ours
