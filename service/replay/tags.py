"""What a case is counted under, and found again by: `topic:delay`, `found:flippant`, `missed` …"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from triage.guard import Rule
from triage.outcome import Outcome

#: The kinds of historic replies: the first of these faults that a reply has is its kind.
KINDS = (
    Rule.FLIPPANT, Rule.BLAME_SHIFT, Rule.DEFENSIVE, Rule.NO_APOLOGY, Rule.GENERIC_BOILERPLATE,
)  # fmt: skip
OTHER_FAULT, SOUND = "other_fault", "sound"


def tags_of(case: Mapping[str, Any]) -> set[str]:
    """Of one readable line of `cases.jsonl`."""
    assessment = case["assessment"]
    tags = {f"lang:{case['lang']}", f"status:{case['status']}"}
    tags |= {"answered" if case["historic_reply"] is not None else "unanswered"}
    if case["posted_at"]:
        tags.add(f"month:{case['posted_at'][:7]}")
    tags |= set(_against_label(case["labels"].get("complaint"), assessment["complaint"]))
    if case["draft"] is not None:
        tags |= {"complaint", *_of_complaint(case), *_of_reply(case)}
    else:
        tags.add("no_complaint")
    return tags


def kind_of_reply(findings: Sequence[Mapping[str, Any]]) -> str:
    """
    >>> str(kind_of_reply([{"rule": "no_apology"}, {"rule": "flippant"}])), kind_of_reply([])
    ('flippant', 'sound')
    """
    broken = {finding["rule"] for finding in findings}
    return next((rule for rule in KINDS if rule in broken), OTHER_FAULT if broken else SOUND)


def blocks(findings: Sequence[Mapping[str, Any]]) -> bool:
    return any(finding["blocking"] for finding in findings)


def is_timed(case: Mapping[str, Any]) -> bool:
    """Whether the history says how long the first reply took."""
    then, replied = case["posted_at"], case["replied_at"]
    return bool(
        then and replied and datetime.fromisoformat(replied) >= datetime.fromisoformat(then)
    )


def _against_label(label: bool | None, found: bool) -> Iterator[str]:
    if label is not None:
        yield "labelled"
        if label != found:
            yield "missed" if label else "false_alarm"


def _of_complaint(case: Mapping[str, Any]) -> Iterator[str]:
    assessment, remedy = case["assessment"], case["draft"]["remedy"]
    yield f"topic:{assessment['topic']}"
    yield f"severity:{case['severity']}"
    yield f"queue:{case['queue']}"
    yield from (name for name in ("ironic", "urgent") if assessment[name])
    yield from (f"drafted:{finding['rule']}" for finding in case["findings"])
    yield "draft_stopped" if blocks(case["findings"]) else "draft_ready"
    if case["posted_at"]:
        yield "dated"
    if remedy:
        yield f"offer:{remedy['rule']}"


def _of_reply(case: Mapping[str, Any]) -> Iterator[str]:
    findings = case["historic_findings"]
    if findings is None:
        yield "left_alone"
        return
    kind = kind_of_reply(findings)
    yield "replied"
    yield f"replied topic:{case['assessment']['topic']}"
    if is_timed(case):
        yield "timed"
    yield from (f"sent:{finding['rule']}" for finding in findings)
    if blocks(findings):
        yield "reply_stopped"
    yield f"kind:{kind}"
    yield f"replied kind:{kind}"
    yield f"outcome:{case['outcome']}"
    if case["outcome"] != Outcome.SILENT:
        yield "wrote_again"
    yield f"outcome:{case['outcome']} topic:{case['assessment']['topic']}"
    yield f"outcome:{case['outcome']} kind:{kind}"
