"""`kulanz settings`: every variable with its default and meaning."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.settings import ROOT, Settings

_INBOX_VARIABLES = {
    "SECRET": "Signing secrets of this inbox, the newest first; opens /webhooks/<name>.",
    "REPLY_URL": "Where its approved replies are posted.",
    "LOOKUP_URL": "Asked ?key=… whether a reply in doubt is out.",
    "OWN_AUTHOR": "Our own account's author id there, so that our own posts are not answered.",
}


def run(given: Namespace) -> int:
    for name, default, meaning in listed():
        print(f"{name}  [{default}]\n    {meaning}")
    return 0


def listed() -> Iterator[tuple[str, str, str]]:
    """Name, default, meaning."""
    for field, described in Settings.model_fields.items():
        default = _shown(described.default)
        yield f"KULANZ_{field.upper()}", default, described.description or ""
    for ending, meaning in _INBOX_VARIABLES.items():
        yield f"KULANZ_INBOX_<NAME>_{ending}", "unset", meaning


def _shown(default: Any) -> str:
    if isinstance(default, Path) and default.is_relative_to(ROOT):
        return str(default.relative_to(ROOT))
    if isinstance(default, tuple):
        return ",".join(f"{part:g}" for part in default)
    if isinstance(default, bool):
        return str(default).lower()
    return "unset" if default in (None, "") else str(default)
