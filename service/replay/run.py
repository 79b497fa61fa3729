"""Replay in shards that are done once: interrupted anywhere, the same call goes on from there.

A shard is a range of the input. Its file is named after a hash of what it is made from (those
lines, the model, the words, the rules) and appears only when it is complete.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from service.lines import Line, written
from service.replay.figures import Figures
from service.replay.report import report_html
from service.replay.shard import replay_shard
from service.settings import ROOT, Settings
from triage.desk import Desk

#: Conversations in one shard: seconds of work at most are done again after an interruption.
SHARD = 200

_PARTS = "parts"


@dataclass(frozen=True)
class Replay:
    """One call of `kulanz replay`: where it writes, and what its results depend on."""

    out: Path
    #: Shown in the report.
    input_name: str
    #: Hash of model, words, policy and rules; another one makes every shard new.
    configuration: str
    load_desk: Callable[[], Desk]

    def run(self, lines: Iterable[Line], advance: Callable[[int], None]) -> Figures:
        """Replay what is not yet replayed, then write the four files; the figures."""
        (self.out / _PARTS).mkdir(parents=True, exist_ok=True)
        desk: Desk | None = None
        parts: list[Path] = []
        for number, shard in enumerate(_shards(lines)):
            part = self._part(number, shard)
            if not part.exists():
                desk = desk or self.load_desk()
                _write(part, map(written, replay_shard(desk, shard)))
            parts.append(part)
            advance(len(shard))
        figures = self._assemble(parts)
        self._forget_others(parts)
        return figures

    def _part(self, number: int, shard: Sequence[Line]) -> Path:
        made_from = [self.configuration, [[li.number, li.document, li.error] for li in shard]]
        digest = hashlib.sha256(json.dumps(made_from).encode()).hexdigest()[:20]
        return self.out / _PARTS / f"{number:06}-{digest}.jsonl"

    def _assemble(self, parts: Sequence[Path]) -> Figures:
        figures = Figures(self.input_name)

        def cases() -> Iterator[bytes]:
            for record in _records(parts):
                case = record.get("case") or record["error"]
                figures.add(case)
                yield written(case)

        _write(self.out / "cases.jsonl", cases())
        examples = (record.get("example") for record in _records(parts))
        _write(self.out / "examples.jsonl", (written(e) for e in examples if e))
        report = json.dumps(figures.as_dict(), indent=2, ensure_ascii=False) + "\n"
        _write(self.out / "report.json", [report.encode()])
        _write(self.out / "report.html", [report_html(figures).encode("utf-8", "replace")])
        return figures

    def _forget_others(self, parts: Sequence[Path]) -> None:
        """Shards of an earlier model or another input are of no more use."""
        for path in set((self.out / _PARTS).iterdir()) - {*parts}:
            path.unlink()


def configuration_of(settings: Settings) -> str:
    """Hash of everything that the desk's word on a conversation depends on."""
    rules = (ROOT / package for package in ("triage", "models", "prompts", "service/replay"))
    files = [
        *_files(settings.model_dir, "*"),
        *_files(settings.playbooks, "*"),
        ROOT / "service" / "forms.py",
        settings.policy,
        settings.voice,
        *(file for folder in rules for file in _files(folder, "*.py")),
    ]
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"\0{file.name}\0".encode())
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(path for path in folder.rglob(pattern) if path.is_file())


def _shards(lines: Iterable[Line]) -> Iterator[list[Line]]:
    remaining = iter(lines)
    while shard := [*islice(remaining, SHARD)]:
        yield shard


def _records(parts: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for part in parts:
        with part.open("rb") as lines:
            yield from map(json.loads, lines)


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    """The file appears under its name only when all of it is on the disk."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    with unfinished.open("wb") as file:
        file.writelines(chunks)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
