"""What a replay adds up to; counted case by case, so that memory stays the same."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

#: Cases that the report shows in full.
MOST_WORTH_READING = 50

#: What makes a case worth reading, beside its severity.
_WORTH = {"worse": 3, "ironic": 2, "flawed_reply": 2, "no_reply": 1}


@dataclass
class Figures:
    input_name: str
    model: str = ""
    conversations: int = 0
    unreadable: int = 0
    complaints: int = 0
    #: Of the complaints.
    ironic: int = 0
    urgent: int = 0
    answered: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    severities: Counter[int] = field(default_factory=Counter)
    drafts: int = 0
    blocked_drafts: int = 0
    draft_rules: Counter[str] = field(default_factory=Counter)
    #: Historic replies to complaints, as the guard saw them.
    historic_replies: int = 0
    unpublishable_replies: int = 0
    historic_rules: Counter[str] = field(default_factory=Counter)
    outcomes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    outcomes_by_reply: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    remedies: Counter[str] = field(default_factory=Counter)
    goodwill: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    #: Against people's labels, where the history has them.
    labelled: int = 0
    missed: int = 0
    false_alarms: int = 0
    _worth_reading: list[tuple[int, int, Mapping[str, Any]]] = field(default_factory=list)

    def add(self, case: Mapping[str, Any]) -> None:
        """Count one line of `cases.jsonl`."""
        self.conversations += 1
        if "error" in case:
            self.unreadable += 1
            return
        self.model = case["assessment"]["model"]
        self.statuses[case["status"]] += 1
        self.languages[case["lang"]] += 1
        self.answered += case["historic_reply"] is not None
        self._compare_with_label(case)
        if case["draft"] is not None:
            self._add_complaint(case)

    @property
    def readable(self) -> int:
        return self.conversations - self.unreadable

    @property
    def worth_reading(self) -> list[Mapping[str, Any]]:
        """The most worth reading first."""
        return [case for _, _, case in sorted(self._worth_reading, key=lambda w: (-w[0], -w[1]))]

    def as_dict(self) -> dict[str, Any]:
        return {
            "input": self.input_name,
            "model": self.model,
            "conversations": self.conversations,
            "unreadable": self.unreadable,
            "answered": self.answered,
            "statuses": _sorted(self.statuses),
            "languages": _sorted(self.languages),
            "complaints": {
                "count": self.complaints,
                "share": _share(self.complaints, self.readable),
                "ironic": self.ironic,
                "urgent": self.urgent,
                "topics": _sorted(self.topics),
                "severities": {str(s): self.severities[s] for s in sorted(self.severities)},
            },
            "drafts": {
                "count": self.drafts,
                "blocked": self.blocked_drafts,
                "findings": _sorted(self.draft_rules),
            },
            "historic_replies": {
                "checked": self.historic_replies,
                "unpublishable": self.unpublishable_replies,
                "findings": _sorted(self.historic_rules),
            },
            "outcomes": {topic: _sorted(self.outcomes[topic]) for topic in sorted(self.outcomes)},
            "outcomes_by_reply": {
                kind: _sorted(count) for kind, count in sorted(self.outcomes_by_reply.items())
            },
            "goodwill": {
                "offers": _sorted(self.remedies),
                "amounts": {name: float(amount) for name, amount in sorted(self.goodwill.items())},
            },
            "labels": {
                "labelled": self.labelled,
                "missed_complaints": self.missed,
                "false_alarms": self.false_alarms,
            },
            "worth_reading": [case["line"] for case in self.worth_reading],
        }

    # ------------------------------------------------------------------------------------------

    def _compare_with_label(self, case: Mapping[str, Any]) -> None:
        label = case["labels"].get("complaint")
        if label is not None:
            found = case["assessment"]["complaint"]
            self.labelled += 1
            self.missed += label and not found
            self.false_alarms += found and not label

    def _add_complaint(self, case: Mapping[str, Any]) -> None:
        assessment, draft = case["assessment"], case["draft"]
        self.complaints += 1
        self.ironic += assessment["ironic"]
        self.urgent += assessment["urgent"]
        self.topics[assessment["topic"]] += 1
        self.severities[case["severity"]] += 1
        self.drafts += 1
        self.blocked_drafts += _blocks(draft["findings"])
        self.draft_rules.update({finding["rule"] for finding in draft["findings"]})
        self._add_history(case, assessment["topic"])
        self._add_remedy(draft["remedy"])
        self._consider(case)

    def _add_history(self, case: Mapping[str, Any], topic: str) -> None:
        findings = case["historic_findings"]
        if findings is None:
            return
        self.historic_replies += 1
        self.unpublishable_replies += _blocks(findings)
        self.historic_rules.update({finding["rule"] for finding in findings})
        self.outcomes[topic][case["outcome"]] += 1
        kind = "with_findings" if _blocks(findings) else "without_findings"
        self.outcomes_by_reply[kind][case["outcome"]] += 1

    def _add_remedy(self, remedy: Mapping[str, Any] | None) -> None:
        if remedy is None:
            return
        self.remedies[remedy["rule"]] += 1
        if remedy["amount"] is not None:
            self.goodwill[remedy["currency"]] += Decimal(str(remedy["amount"]))

    def _consider(self, case: Mapping[str, Any]) -> None:
        signs = {
            "worse": case["outcome"] == "worse",
            "ironic": case["assessment"]["ironic"],
            "flawed_reply": _blocks(case["historic_findings"] or ()),
            "no_reply": case["historic_reply"] is None,
        }
        worth = 2 * case["severity"] + sum(_WORTH[name] for name, seen in signs.items() if seen)
        # The line makes every entry different, and the earlier of two equals the worthier.
        heapq.heappush(self._worth_reading, (worth, -case["line"], case))
        if len(self._worth_reading) > MOST_WORTH_READING:
            heapq.heappop(self._worth_reading)


def _blocks(findings: Any) -> bool:
    return any(finding["blocking"] for finding in findings)


def _sorted(counts: Counter[str]) -> dict[str, int]:
    """The most frequent first, equals by name: the same figures give the same file."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
