"""What a care team may get wrong in a file of wordings is named, with its line and the reason."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from triage.errors import UnreadablePlaybook
from triage.wording_files import FOLDER, ensure_readable, wording


@pytest.fixture
def late(tmp_path: Path) -> Path:
    """A file of the claims' wordings, in a copy of all of them."""
    return copytree(FOLDER, tmp_path / "wordings") / "claims" / "late.txt"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("(delayed", r"missing \)"),
        ("delayed)|(late", "unbalanced parenthesis"),
        ("(?i)delayed", "global flags"),
        ("(?<=so |very )late", "look-behind"),
        ("*late", "nothing to repeat"),
    ],
)
def test_a_line_that_is_no_pattern_is_refused(late: Path, line: str, reason: str) -> None:
    written = late.read_text(encoding="utf-8")
    late.write_text(f"{written}{line}\n", encoding="utf-8")
    where = rf"late\.txt:{len(written.splitlines()) + 1}: "
    with pytest.raises(UnreadablePlaybook, match=rf"{where}.* is no pattern: {reason}"):
        ensure_readable(late.parents[1])


def test_a_file_that_is_no_text_is_refused(late: Path) -> None:
    late.write_bytes(b"\xfcber\n")
    with pytest.raises(UnreadablePlaybook, match=r"late\.txt: .*utf-8"):
        ensure_readable(late.parents[1])


def test_comments_and_empty_lines_are_no_patterns(late: Path) -> None:
    late.write_text("# (not closed\n\n\\blate\\b\n", encoding="utf-8")
    ensure_readable(late.parents[1])


def test_a_list_that_somebody_emptied_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "emptied.txt").write_text("# Nothing left.\n", encoding="utf-8")
    monkeypatch.setattr("triage.wording_files.FOLDER", tmp_path)
    assert wording("emptied").search("any words at all") is None
