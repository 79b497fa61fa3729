"""Which past replies the search in memory finds, and in which order."""

from __future__ import annotations

import numpy as np
import pytest

from models.precedents import PastReply, PrecedentIndex
from tests.factories import assessment
from triage.complaint import Topic
from triage.outcome import Outcome

ASKED = assessment(embedding=(1.0, 0.0), encoder="e")


def past(key: str, *embedding: float, **fields: object) -> PastReply:
    given = {"encoder": "e", "lang": "en", "topic": Topic.DELAY, **fields}
    return PastReply(key, np.asarray(embedding, np.float32), **given)  # type: ignore[arg-type]


def index(*replies: PastReply) -> PrecedentIndex:
    made = PrecedentIndex()
    for reply in replies:
        made.add(reply)
    return made


def found(made: PrecedentIndex, most: int = 3) -> list[str]:
    return [alike.key for alike in made.nearest(ASKED, most)]


def test_the_most_alike_come_first_in_the_same_language_and_by_the_same_encoder() -> None:
    made = index(
        past("near", 0.8, 0.6), past("nearer", 0.98, 0.2), past("german", 1.0, 0.0, lang="de"),
        past("by another", 1.0, 0.0, encoder="f"), past("wider", 1.0, 0.0, 0.0, encoder="g"),
    )  # fmt: skip
    assert found(made) == ["nearer", "near"]
    assert found(made, 1) == ["nearer"]
    assert made.nearest(assessment(embedding=(1.0, 0.0), lang="fr"), 3) == []


def test_the_same_topic_counts_but_not_more_than_what_was_said() -> None:
    made = index(
        past("other topic", 0.95, 0.31, topic=Topic.OUTAGE),
        past("same topic", 0.9, 0.43),
        past("same topic, other matter", 0.3, 0.95),
    )
    assert found(made) == ["same topic", "other topic", "same topic, other matter"]


def test_of_two_alike_the_one_that_went_well_comes_first() -> None:
    made = index(
        past("worse", 0.9, 0.1, outcome=Outcome.WORSE), past("unknown", 0.9, 0.1),
        past("recovered", 0.9, 0.1, outcome=Outcome.RECOVERED), past("nearest", 1.0, 0.0),
    )  # fmt: skip
    assert found(made, 4) == ["nearest", "recovered", "unknown", "worse"]
    alike = made.nearest(ASKED, 4)
    assert len({a.likeness for a in alike[1:]}) == 1, "how alike they are is said as it is"

    made.turned_out("worse", Outcome.RECOVERED)
    made.turned_out("recovered", Outcome.WORSE)
    assert found(made, 4) == ["nearest", "worse", "unknown", "recovered"]


def test_what_is_removed_is_nowhere_any_more() -> None:
    made = index(past("a", 1.0, 0.0), past("b", 0.9, 0.1))
    made.remove("a")
    made.remove("never there")
    assert (found(made), len(made), made.encoder_of("a")) == (["b"], 1, None)
    made.add(past("b", 0.0, 1.0))
    made.add(past("a", 0.5, 0.5))
    assert (found(made), len(made)) == (["a", "b"], 2)
    assert made.keys() == {"a", "b"}


def test_it_finds_what_a_plain_sort_finds_however_many_there_are() -> None:
    random = np.random.default_rng(7)
    vectors = random.standard_normal((20_000, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    made = PrecedentIndex()
    for i, vector in enumerate(vectors):
        made.add(past(f"r{i}", *vector))
        if i == 15_000:
            # What is removed makes room for others.
            for gone in range(9000):
                made.remove(f"r{gone}")
    asked = random.standard_normal(16).astype(np.float32)
    expected = 9000 + np.argsort(-(vectors[9000:] @ asked))[:5]

    alike = made.nearest(assessment(embedding=tuple(asked.tolist()), encoder="e"), 5)

    assert [a.key for a in alike] == [f"r{i}" for i in expected]
    assert [a.likeness for a in alike] == pytest.approx((vectors @ asked)[expected], abs=1e-5)
