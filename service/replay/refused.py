"""What could not be read, and where: each reason with its first line, as many as people look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

#: Reasons that are told, lines that are listed, and characters of one; `cases.jsonl` has all.
MOST_REASONS, MOST_LINES, _LONGEST = 5, 100, 160


@dataclass
class Refused:
    """Counts lines by reason; memory stays the same however many there are."""

    #: Reason → its first line, and how many lines have it.
    _told: dict[str, tuple[int, int]] = field(default_factory=dict)
    #: Lines with yet other reasons.
    others: int = 0
    #: The first lines, each with its reason.
    lines: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, reason: str) -> None:
        """
        >>> refused = Refused()
        >>> for line, reason in ((3, "not JSON"), (7, "not JSON"), (9, "not UTF-8")):
        ...     refused.add(line, reason)
        >>> [*refused.sentences()]
        ['line 3 and 1 more: not JSON', 'line 9: not UTF-8']
        """
        reason = _presentable(reason)
        if len(self.lines) < MOST_LINES:
            self.lines.append((line, reason))
        if reason in self._told or len(self._told) < MOST_REASONS:
            first, count = self._told.get(reason, (line, 0))
            self._told[reason] = first, count + 1
        else:
            self.others += 1

    def sentences(self) -> Iterator[str]:
        for reason, (first, count) in self._told.items():
            more = f" and {count - 1:,} more" if count > 1 else ""
            yield f"line {first:,}{more}: {reason}"
        if self.others:
            yield f"{self.others:,} more for other reasons, which stand in cases.jsonl"

    def as_list(self) -> list[dict[str, Any]]:
        return [
            {"reason": reason, "first_line": first, "lines": count}
            for reason, (first, count) in self._told.items()
        ]


def _presentable(reason: str) -> str:
    """It may quote the file, and what a terminal obeys must not come through."""
    plain = "".join(c if c.isprintable() else "·" for c in reason)
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]} …"
