"""A past of a few conversations, and the report of its replay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from service.lines import Line
from service.replay.assembly import assemble
from service.replay.figures import Figures, Rules
from service.replay.files import write_records
from service.replay.records import records_of
from tests.fakes import fake_desk
from triage.remedy import Money

DAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def said(role: str, text: str, minutes: float | None = None) -> dict[str, Any]:
    at = {} if minutes is None else {"at": (DAY + timedelta(minutes=minutes)).isoformat()}
    return {"role": role, "text": text, **at}


def past(n: int, *turns: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": f"c{n}", "lang": "en", "turns": [*turns], **more}


HISTORY = [
    past(1, said("customer", "my bag is lost", 0), said("agent", "haha, bad luck", 90),
          said("customer", "still lost", 95)),
    past(2, said("customer", "flight late, call 0049 170 1234567 or mara@post.example", 1),
          said("agent", "Sorry, please DM us.", 20), said("customer", "great, thank you", 30)),
    past(3, said("customer", "lovely crew", 60 * 24 * 40), said("agent", "Thanks!")),
    past(4, said("customer", "bravo, lost again @RegioBahn"), labels={"complaint": False}),
    past(5, said("customer", "nothing works here"), labels={"complaint": True}),
    past(6, said("customer", "<script>alert(1)</script> lost </script>", 3)),
]  # fmt: skip


def assembled(folder: Path, history: Sequence[dict[str, Any]] = HISTORY) -> Figures:
    folder.mkdir(exist_ok=True)
    lines = [*(Line(n, d) for n, d in enumerate(history, 1)), Line(99, error="not JSON")]
    write_records(folder / "part.parquet", records_of(fake_desk(), lines))
    rules = Rules("2026-11", {"care": Money(Decimal(100), "EUR")})
    figures = Figures("past.jsonl", rules, admission={"lines": 7, "refused": 1})
    assemble(folder, [folder / "part.parquet"], figures)
    return figures
