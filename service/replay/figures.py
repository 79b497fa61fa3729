"""What a replay adds up to; counted case by case, so that memory stays the same however many."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from service.replay.admission import Noticed
from service.replay.refused import Refused
from service.replay.sample import Sample
from service.replay.steps import MOST_DAYS, every_of, step_of
from service.replay.tags import blocks, tags_of
from service.replay.waiting import Arrival, Waits, by_team, waits_of
from triage.ledger import month_of
from triage.remedy import Money
from triage.severity import Grade, Severity, Urgency
from triage.sla import BusinessHours

#: Cases that the report shows in full.
MOST_WORTH_READING = 50
#: The last so many complaints are what first replies are reckoned from.
MOST_ARRIVALS = 20_000

#: What makes a case worth reading, beside its severity.
_WORTH = {
    "missed": 4, "outcome:worse": 3, "ironic": 2, "reply_stopped": 2, "left_alone": 1,
    "false_alarm": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """What the company has set: the money, and the hours in which people answer."""

    policy: str = ""
    #: Queue → the most that it may grant in a month.
    budgets: Mapping[str, Money] = field(default_factory=dict)
    hours: BusinessHours = field(default_factory=BusinessHours)


@dataclass
class Figures:
    input_name: str
    rules: Rules = field(default_factory=Rules)
    #: What became of the lines before they were replayed: read, refused, put in order …
    admission: dict[str, int] = field(default_factory=dict)
    #: … and the first such lines.
    noticed: Mapping[str, Sequence[Noticed]] = field(default_factory=dict)
    model: str = ""
    conversations: int = 0
    unreadable: int = 0
    refused: Refused = field(default_factory=Refused)
    #: Under each tag, how many cases.
    tags: Counter[str] = field(default_factory=Counter)
    #: Day → conversations, and complaints among them, by the company's clock.
    by_day: Counter[str] = field(default_factory=Counter)
    complaints_by_day: Counter[str] = field(default_factory=Counter)
    #: (month, queue, currency) → what the offers add up to; the month is empty without dates.
    goodwill: dict[tuple[str, str, str], Decimal] = field(
        default_factory=lambda: defaultdict(Decimal)
    )
    #: Complaints with a time, and when they were answered then.
    _arrivals: deque[tuple[Arrival, datetime | None]] = field(
        default_factory=lambda: deque(maxlen=MOST_ARRIVALS)
    )
    _worth_reading: list[tuple[int, int, Mapping[str, Any]]] = field(default_factory=list)
    sample: Sample = field(default_factory=Sample)

    def add(self, case: Mapping[str, Any]) -> None:
        """Count one line of `cases.jsonl`."""
        self.conversations += 1
        if "error" in case:
            self.unreadable += 1
            self.refused.add(case["line"], case["error"])
            return
        self.model = case["assessment"]["model"]
        tags = self.tags_here(case)
        self.tags.update(tags)
        self._add_day(case, "complaint" in tags)
        if "complaint" in tags:
            self._add_goodwill(case)
            self._add_arrival(case)
        if tags & {"complaint", "missed"}:
            self._consider(case, tags)
        self.sample.add(case, tags | self._steps(case))

    def tags_here(self, case: Mapping[str, Any]) -> set[str]:
        """Also what its goodwill is added to, which goes by the company's clock."""
        key = self._goodwill_of(case)
        return tags_of(case) | ({goodwill_tag(*key)} if key else set())

    # -- what it adds up to --------------------------------------------------------------------

    @property
    def readable(self) -> int:
        return self.conversations - self.unreadable

    @property
    def complaints(self) -> int:
        return self.tags["complaint"]

    @property
    def worth_reading(self) -> list[Mapping[str, Any]]:
        """The most worth reading first."""
        return [case for _, _, case in sorted(self._worth_reading, key=lambda w: (-w[0], -w[1]))]

    def under(self, prefix: str) -> dict[str, int]:
        """Counts of the tags that begin so, the most frequent first, equals by name."""
        found = {
            tag.removeprefix(prefix): count
            for tag, count in self.tags.items()
            if tag.startswith(prefix) and " " not in tag
        }
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def outcomes(self, of: str) -> dict[str, dict[str, int]]:
        """Topic or kind of reply → outcome → how many."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for tag, count in self.tags.items():
            outcome, _, other = tag.partition(f" {of}:")
            if other and outcome.startswith("outcome:"):
                found[other][outcome.removeprefix("outcome:")] += count
        return {name: dict(sorted(found[name].items())) for name in sorted(found)}

    @property
    def every(self) -> str:
        """In which steps it is counted over time: day, week or month."""
        return every_of(min(self.by_day), max(self.by_day)) if self.by_day else "day"

    def sampled(self) -> Iterator[dict[str, Any]]:
        """The cases that can be shown, in order."""
        for other in {*MOST_DAYS} - {self.every}:
            self.sample.forget(f"{other}:")
        return self.sample.cases()

    @cached_property
    def waits_then(self) -> Waits | None:
        """How long first replies to complaints took, None where the history does not say."""
        then = ((arrival, at) for arrival, at in self._arrivals if at and at >= arrival.at)
        return waits_of(then, self.rules.hours)

    @cached_property
    def waits_by_team(self) -> dict[int, Waits]:
        """How long they would have taken, by how many people decide."""
        return by_team([arrival for arrival, _ in self._arrivals], self.rules.hours)

    @property
    def reckoned_from(self) -> int:
        """Complaints whose time is known, of the last ones."""
        return len(self._arrivals)

    def as_dict(self) -> dict[str, Any]:
        return {
            "input": self.input_name,
            "model": self.model,
            "policy": self.rules.policy,
            "admission": self.admission,
            "conversations": self.conversations,
            "unreadable": self.unreadable,
            "refused": self.refused.as_list(),
            "answered": self.tags["answered"],
            "statuses": self.under("status:"),
            "languages": self.under("lang:"),
            "volume": {
                "conversations": dict(sorted(self.by_day.items())),
                "complaints": dict(sorted(self.complaints_by_day.items())),
            },
            "complaints": {
                "count": self.complaints,
                "share": _share(self.complaints, self.readable),
                "ironic": self.tags["ironic"],
                "urgent": self.tags["urgent"],
                "topics": self.under("topic:"),
                "severities": dict(sorted(self.under("severity:").items())),
                "queues": self.under("queue:"),
            },
            "drafts": {
                "count": self.complaints,
                "blocked": self.tags["draft_stopped"],
                "findings": self.under("drafted:"),
            },
            "historic_replies": {
                "checked": self.tags["replied"],
                "unpublishable": self.tags["reply_stopped"],
                "findings": self.under("sent:"),
                "kinds": self.under("kind:"),
            },
            "first_reply": {
                "then": asdict(self.waits_then) if self.waits_then else None,
                "by_approvers": {
                    str(people): asdict(waits) for people, waits in self.waits_by_team.items()
                },
            },
            "outcomes": self.outcomes("topic"),
            "outcomes_by_reply": self.outcomes("kind"),
            "goodwill": {
                "offers": self.under("offer:"),
                "amounts": self._amounts(),
                "by_month": [
                    {"month": month or None, "queue": queue, "amount": float(amount),
                     "currency": currency, "budget": self._budget(queue, currency)}
                    for (month, queue, currency), amount in sorted(self.goodwill.items())
                ],
            },
            "labels": {
                "labelled": self.tags["labelled"],
                "missed_complaints": self.tags["missed"],
                "false_alarms": self.tags["false_alarm"],
            },
            "worth_reading": [case["line"] for case in self.worth_reading],
        }  # fmt: skip

    # ------------------------------------------------------------------------------------------

    def _amounts(self) -> dict[str, float]:
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for (_, _, currency), amount in self.goodwill.items():
            sums[currency] += amount
        return {currency: float(sums[currency]) for currency in sorted(sums)}

    def _budget(self, queue: str, currency: str) -> float | None:
        budget = self.rules.budgets.get(queue)
        return float(budget.amount) if budget and budget.currency == currency else None

    def _add_day(self, case: Mapping[str, Any], complaint: bool) -> None:
        if case["posted_at"]:
            day = case["posted_at"][:10]
            self.by_day[day] += 1
            if complaint:
                self.complaints_by_day[day] += 1

    def _steps(self, case: Mapping[str, Any]) -> set[str]:
        """Of how long the history is only its end tells; until then, of the finer steps too."""
        if not case["posted_at"]:
            return set()
        day = case["posted_at"][:10]
        days = len(self.by_day)
        kept = (every for every, most in MOST_DAYS.items() if days <= most)
        return {f"{every}:{step_of(day, every)}" for every in kept}

    def _goodwill_of(self, case: Mapping[str, Any]) -> tuple[str, str, str] | None:
        """Month, queue and currency of what it was offered."""
        remedy = case["draft"] and case["draft"]["remedy"]
        if remedy is None or remedy["amount"] is None:
            return None
        at = _moment(case["posted_at"])
        month = month_of(at, self.rules.hours.zone) if at else ""
        return month, case["queue"] or "", remedy["currency"]

    def _add_goodwill(self, case: Mapping[str, Any]) -> None:
        key = self._goodwill_of(case)
        if key:
            self.goodwill[key] += Decimal(str(case["draft"]["remedy"]["amount"]))

    def _add_arrival(self, case: Mapping[str, Any]) -> None:
        at = _moment(case["posted_at"])
        if at is not None:
            graded = Grade(Severity(case["severity"]), Urgency(case["urgency"]))
            hard = blocks(case["findings"]) or graded.severity is Severity.CRITICAL
            self._arrivals.append((Arrival(at, graded, hard), _moment(case["replied_at"])))

    def _consider(self, case: Mapping[str, Any], tags: set[str]) -> None:
        worth = 4 * case["severity"] + sum(more for tag, more in _WORTH.items() if tag in tags)
        # The number makes every entry different, and the earlier of two equals the worthier.
        heapq.heappush(self._worth_reading, (worth, -self.conversations, case))
        if len(self._worth_reading) > MOST_WORTH_READING:
            heapq.heappop(self._worth_reading)


def goodwill_tag(month: str, queue: str, currency: str) -> str:
    return f"goodwill:{month or 'undated'}/{queue}/{currency}"


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
