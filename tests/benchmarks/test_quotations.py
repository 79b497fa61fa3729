"""What of a complaint is quoted, held against what a reader of it would quote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from prompts.gist import gist_of
from service.desk_building import build_desk
from service.settings import Settings
from tests.benchmarks.figures import Figure
from tests.benchmarks.sentence_odds import Labelled, labelled, loss_of_what_ships
from triage.desk import Desk

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1200)]

#: So much of the best words says the matter: of 830 drafts that hold so much readers would send
#: 81 %, of those that hold less 29 %.
_ENOUGH = 0.8
_WORD = re.compile(r"\w+")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return build_desk(Settings(_env_file=None))


def test_the_best_words_are_quoted(figures: list[Figure], desk: Desk) -> None:
    every = [*labelled()]
    for held_back, what in ((False, "that the weights were fitted to"), (True, "held back")):
        some = [one for one in every if one.held_back is held_back]
        held = [*_held(desk, some)]
        share = 100 * sum(share >= _ENOUGH for share in held) / len(held)
        name = f"quotations of {len(held)} complaints {what}: hold four fifths of the best words"
        figures.append(Figure(name, (share,), "%", more_is_better=True))


def test_the_odds_say_more_than_where_a_sentence_stands(figures: list[Figure], desk: Desk) -> None:
    shipped, place_alone = loss_of_what_ships(desk, [*labelled()])
    assert shipped < place_alone
    figures.append(
        Figure(
            "how surprised the sentence odds are by what is held back, against knowing its place"
            " alone", (shipped,), "nats", baseline="place alone", baseline_rounds=(place_alone,),
            judged="ratio",
        )
    )  # fmt: skip


def _held(desk: Desk, of: list[Labelled]) -> Iterator[float]:
    """How much of the best words each quotation holds."""
    assessed = desk.classifier.assess([one.talk for one in of])
    for one, said in zip(of, assessed, strict=True):
        gist = gist_of(desk.brief(one.talk, said))
        best = _words(one.talk.mention.text[slice(*one.quotes[0])])
        common = best & _words(gist.quote if gist else "")
        yield common.total() / max(1, best.total())


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))
