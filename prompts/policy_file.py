"""Reads policy.toml: which remedy fits what, who may grant it, and when people answer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from triage.complaint import Topic
from triage.errors import UnreadablePolicy
from triage.remedy import Money, Policy, RemedyRule
from triage.routing import Approver, Desks, Queue
from triage.severity import Severity
from triage.sla import BusinessHours

#: Goodwill kinds that cost money must say how much.
PRICED_KINDS = frozenset({"voucher", "refund", "miles"})
KINDS = PRICED_KINDS | {"lounge", "rebooking_help", "personal_call"}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KEYS = {
    "": {"version", "default_ceiling", "remedy", "queue", "approver", "hours"},
    "remedy": {"name", "kind", "topics", "severities", "amount", "currency", "min_delay_hours"},
    "queue": {"name", "topics", "slack_channel"},
    "approver": {"id", "name", "queues", "ceiling", "slack_user"},
    "hours": {"opens", "closes", "days", "zone"},
    "money": {"amount", "currency"},
}


@dataclass(frozen=True)
class CompanyPolicy:
    """What policy.toml says, as the parts of the desk that go by it."""

    remedies: Policy
    desks: Desks
    hours: BusinessHours


def load_policy(path: Path) -> CompanyPolicy:
    """Read and check the policy file. Raises UnreadablePolicy with file, line and reason."""
    try:
        text = path.read_text(encoding="utf-8")
        content = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadablePolicy(f"{path}: {error}") from error
    return _Reader(path, text).policy(content)


class _Reader:
    """Knows the file's name and text, so that every refusal can say where."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()

    def policy(self, content: Mapping[str, Any]) -> CompanyPolicy:
        self._check_keys("", content)
        version = self._text(content, "version", "the file")
        remedies = [self._remedy(r) for r in content.get("remedy", [])]
        queues = tuple(self._queue(q) for q in content.get("queue", [])) or (Queue("care"),)
        approvers = tuple(self._approver(a, queues) for a in content.get("approver", []))
        self._check_unique("remedy", [r.name for r in remedies])
        self._check_unique("queue", [q.name for q in queues])
        self._check_unique("approver", [a.id for a in approvers])
        ceiling = self._ceiling(content.get("default_ceiling"), "default_ceiling")
        desks = Desks(queues, approvers, ceiling) if ceiling else Desks(queues, approvers)
        return CompanyPolicy(Policy(version, tuple(remedies)), desks, self._hours(content))

    def _remedy(self, table: Mapping[str, Any]) -> RemedyRule:
        self._check_keys("remedy", table)
        name = self._text(table, "name", "a remedy")
        kind = self._text(table, "kind", f"remedy {name!r}")
        if kind not in KINDS:
            self._refuse(
                f"remedy {name!r}: unknown kind {kind!r}; kinds: {', '.join(sorted(KINDS))}", kind
            )
        if kind in PRICED_KINDS and "amount" not in table:
            self._refuse(f"remedy {name!r}: a {kind} needs an amount and a currency", name)
        hours = table.get("min_delay_hours")
        if hours is not None and not (_is_number(hours) and hours > 0):
            self._refuse(
                f"remedy {name!r}: min_delay_hours must be a number above 0", "min_delay_hours"
            )
        return RemedyRule(
            name=name,
            kind=kind,
            topics=self._topics(table, f"remedy {name!r}", required=True),
            severities=self._severities(table, name),
            money=self._money(table, f"remedy {name!r}") if "amount" in table else None,
            min_delay_hours=hours,
        )

    def _queue(self, table: Mapping[str, Any]) -> Queue:
        self._check_keys("queue", table)
        name = self._text(table, "name", "a queue")
        topics = self._topics(table, f"queue {name!r}", required=False)
        return Queue(name, topics, table.get("slack_channel"))

    def _approver(self, table: Mapping[str, Any], queues: tuple[Queue, ...]) -> Approver:
        self._check_keys("approver", table)
        id = self._text(table, "id", "an approver")
        for queue in table.get("queues", []):
            if queue not in {q.name for q in queues}:
                self._refuse(f"approver {id!r}: there is no queue {queue!r}", str(queue))
        return Approver(
            id=id,
            name=self._text(table, "name", f"approver {id!r}"),
            queues=frozenset(table.get("queues", [])),
            ceiling=self._ceiling(table.get("ceiling"), f"approver {id!r}"),
            slack_user=table.get("slack_user"),
        )

    def _hours(self, content: Mapping[str, Any]) -> BusinessHours:
        table = content.get("hours", {})
        self._check_keys("hours", table)
        try:
            return BusinessHours(
                opens=time.fromisoformat(table.get("opens", "00:00")),
                closes=time.fromisoformat(table.get("closes", "00:00")),
                days=frozenset(_DAYS.index(day) for day in table.get("days", _DAYS)),
                zone=ZoneInfo(table.get("zone", "UTC")).key,
            )
        except (ValueError, KeyError, TypeError) as error:
            self._refuse(f"hours: {error}", "[hours]")

    def _topics(self, table: Mapping[str, Any], what: str, *, required: bool) -> frozenset[Topic]:
        names = table.get("topics", [])
        if not isinstance(names, list) or (required and not names):
            self._refuse(f"{what}: topics must be a list with at least one topic", "topics")
        for name in names:
            if name not in set(Topic):
                self._refuse(
                    f"{what}: there is no topic {name!r}; topics: {', '.join(Topic)}", str(name)
                )
        return frozenset(Topic(name) for name in names)

    def _severities(self, table: Mapping[str, Any], name: str) -> frozenset[Severity]:
        numbers = table.get("severities", [])
        if not isinstance(numbers, list) or not numbers or not set(numbers) <= set(range(5)):
            self._refuse(
                f"remedy {name!r}: severities must be a list of numbers from 0 to 4", "severities"
            )
        return frozenset(Severity(number) for number in numbers)

    def _ceiling(self, table: object, what: str) -> Money | None:
        if table is None:
            return None
        if not isinstance(table, dict):
            self._refuse(
                f'{what}: a ceiling is written {{ amount = 100, currency = "EUR" }}', "ceiling"
            )
        self._check_keys("money", table)
        return self._money(table, what)

    def _money(self, table: Mapping[str, Any], what: str) -> Money:
        try:
            amount = Decimal(str(table.get("amount")))
        except InvalidOperation:
            self._refuse(f"{what}: amount must be a number", "amount")
        if not amount.is_finite() or amount <= 0:
            self._refuse(f"{what}: amount must be above 0, not {amount}", str(table.get("amount")))
        currency = table.get("currency", "")
        if not re.fullmatch(r"[A-Z]{3}", str(currency)):
            self._refuse(f"{what}: currency must be three capitals such as EUR", "currency")
        return Money(amount, str(currency))

    def _text(self, table: Mapping[str, Any], key: str, what: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            self._refuse(f"{what}: {key} is missing", key)
        return value

    def _check_keys(self, kind: str, table: Mapping[str, Any]) -> None:
        for key in table:
            if key not in _KEYS[kind]:
                where = f"[[{kind}]]" if kind else "the file"
                self._refuse(
                    f"{where}: unknown key {key!r}; known: {', '.join(sorted(_KEYS[kind]))}", key
                )

    def _check_unique(self, kind: str, names: list[str]) -> None:
        for name in names:
            if names.count(name) > 1:
                self._refuse(f"there are two of {kind} {name!r}", name)

    def _refuse(self, reason: str, near: str) -> NoReturn:
        """Raise, with the last line that has the offending word: TOML's reader tells no lines."""
        at = [n for n, line in enumerate(self._lines, start=1) if near in line.split("#")[0]]
        line = f":{at[-1]}" if at else ""
        raise UnreadablePolicy(f"{self._path}{line}: {reason}.")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
