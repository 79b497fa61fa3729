"""What `make` lists can be made, in a clone in which nothing was made yet."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TARGETS = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_knows_how_to_make_what_it_needs(target: str, tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "tests/slack_types"):
        given, copy = ROOT / name, tmp_path / name
        if given.is_dir():
            shutil.copytree(given, copy)
        else:
            shutil.copyfile(given, copy)
    done = subprocess.run(
        ["make", "--dry-run", target], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_these_are_targets() -> None:
    assert {"demo", "test", "test-slow", "bench", "train", "clean"} <= {*TARGETS}
