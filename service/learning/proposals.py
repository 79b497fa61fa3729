"""A candidate that waits for a person's word: kept in the data folder, shown, never promoted by
itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from models.comparison import Comparison
from models.promotions import Promotions

_FILE = "proposal.json"


@dataclass(frozen=True)
class Proposal:
    model: str
    folder: str
    at: str
    #: Decisions and corrections it was trained on for the first time.
    new: int
    comparison: Mapping[str, Any]

    @property
    def compared(self) -> Comparison:
        return Comparison.from_dict(self.comparison)


def proposed(promotions: Promotions) -> Proposal | None:
    """What waits; None once it is in use, or its folder is gone."""
    try:
        document = json.loads((promotions.folder / _FILE).read_text("utf-8"))
        proposal = Proposal(**document)
    except (OSError, ValueError, TypeError):
        return None
    if any(line.folder == proposal.folder for line in promotions.all()):
        # Somebody has said their word on it.
        return None
    return proposal if Path(proposal.folder).is_dir() else None


def propose(promotions: Promotions, proposal: Proposal) -> None:
    """In place of the one before."""
    promotions.folder.mkdir(parents=True, exist_ok=True)
    file = promotions.folder / _FILE
    unfinished = file.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(asdict(proposal), indent=2, ensure_ascii=False), "utf-8")
    unfinished.replace(file)
