"""How right the found facts are: precision and recall against labels that people wrote, by
fact_labels.md.

A found fact is right when a label of the same name overlaps it and says the same. What "the same"
means is as lenient as a reply is:

- numbers (hours, days, attempts) may differ by a rounded minute;
- of amounts the sum counts, and the currency where both name one;
- of words (places, items, dates, times, what was missed) one may contain the other: "Flughafen
  Seetal" and "Seetal", "14. des Monats" and "14.";
- what is asked for counts by kind: a technician is a repair;
- a place that is also where the journey begins or ends is one fact, not two;
- a request that has no kind of its own is labelled in its own words, and found under none;
- of a long text only what stands near the passage with the complaint counts, since a reply takes
  up nothing else (`prompts.situation.relevant`).

- what is said twice is one fact, and either place is right: the console shows it once.

Each label counts once; one that no found fact fits is missed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from prompts.situation import relevant
from tests.factories import brief
from triage.complaint import Span
from triage.facts import Fact, Facts
from triage.number_words import NUMBERS

#: Labelled mentions that the rules were made with in view.
LABELS = Path(__file__).parent / "fact_labels.jsonl"
#: Labelled in rounds of fifty, each before the finder ran on it and mended by it afterwards.
ROUNDS = Path(__file__).parent / "fact_labels_rounds.jsonl"
#: Labelled mentions whose errors nobody looked at; what a new text can expect.
UNSEEN = Path(__file__).parent / "fact_labels_unseen.jsonl"
CORPUS = Path(__file__).parents[2] / "models" / "corpus" / "mentions"

#: The names that are labelled. Seats and circumstances are not.
NAMES = frozenset(
    {
        "flight", "train", "delay_hours", "hold_time_hours", "place", "origin", "destination",
        "date", "time", "amount", "item", "order", "booking_code", "phone", "email", "iban",
        "missed", "event", "travellers", "ask", "since", "attempts",
    }
)  # fmt: skip
_EXACT = frozenset({"travellers", "order", "booking_code", "flight", "train"})
_ASKS = {
    "fix": "repair", "technician": "repair", "restoration": "repair", "item back": "delivery",
    "action": "help", "attention": "help", "contact": "answer", "name": "answer",
}  # fmt: skip
_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "£": "GBP", "quid": "GBP", "pound": "GBP", "gbp": "GBP", "$": "USD",
    "usd": "USD", "dollar": "USD", "bucks": "USD", "chf": "CHF", "franken": "CHF",
}  # fmt: skip

Label = dict[str, Any]


@dataclass
class Score:
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    mentions: int = 0

    @property
    def precision(self) -> float:
        return self.right.total() / max(1, self.right.total() + self.wrong.total())

    @property
    def recall(self) -> float:
        return self.right.total() / max(1, self.right.total() + self.missed.total())

    def __str__(self) -> str:
        rows = [
            f"{name:16} right {self.right[name]:3} wrong {self.wrong[name]:3}"
            f" missed {self.missed[name]:3}"
            for name in sorted(NAMES)
            if self.right[name] + self.wrong[name] + self.missed[name]
        ]
        whole = (
            f"{self.mentions} mentions: precision {self.precision:.1%}, recall {self.recall:.1%}"
        )
        return "\n".join([*rows, whole])


def score_labels(file: Path = LABELS) -> Score:
    """Of every labelled mention that the corpus holds today."""
    score = Score()
    records = corpus()
    for line in file.read_text(encoding="utf-8").splitlines():
        labelled = json.loads(line)
        record = records.get(labelled["sha256"])
        if record is not None:
            score.mentions += 1
            labels = [label for label in labelled["facts"] if _is_near(record, label["span"])]
            count(score, record["text"], list(found(record)), labels)
    return score


def found(record: dict[str, Any]) -> Iterator[Fact]:
    """What a reply to this mention of the corpus may take up."""
    facts = relevant(brief(record["text"], lang=record["lang"], evidence=_evidence(record))).items
    routed = {fact.span for fact in facts if fact.name in {"origin", "destination"}}
    for fact in facts:
        if fact.name in NAMES and not (fact.name == "place" and fact.span in routed):
            yield fact


def _is_near(record: dict[str, Any], span: Span) -> bool:
    """Whether a reply may take up what stands there, as `relevant` decides it of what is found."""
    there = Facts((Fact("", "", (span[0], span[1])),))
    whole = brief(record["text"], lang=record["lang"], evidence=_evidence(record))
    return bool(relevant(replace(whole, facts=there)).items)


def _evidence(record: dict[str, Any]) -> tuple[Span, ...]:
    text, passage = record["text"], record["labels"].get("evidence") or ""
    start = text.find(passage) if passage else -1
    return ((start, start + len(passage)),) if start >= 0 else ()


def count(score: Score, text: str, facts: list[Fact], labels: list[Label]) -> None:
    said: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        said[fact.name, str(fact.value).lower()].append(fact)
    fitted: set[int] = set()
    for (name, _), repeated in said.items():
        fits = [i for i, label in enumerate(labels) if any(_fits(f, label, text) for f in repeated)]
        fresh = [i for i in fits if i not in fitted][: len(repeated)]
        (score.right if fresh else score.wrong)[name] += max(1, len(fresh))
        fitted |= set(fresh)
    score.missed += Counter(label["name"] for i, label in enumerate(labels) if i not in fitted)


def _fits(fact: Fact, label: Label, text: str) -> bool:
    start, end = label["span"]
    overlap = fact.span[0] < end and start < fact.span[1]
    again = text[slice(*fact.span)].lower() == text[start:end].lower()
    same_place = fact.name == label["name"] and (overlap or again)
    return same_place and _same(fact.name, fact.value, label["value"])


def _same(name: str, found: str | float, labelled: str | float) -> bool:
    if isinstance(labelled, int | float):
        return abs(float(found) - labelled) <= max(0.02, labelled / 50)
    one, other = _plain(str(found)), _plain(labelled)
    if name == "amount":
        (sum_, currency), (labelled_sum, named) = _amount(str(found)), _amount(labelled)
        return sum_ == labelled_sum and (currency == named or not currency or not named)
    if name == "ask":
        return _ASKS.get(one, one) == _ASKS.get(other, other)
    return one == other if name in _EXACT else one in other or other in one


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[^\w\s.,:]", "", words.lower()).split())


def _amount(words: str) -> tuple[float | None, str | None]:
    """
    >>> _amount("3.900 Euro"), _amount("four hundred euro"), _amount("$1,140"), _amount("59,99")
    ((3900.0, 'EUR'), (400.0, 'EUR'), (1140.0, 'USD'), (59.99, None))
    """
    words = words.lower()
    currency = next((code for sign, code in _CURRENCIES.items() if sign in words), None)
    figures = re.search(r"\d[\d.,'’]*", words)
    if figures is None:
        numbers = (NUMBERS[w] for w in sorted(NUMBERS, key=len, reverse=True) if w in words)
        return next(map(float, numbers), None), currency
    plain = figures[0].rstrip(".,")
    cents = re.search(r"[.,](\d{1,2})$", plain)
    whole = re.sub(r"\D", "", plain[: cents.start()] if cents else plain)
    thousands = 1000 if re.search(r"\dk\b", words) else 1
    return float(f"{whole}.{cents[1] if cents else 0}") * thousands, currency


@cache
def corpus() -> dict[str, dict[str, Any]]:
    records = {}
    for file in sorted(CORPUS.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            records[hashlib.sha256(record["text"].encode()).hexdigest()] = record
    return records
