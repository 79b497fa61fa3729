"""The cases of a replay that say most about it: the report shows them in full."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

#: Cases that the report shows in full.
MOST = 50

#: What makes a case worth reading, beside its severity.
_WORTH = {
    "missed": 4, "outcome:worse": 3, "ironic": 2, "reply_stopped": 2, "left_alone": 1,
    "false_alarm": 1,
}  # fmt: skip


@dataclass
class WorthReading:
    _seen: int = 0
    #: (worth, its number counted down, case): the least worthy is the first to go.
    _kept: list[tuple[int, int, Mapping[str, Any]]] = field(default_factory=list)

    def consider(self, case: Mapping[str, Any], tags: Set[str]) -> None:
        self._seen += 1
        worth = 4 * case["severity"] + sum(more for tag, more in _WORTH.items() if tag in tags)
        # The number makes every entry different, and the earlier of two equals the worthier.
        heapq.heappush(self._kept, (worth, -self._seen, case))
        if len(self._kept) > MOST:
            heapq.heappop(self._kept)

    def cases(self) -> list[Mapping[str, Any]]:
        """The most worth reading first."""
        return [case for _, _, case in sorted(self._kept, key=lambda w: (-w[0], -w[1]))]
