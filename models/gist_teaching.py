"""Makes a model folder that points at gists of one that does not, or does worse: everything else of
it stays as it is. Needs the extra `kulanz[train]`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch

from models.card import render_card
from models.dataset import Examples, read_examples
from models.encoder import Encoder
from models.folder import CARD, GIST, RUN, ModelFolder, write_config
from models.gist import GistHead
from models.gist_training import ENOUGH, fit_gist, pointed, share_met
from models.train_settings import TrainSettings
from triage.errors import ModelFolderTaken, UnreadableExamples


def teach_gist(paths: Sequence[Path], given: Path, out: Path, settings: TrainSettings) -> Path:
    """A copy of the model folder `given` with a head that learned gists from labelled files.

    Raises UnreadableExamples where too few complaints say what their gist is, UnreadableModel, or
    ModelFolderTaken for a folder with files in it.
    """
    if out.exists() and any(out.iterdir()):
        raise ModelFolderTaken(f"{out} is not empty; a model folder is never overwritten.")
    folder, examples = ModelFolder.open(given), read_examples(paths)
    torch.set_num_threads(settings.threads)
    head, figures = _taught(examples, folder.encoder(settings.threads), settings)
    shutil.copytree(given, out, dirs_exist_ok=True)
    head.save(out / GIST)
    write_config(out, {**folder.config, "name": settings.name, "version": settings.version})
    record = json.loads((given / RUN).read_text("utf-8"))
    record |= {"model": f"{settings.name}-{settings.version}"}
    record |= {"gist": _described(examples, settings, folder.model) | figures}
    (out / RUN).write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", "utf-8")
    (out / CARD).write_text(render_card(record), "utf-8")
    return out


def _taught(
    examples: Examples, encoder: Encoder, settings: TrainSettings
) -> tuple[GistHead, dict[str, Any]]:
    sides = {
        side: pointed([e for e in examples.mentions if e.split == side], encoder)
        for side in ("train", "dev", "test")
    }
    if len(sides["train"]) < ENOUGH:
        raise UnreadableExamples(
            f"Only {len(sides['train'])} complaints to learn from say which words are their gist; "
            f"it takes {ENOUGH}."
        )
    head = fit_gist(sides["train"], sides["dev"], settings.gist_fit, settings.seed)
    met = {side: round(share_met(head, of), 4) for side, of in sides.items() if of}
    return head, {"examples": {side: len(of) for side, of in sides.items()}, "met": met}


def _described(examples: Examples, settings: TrainSettings, base: str) -> dict[str, Any]:
    """What went into it; the rest of the record is that of the model it was made of."""
    return {
        "of": base,
        "command": settings.command,
        "started_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": settings.seed,
        "settings": asdict(settings.gist_fit),
        "files": {
            name: {"rows": rows, "sha256": digest}
            for name, (rows, digest) in examples.files.items()
        },
    }
