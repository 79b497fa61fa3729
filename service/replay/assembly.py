"""The four files that come out of a replay, put together from its shards a little at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from service.replay.document import document_of
from service.replay.figures import Figures
from service.replay.files import appearing, give_back_memory, read_records, write_text
from service.replay.report.page import report_html


def assemble(folder: Path, parts: Sequence[Path], figures: Figures) -> None:
    """Write `cases.jsonl`, `examples.jsonl`, `report.json` and `report.html`; count into `figures`.

    Raises OSError.
    """
    give_back_memory()
    with appearing(folder / "cases.jsonl") as cases, appearing(folder / "examples.jsonl") as taught:
        for case, example in read_records(parts):
            figures.add(json.loads(case))
            cases.write(f"{case}\n".encode())
            if example is not None:
                taught.write(f"{example}\n".encode())
    report = json.dumps(document_of(figures), indent=2, ensure_ascii=False) + "\n"
    write_text(folder / "report.json", [report])
    write_text(folder / "report.html", report_html(figures))
