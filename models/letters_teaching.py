"""Makes a model folder of one that is there, in which runs of letters are listened to beside its
heads. Needs the extra `kulanz[train]`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from models.complaint_letters_training import (
    fit_complaint_letters,
    lacking,
    put_complaint_letters,
    telling,
)
from models.dataset import Examples
from models.folder import QUOTABLE_LETTERS, ModelFolder, write_config
from models.quotable_letters_training import enough, fit_quotable_letters, together, weighed
from models.quotable_training import offered_by_side, shares_fit
from models.taught_folder import cache_of, copied, described, finished, opened, record_of
from models.train_settings import TrainSettings
from models.training_record import counts, measured
from triage.errors import UnreadableExamples


def teach_letters(paths: Sequence[Path], given: Path, out: Path, settings: TrainSettings) -> Path:
    """A copy of the model folder `given` in which runs of letters say beside the heads what is a
    complaint, and, if enough complaints say so, what to quote of it; by nothing that such runs said
    before.

    Raises UnreadableExamples where there is too little to learn from, UnreadableModel, or
    ModelFolderTaken for a folder with files in it.
    """
    folder, examples = opened(paths, given, out, settings)
    if said := lacking(examples):
        raise UnreadableExamples(said)
    told, fit = telling(examples, "train"), settings.complaint_letters_fit
    letters = fit_complaint_letters(told, fit)
    copied(folder, out)
    letters = put_complaint_letters(examples, out, cache_of(folder, settings), letters)
    learned = {"passages": len(told), "share": round(letters.share, 4)}
    figures = {
        "complaint_letters": described(examples, settings, folder, asdict(fit)) | learned,
        **_put_quotable(examples, folder, out, settings),
        "examples": record_of(folder)["examples"] | counts(examples, settings),
        "test": record_of(folder)["test"] | measured(examples, out, None, settings)["test"],
    }
    return finished(ModelFolder.open(out), out, settings, figures)


def _put_quotable(
    examples: Examples, folder: ModelFolder, out: Path, settings: TrainSettings
) -> dict[str, Any]:
    """Letters beside the head that chooses what to quote, weighed against it; what they learned."""
    pointer = folder.pointer()
    if pointer is None or pointer.quotable is None:
        return {}
    sides = offered_by_side(examples, folder, settings.threads)
    if not enough(sides["train"], sides["dev"]):
        return {}
    fit = settings.quotable_letters_fit
    letters = weighed(fit_quotable_letters(sides["train"], fit), pointer.quotable, sides["dev"])
    made = ModelFolder.open(out)
    letters.save(out / QUOTABLE_LETTERS)
    write_config(out, made.config)
    learned = shares_fit(partial(together, letters, pointer.quotable), sides)
    return {"quotable_letters": described(examples, settings, folder, asdict(fit)) | learned}
