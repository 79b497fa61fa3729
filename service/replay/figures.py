"""What a replay adds up to; counted case by case, so that memory stays the same however many."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from service.replay.admission import Noticed
from service.replay.goodwill import Goodwill, goodwill_tags
from service.replay.refused import Refused
from service.replay.sample import Sample
from service.replay.steps import MOST_DAYS, every_of, step_of
from service.replay.tags import blocks, tags_of
from service.replay.waiting import Arrival, Waits, by_team, waits_of
from service.replay.worth_reading import WorthReading
from triage.remedy import Money
from triage.severity import Grade, Severity, Urgency
from triage.sla import BusinessHours

#: The last so many complaints are what first replies are reckoned from.
MOST_ARRIVALS = 20_000


@dataclass(frozen=True)
class Rules:
    """What the company has set: the money, and the hours in which people answer."""

    policy: str = ""
    #: Queue → the most that it may grant in a month.
    budgets: Mapping[str, Money] = field(default_factory=dict)
    hours: BusinessHours = field(default_factory=BusinessHours)


@dataclass(frozen=True)
class ReadAs:
    """What the columns of a table were taken for."""

    file: str
    #: What a row is.
    rows: str
    #: Column → field, None for one that was left out.
    columns: Mapping[str, str | None]


@dataclass
class Figures:
    input_name: str
    rules: Rules = field(default_factory=Rules)
    #: What became of the lines before they were replayed: read, refused, put in order …
    admission: dict[str, int] = field(default_factory=dict)
    #: … and the first such lines.
    noticed: Mapping[str, Sequence[Noticed]] = field(default_factory=dict)
    #: Of tables, one for each set of columns.
    read_as: Sequence[ReadAs] = ()
    model: str = ""
    conversations: int = 0
    unreadable: int = 0
    refused: Refused = field(default_factory=Refused)
    #: Under each tag, how many cases.
    tags: Counter[str] = field(default_factory=Counter)
    #: Day → conversations, and complaints among them, by the company's clock.
    by_day: Counter[str] = field(default_factory=Counter)
    complaints_by_day: Counter[str] = field(default_factory=Counter)
    #: What the offers add up to.
    goodwill: Goodwill = field(default_factory=Goodwill)
    #: Complaints with a time, and when they were answered then.
    _arrivals: deque[tuple[Arrival, datetime | None]] = field(
        default_factory=lambda: deque(maxlen=MOST_ARRIVALS)
    )
    worth_reading: WorthReading = field(default_factory=WorthReading)
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
            self.goodwill.add(case, self.rules.hours.zone)
            self._add_arrival(case)
        if tags & {"complaint", "missed"}:
            self.worth_reading.consider(case, tags)
        self.sample.add(case, tags | self._steps(case))

    def tags_here(self, case: Mapping[str, Any]) -> set[str]:
        """Also what its goodwill is added to, which goes by the company's clock."""
        return tags_of(case) | goodwill_tags(case, self.rules.hours.zone)

    # -- what it adds up to --------------------------------------------------------------------

    @property
    def readable(self) -> int:
        return self.conversations - self.unreadable

    @property
    def complaints(self) -> int:
        return self.tags["complaint"]

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

    # ------------------------------------------------------------------------------------------

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

    def _add_arrival(self, case: Mapping[str, Any]) -> None:
        at = _moment(case["posted_at"])
        if at is not None:
            graded = Grade(Severity(case["severity"]), Urgency(case["urgency"]))
            hard = blocks(case["findings"]) or graded.severity is Severity.CRITICAL
            self._arrivals.append((Arrival(at, graded, hard), _moment(case["replied_at"])))


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
