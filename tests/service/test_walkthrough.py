"""The walkthrough of the README, run as it is printed there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from service.settings import ROOT
from tests.command import KULANZ, environment
from tests.service.ferry_past import write_past

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2400)]

_TITLE = "## From past complaints to a model of your own"
#: What a promotion hangs on may turn out otherwise on another processor, and figures do.
_VARIES = re.compile(r"\d[\d.,]*|\b(better|worse|decides nothing|equal)\b|[\s,]+")


def _commands() -> list[tuple[str, list[str]]]:
    """Each command of the section, with the lines that it is said to print."""
    section = (ROOT / "README.md").read_text("utf-8").partition(_TITLE)[2].partition("\n## ")[0]
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", section, re.DOTALL):
        for line in block.replace("\\\n", "").splitlines():
            if line.startswith("$ "):
                found.append((line.removeprefix("$ "), []))
            elif line.strip():
                found[-1][1].append(line)
    return found


def test_every_command_says_what_the_readme_says(tmp_path: Path) -> None:
    write_past(tmp_path / "past.csv", 600)
    commands = _commands()
    assert len([call for call, _ in commands if call.startswith("kulanz ")]) == 6
    variables = environment(tmp_path)
    variables |= {"PATH": f"{Path(KULANZ).parent}:{variables['PATH']}"}
    # As for whoever follows it: in the folder where they are.
    variables["KULANZ_DATA_DIR"] = ".kulanz"
    for call, printed in commands:
        done = subprocess.run(
            call, shell=True, cwd=tmp_path, env=variables, capture_output=True, text=True,
            timeout=2000, check=False,
        )  # fmt: skip
        said = _VARIES.sub("", done.stdout + done.stderr)
        for line in printed:
            for part in line.split("…"):
                assert _VARIES.sub("", part) in said, (call, line, done.stdout + done.stderr)
