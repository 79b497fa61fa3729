"""What people read of an evaluation: tables in the terminal, mistakes a line each, and a report
that runs nothing of what others wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from service.commands.evaluate import show
from service.evaluation.report import report_html
from tests.service.evaluating import MENTIONS, REPLIES, measured, mention, reply

HOSTILE = "\x1b[2Jbravo\n\u202efine [bold]night <script>alert(1)</script>"


def _printed(folder: Path, capsys: pytest.CaptureFixture[str], **files: Sequence[object]) -> str:
    show(measured(folder, **files), as_json=False, report=None)
    return capsys.readouterr().out


def test_people_see_one_table_over_all_sets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = _printed(tmp_path, capsys, one=MENTIONS, two=MENTIONS[:1], said=REPLIES)
    assert "5 mentions, 4 replies" in shown
    complaints = shown[: shown.index("Heads")].splitlines()
    rows = {line.split("  ")[0].strip(): line for line in complaints}
    assert re.search(r"5 +3 +1 +1 \(50 %\) +0\.667 +0\.667 0\.667", rows["all sets"])
    assert re.search(r"1 +1 +1 +0 +– +0\.000 0\.000", rows["ironic complaint"])
    assert re.search(r"said +1 / 2 \(50\.0 %\)", shown)
    assert max(map(len, shown.splitlines())) <= 80


def test_mistakes_are_a_line_each_and_steer_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = _printed(tmp_path, capsys, one=[mention(HOSTILE, True, id="\x1b[31mx", kind="a\tb")])
    [line] = [line for line in shown.splitlines() if "bravo" in line]
    assert line.startswith("0.10 · one/\\x1b[31mx · a b · \\x1b[2Jbravo \\u202efine [bold]night")
    assert all(c.isprintable() for c in shown.replace("\n", ""))


def test_the_ten_worst_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = [mention(f"quiet word {n}", True) for n in range(12)]
    shown = _printed(tmp_path, capsys, one=many)
    assert "Missed complaints: 12, the worst 10" in shown
    assert shown.count("quiet word") == 10


def test_a_long_text_is_shown_from_its_evidence_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blog = "We walked along the river for a week. " * 9 + "The bed broke."
    labels = {"complaint": True, "evidence": "The bed broke."}
    shown = _printed(tmp_path, capsys, one=[{"text": blog, "labels": labels}])
    assert "… The bed broke." in shown


# -- the report ----------------------------------------------------------------------------------


def _report(folder: Path, **files: Sequence[object]) -> str:
    found = measured(folder, **files)
    page = report_html(found, found.as_dict())
    # Without the plots' script, which is long.
    return re.sub(r"(?s)<script[^>]*>.*?</script>", "", page, count=1)


def test_every_mistake_is_in_the_report_with_its_evidence(tmp_path: Path) -> None:
    text = "A week by the sea, and then the bed broke under us."
    labels = {"complaint": True, "evidence": "the bed broke"}
    many = [mention(f"quiet word {n}", True) for n in range(12)]
    page = _report(tmp_path, one=[*MENTIONS, {"text": text, "labels": labels}, *many], said=REPLIES)
    assert "A week by the sea, and then <mark>the bed broke</mark> under us." in page
    # What the fake classifier takes for the evidence: the first four letters.
    assert "<mark>bett</mark>er late than never" in page
    assert page.count("quiet word") == 12
    assert "Wings, they say." in page
    assert "complaint 0.10" in page
    for title in ("Missed complaints", "False alarms", "Calibration: complaint", "Rules"):
        assert title in page


def test_a_report_shows_only_what_was_measured(tmp_path: Path) -> None:
    page = _report(tmp_path, said=REPLIES[:1])
    assert "Calibration" not in page
    assert "Missed" not in page
    assert "search" not in re.sub(r"(?s)<(script|style)>.*?</\1>", "", page)


def test_the_report_runs_nothing_that_others_wrote(tmp_path: Path) -> None:
    bad = '"><img src=x onerror=alert(1)>'
    rows = [mention(HOSTILE, True, id=bad, kind=bad, lang=bad), mention(f"late {bad}", False)]
    page = _report(tmp_path, one=rows, said=[{**reply(f"haha {bad}"), "complaint": bad}])
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "\x1b" not in page
    assert 'src="http' not in page


def test_half_a_surrogate_pair_can_be_written(tmp_path: Path) -> None:
    found = measured(tmp_path, one=[b'{"text": "half \\ud800", "labels": {"complaint": true}}\n'])
    out = tmp_path / "out.html"
    show(found, as_json=True, report=str(out))
    assert "half" in out.read_text("utf-8")
