"""What is let in to a replay: each conversation once, in time order, with a customer in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from typing import Any

from service.lines import Line
from service.replay.scratch import Scratch
from service.replay.times import Dates

#: What a turn's time is called.
_TIMES = ("at", "created_at", "posted_at", "timestamp", "date", "time")

#: Conversations that are looked at before the first is let in, to learn how dates are written.
_LEARNED_FROM = 200

#: Lines of each kind that are kept for people to look at.
MOST_NOTICED = 100


@dataclass(frozen=True)
class Noticed:
    """A line that was left out or put right."""

    #: Where it stands, for people.
    at: str
    #: Where the same id came before, if that is why.
    before: str = ""


@dataclass
class Admission:
    """Lets lines in, and counts what it leaves out or puts right."""

    #: Lines that came in, one a conversation.
    lines: int = 0
    #: Those that are no conversation at all.
    refused: int = 0
    #: Conversations in which no customer says a word.
    agents_only: int = 0
    #: Conversations whose id came before.
    repeated: int = 0
    #: Conversations whose turns were out of order.
    reordered: int = 0
    #: Conversations with a date that can't be read; they keep the order in which they came.
    undated: int = 0
    #: What of these there is → the first such lines.
    noticed: dict[str, list[Noticed]] = field(default_factory=dict)
    #: Says of the number of a line where it stands.
    place: Callable[[int], str] = "line {:,}".format
    #: Reads the times.
    dates: Dates = field(default_factory=Dates)

    def as_dict(self) -> dict[str, int]:
        names = ("lines", "refused", "agents_only", "repeated", "reordered", "undated")
        return {name: getattr(self, name) for name in names}

    def admit(self, lines: Iterable[Line], scratch: Scratch) -> Iterator[Line]:
        remaining = iter(lines)
        first = [*islice(remaining, _LEARNED_FROM)]
        self.dates.learn(time for line in first for time in _times(line.document or {}))
        for line in chain(first, remaining):
            self.lines += 1
            if line.document is None:
                self.refused += self._told("refused", line)
                yield line
            elif (before := _line_before(line, line.document, scratch)) is None:
                document = self._in_order(line, line.document)
                if _only_agents(document):
                    self.agents_only += self._told("agents_only", line)
                else:
                    yield Line(line.number, document)
            else:
                self.repeated += self._told("repeated", line, before=before)

    def _told(self, what: str, line: Line, so: bool = True, *, before: int | None = None) -> bool:
        """Whether it is so; the first lines that are are kept."""
        kept = self.noticed.setdefault(what, []) if so else []
        if so and len(kept) < MOST_NOTICED:
            first = self.place(before) if before is not None else ""
            kept.append(Noticed(self.place(line.number), first))
        return so

    def _in_order(self, line: Line, document: Mapping[str, Any]) -> dict[str, Any]:
        """With dates as ISO 8601 has them, and none where there is none to read."""
        misread = False
        changed = {**document}
        if changed.get("posted_at") is not None:
            posted = self.dates.read(changed.pop("posted_at"))
            misread = posted is None
            changed |= {"posted_at": posted.isoformat()} if posted else {}
        if _are_turns(document.get("turns")):
            times = [self.dates.read(_time(turn)) for turn in document["turns"]]
            given = [_time(turn) is not None for turn in document["turns"]]
            misread |= any(g and t is None for g, t in zip(given, times, strict=True))
            order = _order_of(times)
            self.reordered += self._told("reordered", line, order != sorted(order))
            changed["turns"] = _with_roles([_dated(document["turns"][i], times[i]) for i in order])
        self.undated += self._told("undated", line, misread)
        return changed


def _line_before(line: Line, document: Mapping[str, Any], scratch: Scratch) -> int | None:
    """Where its id came before: in whichever file of a folder, it is the same conversation."""
    id = document.get("id")
    return None if id in (None, "") else scratch.line_before(str(id), line.number)


def _order_of(times: list[datetime | None]) -> list[int]:
    """Turns of the same moment stay as they are, and so do all where one has no time."""
    known = [time for time in times if time is not None]
    order = [*range(len(times))]
    return sorted(order, key=lambda i: known[i]) if len(known) == len(times) else order


def _dated(turn: Mapping[str, Any], time: datetime | None) -> dict[str, Any]:
    undated = {name: value for name, value in turn.items() if name not in _TIMES}
    return {**undated, "at": time.isoformat()} if time else undated


def _with_roles(turns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where only names are known, whoever writes first is the customer."""
    customer = turns[0].get("written_by") if turns else None
    if customer is None:
        return turns
    return [
        {"role": "customer" if turn.pop("written_by", None) == customer else "agent", **turn}
        for turn in turns
    ]


def _are_turns(turns: object) -> bool:
    return isinstance(turns, list) and all(isinstance(turn, dict) for turn in turns)


def _time(turn: Mapping[str, Any]) -> Any:
    return next((turn[name] for name in _TIMES if turn.get(name) not in (None, "")), None)


def _times(document: Mapping[str, Any]) -> Iterator[Any]:
    yield document.get("posted_at")
    turns = document.get("turns")
    if isinstance(turns, list):
        yield from (_time(turn) for turn in turns if isinstance(turn, dict))


def _only_agents(document: Mapping[str, Any]) -> bool:
    turns = document.get("turns")
    if not isinstance(turns, list) or not turns:
        return False
    return all(isinstance(turn, dict) and turn.get("role") == "agent" for turn in turns)
