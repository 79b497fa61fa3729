"""Cases as a report shows them: without personal data, and no larger than needed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from typing import Any

from service.replay.report import words
from triage.mention import clean_text
from triage.personal_data import mask

#: Characters of one text; blog posts are read in `cases.jsonl`.
_LONGEST = 1_500

_HANDLE = re.compile(r"(?<![\w.])@\w+(?:@[\w.-]+\w)?")


def shown(case: Mapping[str, Any], tags: Set[str] = frozenset()) -> dict[str, Any]:
    """One case for the page and its script, found by these tags."""
    draft, remedy = case["draft"], case["draft"] and case["draft"]["remedy"]
    earlier = [turn["text"] for turn in case["earlier"] if turn["role"] == "customer"]
    return {
        "line": case["line"],
        "about": _about(case),
        "lang": case["lang"],
        "earlier": masked("\n".join(earlier)),
        "mention": masked(case["mention"]),
        "reply": masked(case["historic_reply"] or ""),
        "faults": _faults(case["historic_findings"] or ()),
        "draft": masked(draft["reply"]) if draft else "",
        "draft_faults": _faults(case["findings"]),
        "offer": _offer(remedy) if remedy else "",
        "next": masked(case["next"] or ""),
        "outcome": words.OUTCOMES.get(case["outcome"] or "", ""),
        "tags": sorted(tag for tag in tags if not _is_said_by_others(tag, tags)),
    }


def _is_said_by_others(tag: str, tags: Set[str]) -> bool:
    """The page itself puts together `outcome:worse topic:delay`."""
    parts = tag.split(" ")
    return len(parts) > 1 and {*parts} <= tags


def masked(text: str) -> str:
    """Personal data dotted out, and who is addressed.

    >>> masked("@RegioBahn write to mara@post.example")
    '@… write to ••••@••••.•••••••'
    """
    kept = _HANDLE.sub("@…", mask(clean_text(text)))
    return kept if len(kept) <= _LONGEST else f"{kept[:_LONGEST]} …"


def _about(case: Mapping[str, Any]) -> list[str]:
    assessment = case["assessment"]
    about = [f"line {case['line']:,}", words.language(case["lang"])]
    if case["posted_at"]:
        about.insert(1, case["posted_at"][:10])
    if case["draft"]:
        about += [words.plain(assessment["topic"]), f"severity {case['severity']}"]
        about += ["ironic"] if assessment["ironic"] else []
    else:
        about.append("no complaint")
    label = case["labels"].get("complaint")
    if label is not None and label != assessment["complaint"]:
        about.append("missed, by the label" if label else "false alarm, by the label")
    return about


def _faults(findings: Sequence[Mapping[str, Any]]) -> list[str]:
    rules = dict.fromkeys(finding["rule"] for finding in findings)
    return [words.FAULTS.get(rule, words.plain(rule)) for rule in rules]


def _offer(remedy: Mapping[str, Any]) -> str:
    kind = words.plain(remedy["kind"])
    return f"{kind} {remedy['amount']:g} {remedy['currency']}" if remedy["amount"] else kind
