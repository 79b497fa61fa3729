"""How right the found facts are, and what finding them takes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.benchmarks.figures import Figure
from tests.factories import conversation
from tests.triage.fact_scoring import LABELS, ROUNDS, UNSEEN, score_labels
from triage.fact_finder import find_facts

pytestmark = pytest.mark.bench

#: About 300 characters, with a fact of most kinds.
_MENTION = (
    "Flug KX 208 von Bremen nach Porto am 3. Mai: fünf Std. Verspätung, Anschluss verpasst, und "
    "mein Koffer ist seit elf Tagen weg. Meine Mutter (81) saß im Rollstuhl am Gate. Ich habe "
    "dreimal angerufen, zuletzt fuffzig Minuten in der Warteschleife, und möchte mein Geld zurück, "
    "418,90 Euro. Bitte melden."
)
_ROUNDS, _TIMES = 7, 50


@pytest.mark.parametrize(
    ("file", "which"), [(LABELS, "seen"), (ROUNDS, "seen afterwards"), (UNSEEN, "never looked at")]
)
def test_facts_are_right(figures: list[Figure], file: Path, which: str) -> None:
    score = score_labels(file)
    for what, share, must, aim in (
        ("precision", score.precision, 95, 98),
        ("recall", score.recall, 85, 93),
    ):
        name = f"facts of {score.mentions} labelled mentions, {which}: {what}"
        figures.append(
            Figure(name, (100 * share,), "%", must=must, aim=aim, more_is_better=True)
        )  # fmt: skip


def test_facts_are_found_fast(figures: list[Figure]) -> None:
    # The finder remembers the texts of late; so each is another one.
    talks = [conversation(f"{_MENTION} Fall {n}.", lang="de") for n in range(_ROUNDS * _TIMES + 1)]
    find_facts(talks.pop())
    rounds = []
    for first in range(0, len(talks), _TIMES):
        start = time.process_time()
        for talk in talks[first : first + _TIMES]:
            find_facts(talk)
        rounds.append(1000 * (time.process_time() - start) / _TIMES)
    figures.append(
        Figure(f"facts of {len(_MENTION)} characters, processor time", tuple(rounds), "ms")
    )
