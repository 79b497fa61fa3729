"""Makes a model folder of one that is there, taught one thing more: everything else of it stays as
it is. Needs the extra `kulanz[train]`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from models.complaint_letters_training import put_complaint_letters
from models.correction_training import ENOUGH as ENOUGH_UNSEEN, fit_corrections
from models.corrections import Correction, save_corrections
from models.dataset import Examples, Split
from models.encoder import Encoder
from models.fitting import break_even
from models.folder import (
    CORRECTIONS,
    GIST,
    HEADS,
    QUOTABLE,
    QUOTABLE_LETTERS,
    ModelFolder,
    write_config,
)
from models.gist import GistHead
from models.gist_training import ENOUGH, fit_gist, pointed, share_met
from models.learning import denormals_flushed
from models.lessons import CLASSES
from models.mention_training import Side, calibrating, side_of, unseen_by_encoder
from models.quotable import QuotableHead
from models.quotable_letters_training import together, weighed
from models.quotable_training import (
    ENOUGH as ENOUGH_QUOTED,
    Offered,
    fit_quotable,
    odds_of,
    offered_by_side,
    quoted,
    shares_fit,
)
from models.reading_cache import ReadingCache
from models.taught_folder import (
    cache_of,
    copied,
    described,
    finished,
    opened,
    read_halfway,
    record_of,
)
from models.train_settings import TrainSettings
from models.training_record import counts, measured
from models.word_table import places_of
from triage.errors import UnreadableExamples, UnreadableModel


def teach_gist(paths: Sequence[Path], given: Path, out: Path, settings: TrainSettings) -> Path:
    """A copy of the model folder `given` with a head that learned gists from labelled files;
    without what chose quotations by the gists of before.

    Raises UnreadableExamples where too few complaints say what their gist is, UnreadableModel, or
    ModelFolderTaken for a folder with files in it.
    """
    folder, examples = opened(paths, given, out, settings)
    head, figures = _gist_taught(examples, folder.encoder(settings.threads), settings)
    copied(folder, out)
    head.save(out / GIST)
    for by_gists in (QUOTABLE, QUOTABLE_LETTERS):
        (out / by_gists).unlink(missing_ok=True)
    taught = described(examples, settings, folder, asdict(settings.gist_fit)) | figures
    gone = {"quotable": None, "quotable_letters": None}
    return finished(folder, out, settings, gone | {"gist": taught})


def teach_quotable(paths: Sequence[Path], given: Path, out: Path, settings: TrainSettings) -> Path:
    """A copy of the model folder `given` with a head that learned what to quote.

    Raises UnreadableExamples where too few complaints say what to quote of them, UnreadableModel,
    also for a model that was not taught gists, or ModelFolderTaken for a folder with files in it.
    """
    folder, examples = opened(paths, given, out, settings)
    if folder.pointer() is None:
        raise UnreadableModel(f"{folder.path} does not point at what went wrong: teach it --gist.")
    folder = read_halfway(folder)
    sides = offered_by_side(examples, folder, settings.threads)
    head, figures = _quotable_taught(sides, settings)
    copied(folder, out)
    head.save(out / QUOTABLE)
    taught = described(examples, settings, folder, asdict(settings.quotable_fit)) | figures
    beside = _letters_weighed(folder, out, head, sides)
    return finished(folder, out, settings, {"quotable": taught} | beside)


def _letters_weighed(
    folder: ModelFolder, out: Path, head: QuotableHead, sides: Mapping[Split, Sequence[Offered]]
) -> dict[str, Any]:
    """Those of the folder, if it has some, beside another head; how often both choose rightly."""
    letters, told = folder.quotable_letters(), record_of(folder).get("quotable_letters")
    if letters is None:
        return {}
    letters = weighed(letters, head, sides["dev"])
    letters.save(out / QUOTABLE_LETTERS)
    chosen = shares_fit(partial(together, letters, head), sides)
    return {"quotable_letters": told | chosen} if told else {}


def teach_corrections(
    paths: Sequence[Path], given: Path, out: Path, settings: TrainSettings
) -> Path:
    """A copy of the model folder `given` whose heads are put right by what its encoder was never
    shown; and by nothing that put them right before.

    Raises UnreadableExamples where too little of it is there, UnreadableModel, or ModelFolderTaken
    for a folder with files in it.
    """
    folder, examples = opened(paths, given, out, settings)
    cache = cache_of(folder, settings)
    unseen = unseen_by_encoder(examples.mentions, cache)
    if len(unseen.lessons) < ENOUGH_UNSEEN:
        raise UnreadableExamples(
            f"Only {len(unseen.lessons)} passages to learn from were kept from the encoder; "
            f"it takes {ENOUGH_UNSEEN}."
        )
    copied(folder, out)
    with denormals_flushed():
        corrections = _corrections(folder, examples, unseen, cache, settings)
    save_corrections(out / CORRECTIONS, corrections)
    # Put right they are calibrated anew, so that the costs alone say where their lines are.
    lines = {"complaint": settings.missed.complaint, "ironic": settings.missed.irony}
    chosen = folder.config["thresholds"] | {head: break_even(cost) for head, cost in lines.items()}
    kept = {h: c for h, c in folder.config.get("calibration", {}).items() if h not in corrections}
    write_config(out, {**folder.config, "thresholds": chosen, "calibration": kept})
    if letters := folder.complaint_letters():
        put_complaint_letters(examples, out, cache, letters)
    figures = {
        "corrections": described(examples, settings, folder, asdict(settings.correction_fit))
        | {"passages": len(unseen.lessons)},
        "examples": counts(examples, settings),
        "thresholds": chosen,
        "settings": record_of(folder)["settings"] | {"missed_costs": asdict(settings.missed)},
        "test": measured(examples, out, None, settings)["test"],
    }
    return finished(ModelFolder.open(out), out, settings, figures)


def _corrections(
    folder: ModelFolder,
    examples: Examples,
    unseen: Side,
    cache: ReadingCache,
    settings: TrainSettings,
) -> dict[str, Correction]:
    dev = side_of(examples.mentions, "dev", cache)
    places = places_of({head: len(of) for head, of in CLASSES.items()}, cache.encoder.width)
    return fit_corrections(
        folder.heads(HEADS),
        unseen,
        {head: calibrating(head, dev, dev) for head in CLASSES},
        places,
        fit=settings.correction_fit,
        seed=settings.seed,
    )


def _gist_taught(
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


def _quotable_taught(
    sides: Mapping[Split, Sequence[Offered]], settings: TrainSettings
) -> tuple[QuotableHead, dict[str, Any]]:
    told = len(quoted(sides["train"]))
    if told < ENOUGH_QUOTED:
        raise UnreadableExamples(
            f"Only {told} complaints to learn from say what to quote of them; "
            f"it takes {ENOUGH_QUOTED}."
        )
    head = fit_quotable(sides["train"], sides["dev"], settings.quotable_fit, settings.seed)
    return head, shares_fit(partial(odds_of, head), sides)
