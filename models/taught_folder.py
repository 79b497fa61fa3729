"""A model folder made of another one: everything that is not taught stays as it is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch

from models.card import render_card
from models.dataset import Examples
from models.encoder import Encoder
from models.export import halfway_in
from models.folder import (
    CARD,
    ENCODER,
    RUN,
    TOKENIZER,
    WORDS,
    ModelFolder,
    load_projection,
    write_config,
)
from models.labelled_files import read_examples
from models.reading_cache import ReadingCache
from models.train_settings import TrainSettings
from models.word_table import WordTable
from triage.errors import ModelFolderTaken


def opened(
    paths: Sequence[Path], given: Path, out: Path, settings: TrainSettings
) -> tuple[ModelFolder, Examples]:
    """Raises ModelFolderTaken for a folder `out` with files in it, UnreadableModel,
    UnreadableExamples."""
    if out.exists() and any(out.iterdir()):
        raise ModelFolderTaken(f"{out} is not empty; a model folder is never overwritten.")
    torch.set_num_threads(settings.threads)
    return ModelFolder.open(given), read_examples(paths)


def read_halfway(folder: ModelFolder) -> ModelFolder:
    """The same, whose encoder hands out what it reads half way, too."""
    halfway = halfway_in(folder.path / ENCODER)
    return replace(folder, config={**folder.config, "halfway": halfway})


def copied(folder: ModelFolder, out: Path) -> None:
    shutil.copytree(folder.path, out, dirs_exist_ok=True)


def finished(
    folder: ModelFolder, out: Path, settings: TrainSettings, taught: Mapping[str, Any]
) -> Path:
    """The folder with its configuration, its record and its card; what is not taught is as the
    given folder's record has it."""
    write_config(out, {**folder.config, "name": settings.name, "version": settings.version})
    record = record_of(folder) | {"model": f"{settings.name}-{settings.version}", **taught}
    (out / RUN).write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", "utf-8")
    (out / CARD).write_text(render_card(record), "utf-8")
    return out


def record_of(folder: ModelFolder) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((folder.path / RUN).read_text("utf-8"))
    return record


def cache_of(folder: ModelFolder, settings: TrainSettings) -> ReadingCache:
    """Reads as its heads do."""
    encoder = Encoder(
        folder.path / ENCODER,
        folder.path / TOKENIZER,
        load_projection(folder.path),
        max_tokens=folder.config["max_tokens"],
        threads=settings.threads,
        adapter=folder.adapter(),
    )
    words = WordTable.load(folder.path / WORDS)
    return ReadingCache(encoder, folder.reads_as, settings.work / "features", words)


def described(
    examples: Examples, settings: TrainSettings, given: ModelFolder, by: Mapping[str, Any]
) -> dict[str, Any]:
    """What went into it; the rest of the record is that of the model it was made of."""
    return {
        "of": given.model,
        "command": settings.command,
        "started_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": settings.seed,
        "settings": dict(by),
        "files": {
            name: {"rows": rows, "sha256": digest}
            for name, (rows, digest) in examples.files.items()
        },
    }
