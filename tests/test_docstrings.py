"""The examples in the docstrings hold, in every module that has some."""

from __future__ import annotations

import doctest
from collections.abc import Iterator
from importlib import import_module

import pytest

from service.settings import ROOT


def _with_examples(package: str) -> Iterator[str]:
    for path in sorted((ROOT / package).rglob("*.py")):
        if " >>> " in path.read_text("utf-8"):
            yield ".".join(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("package", ["triage", "models", "prompts", "service"])
def test_the_examples_in_the_docstrings_hold(package: str) -> None:
    tried = {name: doctest.testmod(import_module(name)) for name in _with_examples(package)}
    assert tried, "a package without examples need not stand here"
    assert {name for name, examples in tried.items() if examples.failed} == set()
