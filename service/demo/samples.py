"""The sample mentions that ship with the project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def samples() -> list[dict[str, Any]]:
    """In the order in which they come in."""
    lines = Path(__file__).with_name("mentions.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]
