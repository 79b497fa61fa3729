"""The shipped model, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

import models
from models.classifier import ComplaintClassifier

SHIPPED = Path(models.__file__).parent / "artifacts" / "bilingual" / "11"


@pytest.fixture(scope="session")
def shipped() -> Path:
    return SHIPPED


@pytest.fixture(scope="session")
def classifier() -> ComplaintClassifier:
    return ComplaintClassifier.load(SHIPPED)
