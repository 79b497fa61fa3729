"""A hundred drafts of one topic and language, over the corpus's own complaints: whoever reads the
replies of a day one after the other does not read the same first sentence again and again."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.factories import brief
from tests.prompts.briefs import drafter
from triage.complaint import Topic
from triage.draft import Brief, utterance
from triage.guard import RuleGuard
from triage.mention import Channel
from triage.playbook import sentences

MENTIONS = Path(__file__).parents[2] / "models" / "corpus" / "mentions"
DRAFTER = drafter()
HUNDRED = 100


@cache
def complaints() -> dict[tuple[str, str], list[dict[str, Any]]]:
    found = defaultdict(list)
    for path in sorted(MENTIONS.glob("*.jsonl")):
        for mention in map(json.loads, path.read_text("utf-8").splitlines()):
            if mention["labels"]["complaint"]:
                found[mention["lang"], mention["labels"]["topic"]].append(mention)
    return found


def brief_of(mention: dict[str, Any], round: int) -> Brief:
    labels = mention["labels"]
    return brief(
        mention["text"],
        lang=mention["lang"],
        topic=Topic(labels["topic"]),
        severity=labels["severity"],
        ironic=labels["ironic"],
        urgent=labels["urgent"],
        mention_fields={
            "id": f"{mention['id']}-{round}",
            "channel": Channel(mention["channel"]),
            "domain": mention["domain"],
        },
    )


@pytest.mark.parametrize(
    ("topic", "lang"),
    [
        # Each topic in one of the languages in every run.
        pytest.param(topic, lang, marks=[pytest.mark.slow] * (at % 2 != n % 2))
        for n, topic in enumerate(topic for topic in Topic if topic is not Topic.NONE)
        for at, lang in enumerate(("de", "en"))
    ],
)
def test_a_hundred_drafts_open_in_many_ways_and_pass_the_guard(topic: Topic, lang: str) -> None:
    told = complaints()[lang, topic]
    briefs = [brief_of(told[n % len(told)], n // len(told)) for n in range(HUNDRED)]
    drafts = DRAFTER.draft(briefs)
    assert len({sentences(draft.reply)[0] for draft in drafts}) >= 60
    assert len({draft.reply for draft in drafts}) >= 95
    said = [
        utterance(draft.reply, made.conversation, made.assessment, draft)
        for draft, made in zip(drafts, briefs, strict=True)
    ]
    assert RuleGuard().check(said) == [()] * HUNDRED
