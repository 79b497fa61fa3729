"""Two replays of the same conversations: what another model, policy or playbook changes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from service.replay.document import document_of
from service.replay.figures import Figures, Rules
from service.replay.sample import Sample
from service.replay.tags import blocks, tags_of

#: What two replays are compared by, beside sums: single tags, and how others begin.
COMPARED = ("complaint", "ironic", "urgent", "draft_stopped", "missed", "false_alarm")
COMPARED_KINDS = ("topic:", "severity:", "offer:", "drafted:")


class NotComparable(Exception):
    """These are no two replays of the same conversations; a sentence that says why."""


@dataclass
class Comparison:
    a: Figures
    b: Figures
    #: Conversations in which nothing is different.
    same: int = 0
    #: What is different → in how many.
    changes: Counter[str] = field(default_factory=Counter)
    #: Tag → how many are counted under it by only one of the two.
    moved: Counter[str] = field(default_factory=Counter)
    #: Pairs of cases that differ, as `{"line", "a", "b", "changes"}`.
    sample: Sample = field(default_factory=Sample)

    @property
    def conversations(self) -> int:
        return self.a.conversations

    def add(self, a: Mapping[str, Any], b: Mapping[str, Any]) -> None:
        """Raises NotComparable."""
        if (a["line"], a.get("id")) != (b["line"], b.get("id")):
            raise NotComparable(
                f"They part at line {min(a['line'], b['line'])}: only replays of the same input can"
                " be compared."
            )
        self.a.add(a)
        self.b.add(b)
        changes = [] if "error" in a or "error" in b else [*_changes(a, b)]
        self.same += not changes
        self.changes.update(changes)
        if changes:
            moved = sorted(_moved(a, b))
            self.moved.update(moved)
            marks = {f"change:{change}" for change in changes} | {f"moved:{tag}" for tag in moved}
            pair = {"line": a["line"], "a": a, "b": b, "changes": changes, "marks": sorted(marks)}
            self.sample.add(pair, {"complaint", *marks})

    def as_dict(self) -> dict[str, Any]:
        return {
            "a": document_of(self.a),
            "b": document_of(self.b),
            "same": self.same,
            "changes": dict(sorted(self.changes.items(), key=lambda item: (-item[1], item[0]))),
        }


def compared(a: Path, b: Path) -> Comparison:
    """Two folders that replays have written. Raises NotComparable."""
    comparison = Comparison(_figures(a), _figures(b))
    for one, other in zip_longest(_cases(a), _cases(b)):
        if one is None or other is None:
            raise NotComparable("One of them has more conversations than the other.")
        comparison.add(one, other)
    return comparison


def _figures(folder: Path) -> Figures:
    try:
        report = json.loads((folder / "report.json").read_text("utf-8"))
    except FileNotFoundError as error:
        raise NotComparable(f"There is no finished replay in {folder}.") from error
    return Figures(str(folder), Rules(policy=report.get("policy", "")))


def _cases(folder: Path) -> Iterator[dict[str, Any]]:
    try:
        with (folder / "cases.jsonl").open("rb") as lines:
            yield from map(json.loads, lines)
    except FileNotFoundError as error:
        raise NotComparable(f"There is no finished replay in {folder}.") from error


def _is_compared(tag: str) -> bool:
    return tag in COMPARED or tag.startswith(COMPARED_KINDS)


def _moved(a: Mapping[str, Any], b: Mapping[str, Any]) -> set[str]:
    """What only one of the two counts this conversation under."""
    tags = {tag for tag in tags_of(a) ^ tags_of(b) if _is_compared(tag)}
    sums = {_sum_of(a), _sum_of(b)}
    return tags | {f"goodwill:{currency}" for currency, _ in sums if currency and len(sums) > 1}


def _sum_of(case: Mapping[str, Any]) -> tuple[str, float]:
    """The currency and amount of what is offered; the empty one if no money is."""
    remedy = case["draft"] and case["draft"]["remedy"]
    if not remedy or remedy["amount"] is None:
        return "", 0.0
    return remedy["currency"], float(remedy["amount"])


def _changes(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[str]:
    """What is different, the weightiest first."""
    found = [case["draft"] is not None for case in (a, b)]
    label = a["labels"].get("complaint")
    said = [case["assessment"]["complaint"] for case in (a, b)]
    if label is not None and said[0] != said[1]:
        yield "mended" if said[1] == label else "spoiled"
    if found[0] != found[1]:
        yield "found_now" if found[1] else "found_before"
    elif found[0]:
        yield from _in_drafts(a, b)


def _in_drafts(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[str]:
    if a["assessment"]["topic"] != b["assessment"]["topic"]:
        yield "other_topic"
    if a["severity"] != b["severity"]:
        yield "graver" if b["severity"] > a["severity"] else "milder"
    if a["assessment"]["ironic"] != b["assessment"]["ironic"]:
        yield "other_irony"
    if a["assessment"]["urgent"] != b["assessment"]["urgent"]:
        yield "other_urgency"
    if a["draft"]["remedy"] != b["draft"]["remedy"]:
        yield "other_offer"
    stopped = [blocks(case["findings"]) for case in (a, b)]
    if stopped[0] != stopped[1]:
        yield "stopped_now" if stopped[1] else "stopped_before"
    elif _rules(a) != _rules(b):
        yield "other_findings"
    if a["draft"]["reply"] != b["draft"]["reply"]:
        yield "other_words"


def _rules(case: Mapping[str, Any]) -> set[str]:
    return {finding["rule"] for finding in case["findings"]}
