"""The figures of our own corpus as its README shows them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import models
from models.diversity import diversity

CORPUS = Path(models.__file__).parent / "corpus"
Row = Mapping[str, Any]


@cache
def rows_of(folder: str) -> tuple[Row, ...]:
    files = sorted((CORPUS / folder).glob("*.jsonl"))
    return tuple(json.loads(line) for f in files for line in f.read_text("utf-8").splitlines())


def tables() -> str:
    mentions, replies = rows_of("mentions"), rows_of("replies")
    return "\n".join(
        [
            _table(["", "all", "de", "en"], _counts(mentions)),
            _table(["replies", "all", "de", "en"], _reply_counts(replies)),
            _table(
                ["", "texts", "words", "different", "different in 500", "pairs that stand once"],
                [
                    _diversity(f"{what}, {lang}", [r[text] for r in rows if r["lang"] == lang])
                    for what, text, rows in (
                        ("mentions", "text", mentions),
                        ("replies", "reply", replies),
                    )
                    for lang in ("de", "en")
                ],
            ),
        ]
    )


def _counts(rows: Sequence[Row]) -> list[list[object]]:
    kinds = sorted({r["kind"] for r in rows})
    return [
        ["mentions", *_by_language(rows)],
        ["writers", len({r["writer"] for r in rows}), *_writers(rows)],
        ["complaints", *_by_language([r for r in rows if r["labels"]["complaint"]])],
        ["ironic", *_by_language([r for r in rows if r["labels"]["ironic"]])],
        *(
            [f"kind {kind}", *_by_language([r for r in rows if r["kind"] == kind])]
            for kind in kinds
        ),
    ]


def _reply_counts(rows: Sequence[Row]) -> list[list[object]]:
    rules = sorted({rule for r in rows for rule in r["rules"]})
    return [
        ["all", *_by_language(rows)],
        ["publishable", *_by_language([r for r in rows if r["publishable"]])],
        *([rule, *_by_language([r for r in rows if rule in r["rules"]])] for rule in rules),
    ]


def _by_language(rows: Sequence[Row]) -> list[object]:
    return [len(rows), *(sum(r["lang"] == lang for r in rows) for lang in ("de", "en"))]


def _writers(rows: Sequence[Row]) -> list[object]:
    return [len({r["writer"] for r in rows if r["lang"] == lang}) for lang in ("de", "en")]


def _diversity(name: str, texts: Sequence[str]) -> list[object]:
    found = diversity(texts)
    shares = (f"{found.moving_share:.2f}", f"{found.lone_pairs:.2f}")
    return [name, found.texts, f"{found.words:,}", f"{found.different_words:,}", *shares]


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [columns, ["---", *["--:"] * (len(columns) - 1)], *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)
