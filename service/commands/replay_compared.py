"""`kulanz replay --compare A B --out DIR`: two finished replays side by side."""

from __future__ import annotations

import json
from pathlib import Path

from service.commands.calls import WrongCall
from service.replay.comparison import NotComparable, compared
from service.replay.files import write_text
from service.replay.report.compare_page import Reports, compare_html


def compare(a: Path, b: Path, out: Path) -> int:
    """Raises WrongCall."""
    try:
        comparison = compared(a, b)
    except NotComparable as error:
        raise WrongCall(str(error)) from error
    out.mkdir(parents=True, exist_ok=True)
    document = json.dumps(comparison.as_dict(), indent=2, ensure_ascii=False) + "\n"
    page = out / "compare.html"
    write_text(out / "compare.json", [document])
    write_text(page, compare_html(comparison, Reports.seen_from(out, a, b)))
    complaints = f"{comparison.a.complaints:,} complaints in A, {comparison.b.complaints:,} in B"
    print(f"{comparison.conversations:,} conversations, the same in {comparison.same:,} of them")
    print(complaints)
    print(f"Side by side: {page}")
    return 0
