"""Invented mentions with everything that they state: nothing less is found, and nothing more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.factories import conversation
from tests.triage.fact_scoring import NAMES
from triage.fact_finder import find_facts

EXAMPLES = [
    json.loads(line)
    for line in Path(__file__).with_name("facts.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("example", EXAMPLES, ids=[e["text"][:40] for e in EXAMPLES])
def test_what_the_text_states_is_found_where_it_states_it(example: dict[str, Any]) -> None:
    text = example["text"]
    facts = find_facts(conversation(text, lang=example["lang"])).items
    routed = {fact.span for fact in facts if fact.name in {"origin", "destination"}}
    found = {
        (fact.name, fact.value, text[slice(*fact.span)])
        for fact in facts
        if fact.name in NAMES and not (fact.name == "place" and fact.span in routed)
    }
    assert found == {(f["name"], f["value"], f["span"]) for f in example["facts"]}
