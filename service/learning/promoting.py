"""A person promotes a candidate, or goes back: what is worse where it matters stays out."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from models.classifier import ComplaintClassifier
from models.comparison import HELD_BACK, SAFETY, Comparison, compare, safety_set
from models.dataset import corpus_files
from models.folder import CONFIG, RUN, TONE, ModelFolder, sha256
from models.labelled_files import read_examples
from models.promotions import Promotion
from service.settings import SHIPPED_MODEL, Settings
from triage.errors import ModelNotPromoted


def promote(settings: Settings, folder: Path, *, by: str, now: datetime) -> Comparison:
    """Put that model in use.

    Raises UnreadableModel, or ModelNotPromoted, which says in one sentence why not.
    """
    candidate = ModelFolder.open(folder)
    _ensure_usable(settings, candidate)
    comparison = compared(settings, candidate)
    if comparison.refusal:
        raise ModelNotPromoted(comparison.refusal)
    settings.promotions.promote(folder, candidate.model, by=by, now=now)
    return comparison


def roll_back(settings: Settings, *, by: str, now: datetime) -> Promotion:
    """Back to the model before. Raises NothingToRollBackTo."""
    return settings.promotions.roll_back(shipped_model(), by=by, now=now)


def shipped_model() -> str:
    return ModelFolder.open(SHIPPED_MODEL).model


def compared(settings: Settings, candidate: ModelFolder) -> Comparison:
    """Anew on the safety set; on the examples held back as training found it, if that was against
    the model in use. Those are not kept, so that nobody's words are."""
    current = ModelFolder.open(settings.model_dir)
    threads = settings.model_threads
    fresh = compare(
        ComplaintClassifier.load(candidate.path, threads=threads),
        ComplaintClassifier.load(current.path, threads=threads),
        {SAFETY: safety_set(read_examples(corpus_files()))},
    )
    recorded = recorded_comparison(candidate.path)
    if recorded is None or recorded.current != current.model:
        return fresh
    theirs = tuple(m for m in recorded.measures if m.part == HELD_BACK)
    return Comparison(fresh.current, fresh.candidate, (*theirs, *fresh.measures))


def recorded_comparison(folder: Path) -> Comparison | None:
    """What training found; None where it compared with nothing."""
    try:
        record: dict[str, Any] = json.loads((folder / RUN).read_text("utf-8"))
        return Comparison.from_dict(record["comparison"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _ensure_usable(settings: Settings, candidate: ModelFolder) -> None:
    if candidate.path.absolute() == settings.model_dir.absolute():
        raise ModelNotPromoted(f"{candidate.model} is in use already.")
    if TONE not in candidate.config["files"]:
        raise ModelNotPromoted(f"{candidate.model} has no tone model: train it on replies too.")
    others = [SHIPPED_MODEL, *(Path(p.folder) for p in settings.promotions.all() if p.folder)]
    for other in others:
        if _called(other) == candidate.model and _digest(other) != _digest(candidate.path):
            # Each case names the model that read it: no two may have one name.
            raise ModelNotPromoted(
                f"There is another model called {candidate.model}: train into another folder."
            )


def _called(folder: Path) -> str | None:
    try:
        config = json.loads((folder / CONFIG).read_text("utf-8"))
        return f"{config['name']}-{config['version']}"
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _digest(folder: Path) -> str:
    return sha256(folder / CONFIG)
