"""Two replays side by side: what changed between them, and which can not be compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.replay.comparison import NotComparable, compared
from service.replay.report.compare_page import Reports, compare_html
from tests.service.small_past import HISTORY, assembled


def test_two_replays_are_set_side_by_side(tmp_path: Path) -> None:
    assembled(tmp_path / "a")
    assembled(tmp_path / "b")
    cases = (tmp_path / "b/cases.jsonl").read_text().splitlines()
    first = json.loads(cases[0])
    first["draft"]["reply"], first["severity"] = "Other words.", 3
    fourth = json.loads(cases[3])
    fourth["draft"], fourth["assessment"]["complaint"] = None, False
    changed = [json.dumps(first), *cases[1:3], json.dumps(fourth), *cases[4:]]
    (tmp_path / "b/cases.jsonl").write_text("\n".join(changed) + "\n")

    comparison = compared(tmp_path / "a", tmp_path / "b")
    assert comparison.same == 5
    assert comparison.changes == {"graver": 1, "other_words": 1, "mended": 1, "found_before": 1}
    assert comparison.moved["severity:3"] == 1
    assert comparison.moved["complaint"] == 1
    reports = Reports.seen_from(tmp_path / "out", tmp_path / "a", tmp_path / "b")
    page = "".join(compare_html(comparison, reports))
    assert "Other words." in page
    assert "<script>alert" not in page
    # What B has more or less leads to the pairs; what each has, to its own report.
    assert '<a href="#show=moved%3Aseverity%3A3">+1</a>' in page
    assert '<a href="../a/report.html#show=complaint">' in page


def test_replays_of_different_conversations_can_not_be_compared(tmp_path: Path) -> None:
    assembled(tmp_path / "a")
    assembled(tmp_path / "b", HISTORY[1:])
    with pytest.raises(NotComparable, match="line 1"):
        compared(tmp_path / "a", tmp_path / "b")
    with pytest.raises(NotComparable, match="no finished replay"):
        compared(tmp_path / "a", tmp_path / "c")
