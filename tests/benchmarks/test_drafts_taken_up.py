"""Drafts for the corpus's complaints: no blocking finding, and the first facts taken up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.dataset import corpus_files
from models.labelled_files import read_examples
from service.desk_building import build_desk
from service.settings import Settings
from tests.benchmarks.figures import Figure
from tests.benchmarks.taken_up import TakenUp, taken_up
from tests.triage.fact_scoring import LABELS, ROUNDS, corpus
from triage.desk import Desk
from triage.facts import Fact
from triage.mention import Channel, Conversation, Mention

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1200)]

#: So many complaints of the corpus's dev side are drafted for.
MANY, AT_A_TIME = 300, 50


@pytest.fixture(scope="module")
def desk() -> Desk:
    """As it ships: model, playbooks, policy and guard."""
    return build_desk(Settings(_env_file=None))


def test_first_facts_are_taken_up(figures: list[Figure], desk: Desk) -> None:
    complaints = [
        example.conversation
        for example in read_examples(corpus_files()).mentions
        if example.split == "dev" and example.labels.complaint
    ]
    found = list(_by_the_finder(desk, complaints[:MANY]))
    _add(figures, f"{len(found)} complaints of the dev side", found)


def test_first_labelled_facts_are_taken_up(figures: list[Figure], desk: Desk) -> None:
    found = list(_by_the_labels(desk))
    _add(figures, f"{len(found)} complaints with labelled facts", found)


def _add(figures: list[Figure], of: str, found: list[TakenUp]) -> None:
    for what, share, must, aim in (
        ("no blocking finding", sum(not t.blocked for t in found), None, None),
        ("nothing false, none blocked", sum(t.says_nothing_false for t in found), None, None),
        ("first two facts taken up, none blocked", sum(t.correctly for t in found), 95.0, 99.0),
    ):
        figures.append(
            Figure(
                f"drafts for {of}: {what}", (100 * share / max(1, len(found)),), "%",
                must=must, aim=aim, more_is_better=True,
            )
        )  # fmt: skip
    named, asked = sum(t.named for t in found), sum(t.asked for t in found)
    figures.append(
        Figure(f"drafts for {of}: of their first facts named", (100 * named / max(1, asked),), "%")
    )


def _by_the_finder(desk: Desk, talks: list[Conversation]) -> Iterator[TakenUp]:
    for start in range(0, len(talks), AT_A_TIME):
        some = talks[start : start + AT_A_TIME]
        briefs = [
            desk.brief(talk, said)
            for talk, said in zip(some, desk.classifier.assess(some), strict=True)
        ]
        for brief, draft in zip(briefs, desk.draft(briefs), strict=True):
            yield taken_up(brief.conversation.mention.text, brief.facts.items, draft)


def _by_the_labels(desk: Desk) -> Iterator[TakenUp]:
    records = corpus()
    for labelled in _labelled(LABELS, ROUNDS):
        record = records.get(labelled["sha256"])
        if record is None or not record["labels"]["complaint"]:
            continue
        channel = Channel(record.get("channel") or Channel.X)
        talk = Conversation(
            Mention("m1", record["text"], channel, record["lang"], record.get("domain"))
        )
        brief = desk.brief(talk, desk.classifier.assess([talk])[0])
        stated = [Fact(f["name"], f["value"], tuple(f["span"])) for f in labelled["facts"]]
        yield taken_up(record["text"], stated, desk.draft([brief])[0])


def _labelled(*files: Path) -> Iterator[dict[str, Any]]:
    for file in files:
        yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())
