"""The cases that a report can show: of everything it counts at least some, drawn by chance."""

from __future__ import annotations

import heapq
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

#: Cases shown in all, and at least of each tag; more where there are no more.
MOST, OF_EACH = 3_000, 15

#: (chance, number, case as JSON, a tenth of the memory): the lower the chance the sooner dropped.
_Drawn = tuple[int, int, str]


@dataclass
class Sample:
    """The same cases give the same sample."""

    most: int = MOST
    of_each: int = OF_EACH
    _seen: int = 0
    _all: list[_Drawn] = field(default_factory=list)
    _by_tag: dict[str, list[_Drawn]] = field(default_factory=lambda: defaultdict(list))

    def add(self, case: Mapping[str, Any], tags: Set[str]) -> None:
        self._seen += 1
        chance = int.from_bytes(blake2b(str(case["line"]).encode(), digest_size=8).digest())
        lists = [(self._by_tag[tag], self.of_each) for tag in tags]
        # What is no complaint, and nobody says it should be one, fills no pages.
        if tags & {"complaint", "missed", "false_alarm"}:
            lists.append((self._all, self.most))
        drawn: _Drawn | None = None
        for kept, most in lists:
            if len(kept) < most or chance > kept[0][0]:
                drawn = drawn or (chance, self._seen, json.dumps(case))
                _keep(kept, drawn, most)

    def forget(self, prefix: str) -> None:
        """Nobody counts by these tags any more."""
        for tag in [tag for tag in self._by_tag if tag.startswith(prefix)]:
            del self._by_tag[tag]

    def cases(self) -> Iterator[dict[str, Any]]:
        """In the order in which they came, one after the other."""
        found = {number: case for _, number, case in self._all}
        for drawn in self._by_tag.values():
            found |= {number: case for _, number, case in drawn}
        return (json.loads(found[number]) for number in sorted(found))


def _keep(drawn: list[_Drawn], one: _Drawn, most: int) -> None:
    if len(drawn) < most:
        heapq.heappush(drawn, one)
    else:
        heapq.heapreplace(drawn, one)
