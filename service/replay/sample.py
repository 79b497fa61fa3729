"""The cases that a report can show: of everything it counts at least some, drawn by chance."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

#: Cases shown in all, and at least of each tag; more where there are no more.
MOST, OF_EACH = 3_000, 15

#: (chance, number, case): the lower the chance the sooner it is dropped.
_Drawn = tuple[int, int, Mapping[str, Any]]


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
        drawn = (chance, self._seen, case)
        # What is no complaint, and nobody says it should be one, fills no pages.
        if tags & {"complaint", "missed", "false_alarm"}:
            _keep(self._all, drawn, self.most)
        for tag in tags:
            _keep(self._by_tag[tag], drawn, self.of_each)

    def cases(self) -> list[Mapping[str, Any]]:
        """In the order in which they came."""
        found = {number: case for _, number, case in self._all}
        for drawn in self._by_tag.values():
            found |= {number: case for _, number, case in drawn}
        return [found[number] for number in sorted(found)]


def _keep(drawn: list[_Drawn], one: _Drawn, most: int) -> None:
    if len(drawn) < most:
        heapq.heappush(drawn, one)
    elif one[0] > drawn[0][0]:
        heapq.heapreplace(drawn, one)
