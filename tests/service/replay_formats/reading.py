"""Inputs read as a replay reads them, without the desk."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from service.lines import Line
from service.replay.admission import Admission
from service.replay.scratch import Scratch
from service.replay.sources import Inputs, find_inputs


@dataclass(frozen=True)
class Reading:
    inputs: Inputs
    lines: list[Line]
    admission: Admission

    @property
    def said(self) -> list[list[str]]:
        """Each conversation as `c:` and `a:` with the words; a broken line as its error."""
        return [_said(line) for line in self.lines]

    @property
    def errors(self) -> list[tuple[int, str]]:
        return [(line.number, line.error) for line in self.lines if line.document is None]

    @property
    def ids(self) -> list[str]:
        return [str(line.document.get("id")) for line in self.lines if line.document]


def read(path: Path | str, said: Mapping[str, str] | None = None) -> Reading:
    inputs = find_inputs(str(path), said or {}, without=Path("no such folder"))
    admission = Admission(place=inputs.place)
    with Scratch() as scratch:
        lines = [*admission.admit(inputs.lines(scratch), scratch)]
    return Reading(inputs, lines, admission)


def read_text(folder: Path, name: str, text: str | bytes, **said: str) -> Reading:
    """A file of that name, with columns for fields."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(path, said)


def as_json_lines(documents: Sequence[Any]) -> str:
    return "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)


def conversation(id: str, text: str = "my bag is lost") -> dict[str, Any]:
    return {"id": id, "turns": [{"role": "customer", "text": text}]}


def pipe(monkeypatch: pytest.MonkeyPatch, stream: io.RawIOBase | bytes) -> None:
    """What comes in on standard input."""
    raw = io.BytesIO(stream) if isinstance(stream, bytes) else stream
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(raw)))


def _said(line: Line) -> list[str]:
    if line.document is None:
        return [line.error]
    turns = line.document.get("turns", [])
    return [f"{turn['role'][0]}:{turn['text']}" for turn in turns]
