"""One block of the policy file (`[[remedy]]`, `[hours]` …), read and checked value by value; what
is wrong is refused with the file, the line and the reason."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from triage.errors import UnreadablePolicy
from triage.remedy import Money

_HEADER = re.compile(r"^\s*\[+\s*(\w+)\s*\]+\s*(?:#.*)?$")
_COMMENT = re.compile(r"#[^\"']*$")


@dataclass(frozen=True)
class PolicyText:
    """The file as it was written: TOML's reader tells no lines."""

    path: Path
    text: str

    def lines_of(self, kind: str, number: int) -> range:
        """The lines of the `number`-th block of that kind; of the file's top for kind ''."""
        lines = self.text.splitlines()
        headers = [(n, m[1]) for n, line in enumerate(lines, 1) if (m := _HEADER.match(line))]
        starts = [1] if kind == "" else [n for n, name in headers if name == kind]
        if number >= len(starts):
            return range(1, len(lines) + 1)
        start = starts[number]
        later = (n for n, _ in headers if n > start or (kind == "" and n >= start))
        return range(start, next(later, len(lines) + 1))

    def line_with(self, block: range, *words: str) -> int:
        """The first line of the block with one of the words, tried in order; else its first."""
        lines = self.text.splitlines()
        for word in words:
            whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)") if word else None
            for n in block:
                if whole and n <= len(lines) and whole.search(_COMMENT.sub("", lines[n - 1])):
                    return n
        return block.start


@dataclass(frozen=True)
class Block:
    """One table of the file, and where it stands."""

    source: PolicyText
    kind: str
    table: Mapping[str, Any]
    number: int = 0

    @property
    def what(self) -> str:
        """How a person finds it: `remedy 'delay-3h'`."""
        name = self.table.get("name", self.table.get("id"))
        return f"{self.kind} {name!r}" if name else self.kind or "the file"

    def refuse(self, reason: str, *near: object) -> NoReturn:
        lines = self.source.lines_of(self.kind, self.number)
        line = self.source.line_with(lines, *map(str, near))
        raise UnreadablePolicy(f"{self.source.path}:{line}: {self.what}: {reason}.")

    def blocks(self, kind: str) -> list[Block]:
        """The `[[kind]]` blocks of the file."""
        tables = self.table.get(kind, [])
        if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
            self.refuse(f"each {kind} is a block of its own, headed [[{kind}]]", kind)
        return [Block(self.source, kind, table, n) for n, table in enumerate(tables)]

    def block(self, kind: str) -> Block:
        """The `[kind]` block of the file, empty if there is none."""
        table = self.table.get(kind, {})
        if not isinstance(table, dict):
            self.refuse(f"{kind} is a block of its own, headed [{kind}]", kind)
        return Block(self.source, kind, table)

    def check_keys(self, known: Collection[str]) -> None:
        for key in self.table:
            if key not in known:
                self.refuse(f"unknown key {key!r}{hint(key, known)}", key)

    def text(self, key: str) -> str:
        value = self.table.get(key)
        if value is None:
            self.refuse(f"{key} is missing")
        if not isinstance(value, str) or not value.strip():
            self.refuse(f'{key} must be text in quotes, such as {key} = "x"', key)
        return value

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if key in self.table else None

    def flag(self, key: str) -> bool:
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            self.refuse(f"{key} must be true or false", key)
        return value

    def number_above_0(self, key: str) -> float | None:
        """None where the key is missing."""
        value = self.table.get(key)
        if value is not None and not _is_above_0(value):
            self.refuse(f"{key} must be a number above 0", key)
        return value

    def count_above_0(self, key: str) -> int | None:
        value = self.number_above_0(key)
        if isinstance(value, float):
            self.refuse(f"{key} must be a whole number", key)
        return value

    def names(self, key: str, known: Collection[str], *, word: str = "") -> frozenset[str]:
        """A list of names that are all known; empty where the key is missing."""
        word, names = word or key.removesuffix("s"), self.table.get(key, [])
        if not isinstance(names, list):
            self.refuse(f'{key} must be a list, such as {key} = ["{min(known, default="x")}"]', key)
        for name in names:
            if not isinstance(name, str) or name not in known:
                self.refuse(f"there is no {word} {name!r}{hint(name, known)}", name, key)
        return frozenset(names)

    def severities(self) -> frozenset[int]:
        numbers = self.table.get("severities")
        if not isinstance(numbers, list) or not numbers or not all(map(_is_severity, numbers)):
            self.refuse("severities must be a list of numbers from 0 to 4", "severities")
        return frozenset(numbers)

    def sum(self, key: str) -> Money | None:
        """A sum in braces: `{ amount = 100, currency = "EUR" }`; None where the key is missing."""
        table = self.table.get(key)
        if table is None:
            return None
        if not isinstance(table, dict):
            self.refuse(f'a {key} is written {{ amount = 100, currency = "EUR" }}', key)
        for inner in table:
            if inner not in {"amount", "currency"}:
                known = ("amount", "currency")
                self.refuse(f"{key}: unknown key {inner!r}{hint(inner, known)}", inner, key)
        return self._money(table, key)

    def money(self) -> Money | None:
        """The block's own amount and currency; None where it has no amount."""
        return self._money(self.table, "") if "amount" in self.table else None

    def _money(self, table: Mapping[str, Any], near: str) -> Money:
        given = table.get("amount")
        try:
            amount = Decimal(str(given))
        except InvalidOperation:
            self.refuse("amount must be a number", near or "amount")
        if not amount.is_finite() or amount <= 0:
            self.refuse(f"amount must be above 0, not {given}", near or "amount")
        if amount != round(amount, 2):
            self.refuse(f"amount has two decimals at most, not {given}", near or "amount")
        currency = table.get("currency", "")
        if not re.fullmatch(r"[A-Z]{3}", str(currency)):
            self.refuse("currency must be three capitals such as EUR", near or "currency", near)
        return Money(amount, str(currency))


def _is_above_0(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _is_severity(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 4


def hint(name: object, known: Collection[str]) -> str:
    """
    >>> hint("topcis", ["topics", "name"])
    "; did you mean 'topics'?"
    """
    close = get_close_matches(str(name), known, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; known: {', '.join(sorted(known))}"
