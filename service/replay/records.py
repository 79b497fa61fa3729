"""What becomes of a line in a replay. Neither Parquet nor the engine is loaded for it: a process
that replays stays small."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from service.lines import Line
from service.replay.shard import replay_shard
from triage.desk import Desk


@dataclass(frozen=True)
class Record:
    """What became of one line. `case` and `example` are for `cases.jsonl` and `examples.jsonl`; the
    rest is for those who ask the shards with SQL, and None where the line can't be read."""

    line: int
    id: str | None
    lang: str | None
    complaint: bool | None
    topic: str | None
    severity: int | None
    ironic: bool | None
    outcome: str | None
    case: str
    example: str | None


def as_json(document: Any) -> str:
    """Half a surrogate pair, which UTF-8 does not know, stays escaped."""
    text = json.dumps(document, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode()


def records_of(desk: Desk, lines: Sequence[Line]) -> list[Record]:
    return [_record(line, one) for line, one in zip(lines, replay_shard(desk, lines), strict=True)]


def _record(line: Line, replayed: dict[str, Any]) -> Record:
    case, example = replayed.get("case"), replayed.get("example")
    assessment = case["assessment"] if case else {}
    return Record(
        line=line.number,
        id=case["id"] if case else None,
        lang=case["lang"] if case else None,
        complaint=assessment.get("complaint"),
        topic=assessment.get("topic"),
        severity=case["severity"] if case else None,
        ironic=assessment.get("ironic"),
        outcome=case["outcome"] if case else None,
        case=as_json(case or replayed["error"]),
        example=as_json(example) if example else None,
    )
