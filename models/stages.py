"""Parts of a training run that are kept: done once for the same inputs, gone on with if cut off."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.learning import Checkpoint

_DONE = "done.json"


def staged(
    work: Path,
    name: str,
    inputs: object,
    make: Callable[[Path, Checkpoint], dict[str, Any]],
) -> tuple[Path, dict[str, Any]]:
    """The folder that `make` fills, and what it says of its work.

    The folder's name holds the hash of `inputs`: everything that `make` depends on.
    """
    told = json.dumps(inputs, sort_keys=True, ensure_ascii=False, default=str)
    folder = work / f"{name}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"
    done, checkpoint = folder / _DONE, Checkpoint(folder / "checkpoint.safetensors")
    if not done.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        done_with = make(folder, checkpoint)
        done.write_text(json.dumps(done_with), "utf-8")
        checkpoint.file.unlink(missing_ok=True)
    found: dict[str, Any] = json.loads(done.read_text("utf-8"))
    return folder, found
