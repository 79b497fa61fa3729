"""Makes a model folder of one that is there whose encoder is adapted to its heads; these are
calibrated anew and stay as they are otherwise. Needs the extra `kulanz[train]`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from models.adapter import load_adapter, save_adapter, towards
from models.adapter_lessons import shown
from models.adapter_training import fit_adapter, values_of
from models.complaint_letters_training import put_complaint_letters
from models.dataset import Examples
from models.fitting import fit_scales
from models.folder import ADAPTER, JOKES, ModelFolder, write_config
from models.heads import Head
from models.joke_teaching import put_jokes
from models.learning import Checkpoint, denormals_flushed
from models.mention_training import Side, calibrating, side_of, thresholds
from models.stages import staged
from models.taught_folder import cache_of, copied, described, finished, opened, record_of
from models.train_settings import TrainSettings
from models.training_record import counts, measured
from triage.errors import UnreadableExamples

#: With fewer an encoder would only learn them by heart.
ENOUGH = 2000


def teach_adapter(paths: Sequence[Path], given: Path, out: Path, settings: TrainSettings) -> Path:
    """A copy of the model folder `given` whose encoder reads a little otherwise, so that the heads
    err less.

    Raises UnreadableExamples where there is too little to learn from, UnreadableModel, or
    ModelFolderTaken for a folder with files in it.
    """
    folder, examples = opened(paths, given, out, settings)
    with denormals_flushed():
        made = _adapter(examples, folder, settings)
    learned, share = load_adapter(made / ADAPTER), settings.adapter_fit.share
    copied(folder, out)
    save_adapter(out / ADAPTER, towards(learned, share, values_of(folder)))
    plain = {k: v for k, v in folder.config.items() if k != "calibration"}
    write_config(out, plain)
    adapted = ModelFolder.open(out)
    calibration, chosen = _calibrated(adapted, examples, settings)
    write_config(out, {**plain, "calibration": calibration, "thresholds": chosen})
    if letters := folder.complaint_letters():
        put_complaint_letters(examples, out, cache_of(adapted, settings), letters)
    if folder.jokes() and examples.replies:
        put_jokes(examples, out, settings, folder.path / JOKES)
    taught = described(examples, settings, folder, asdict(settings.adapter_fit))
    numbers = sum(values.size for values in load_adapter(out / ADAPTER).values())
    figures = {
        "adapter": taught | {"numbers": numbers, "calibration": calibration},
        "examples": counts(examples, settings),
        "thresholds": chosen,
        "settings": record_of(folder)["settings"] | {"missed_costs": asdict(settings.missed)},
    } | _measured(examples, out, settings)
    return finished(ModelFolder.open(out), out, settings, figures)


def _adapter(examples: Examples, folder: ModelFolder, settings: TrainSettings) -> Path:
    """The folder that has it."""
    fit = settings.adapter_fit
    lessons = shown(examples.mentions, examples.replies, cache_of(folder, settings), fit)
    if len(lessons.texts) < ENOUGH:
        raise UnreadableExamples(
            f"Only {len(lessons.texts)} passages to adapt the encoder with; it takes {ENOUGH}."
        )

    def make(into: Path, checkpoint: Checkpoint) -> dict[str, Any]:
        adapter = fit_adapter(lessons, folder, fit, seed=settings.seed, checkpoint=checkpoint)
        save_adapter(into / ADAPTER, adapter)
        return {}

    # How far to go is chosen afterwards.
    learned_by = {k: v for k, v in asdict(fit).items() if k != "share"}
    inputs = [examples.files, folder.config["files"], learned_by, settings.seed]
    return staged(settings.work, "adapter", inputs, make)[0]


def _calibrated(
    adapted: ModelFolder, examples: Examples, settings: TrainSettings
) -> tuple[dict[str, tuple[float, float]], dict[str, float]]:
    """By what is held back: how much the log-odds of each head count now and what is added to
    them; and the thresholds."""
    dev = side_of(examples.mentions, "dev", cache_of(adapted, settings))
    heads = adapted.mention_heads()
    held_back = {name: calibrating(name, dev, dev) for name in heads}
    scales = {name: _scale(name, head, held_back[name]) for name, head in heads.items()}
    anew = {name: head.calibrated(*scales[name]) for name, head in heads.items()}
    return scales, asdict(thresholds(anew, held_back, settings.missed))


def _scale(name: str, head: Head, side: Side) -> tuple[float, float]:
    said = head.logits(side.x)
    scales = fit_scales(said, np.zeros_like(said), side.labelled(name, {}).y)
    return round(scales.states, 4), round(scales.shift, 4)


def _measured(examples: Examples, out: Path, settings: TrainSettings) -> dict[str, Any]:
    """Of replies too, where some are given: the tone is heard in what the encoder makes of them."""
    figures = measured(examples, out, None, settings)
    return {name: figures[name] for name in ("test", "replies") if figures[name]}
