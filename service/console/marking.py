"""Texts that are translated where they are shown, not where they stand."""

from __future__ import annotations


def N_(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text
