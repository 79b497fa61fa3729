"""The tables of the folders' READMEs: each module stands in one, and what they name is there."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from service.settings import ROOT

#: Not prompts/: its README is for people who do not program.
FOLDERS = (
    "triage", "models", "service", "service/console", "service/replay", "service/slack",
    "tests/benchmarks",
)  # fmt: skip


def _named(folder: str) -> set[str]:
    return set(re.findall(r"`([\w*/]+\.py)`", (ROOT / folder / "README.md").read_text("utf-8")))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_module_of_a_folder_is_named(folder: str) -> None:
    modules = {path.name for path in (ROOT / folder).glob("*.py")} - {"__init__.py"}
    named = _named(folder)
    assert {m for m in modules if not any(fnmatch(m, name) for name in named)} == set()


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_module_that_is_named_is_there(folder: str) -> None:
    roots = (ROOT / folder, ROOT, *(path for path in (ROOT / folder).iterdir() if path.is_dir()))
    assert {name for name in _named(folder) if not any([*r.glob(name)] for r in roots)} == set()


def _links(readme: Path) -> set[str]:
    return set(re.findall(r"\]\(([^)#:\s]+)(?:#[\w-]+)?\)", readme.read_text("utf-8")))


def test_every_link_between_files_leads_somewhere() -> None:
    readmes = [ROOT / "README.md", *(ROOT / folder / "README.md" for folder in FOLDERS)]
    readmes += [ROOT / "prompts" / "README.md", ROOT / "models" / "corpus" / "README.md"]
    broken = {
        (r.parent.name, to) for r in readmes for to in _links(r) if not (r.parent / to).exists()
    }
    assert broken == set()
