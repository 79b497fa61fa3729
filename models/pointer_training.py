"""Puts into a model folder what points in complaints: the heads for the gist and for what to quote,
and the letters beside the latter. Needs the extra `kulanz[train]`."""

from __future__ import annotations

import shutil
from pathlib import Path

from models.dataset import Examples
from models.encoder import Encoder
from models.folder import GIST, QUOTABLE, QUOTABLE_LETTERS, ModelFolder, write_config
from models.gist_training import ENOUGH, fit_gist, pointed
from models.quotable_letters_training import enough, fit_quotable_letters, weighed
from models.quotable_training import ENOUGH as ENOUGH_QUOTED, fit_quotable, offered_by_side, quoted
from models.train_settings import TrainSettings


def put_gist(examples: Examples, out: Path, encoder: Encoder, settings: TrainSettings) -> None:
    """Into the folder: that of the encoder taken over, which reads as it did; else a new one, if
    enough complaints say which of their words are the gist."""
    known = settings.encoder / GIST if settings.encoder else None
    if known and known.is_file():
        shutil.copyfile(known, out / GIST)
        return
    train, dev = (
        pointed([e for e in examples.mentions if e.split == side], encoder)
        for side in ("train", "dev")
    )
    if len(train) >= ENOUGH:
        fit_gist(train, dev, settings.gist_fit, settings.seed).save(out / GIST)


def put_quotable(examples: Examples, out: Path, settings: TrainSettings) -> None:
    """Into the folder, with the gist by which it chooses: taken over, or else new ones, if enough
    complaints say what to quote of them."""
    folder, given = ModelFolder.open(out), settings.encoder
    if given and (given / QUOTABLE).is_file():
        for known in filter(Path.is_file, (given / QUOTABLE, given / QUOTABLE_LETTERS)):
            shutil.copyfile(known, out / known.name)
    elif folder.pointer():
        _put_new(examples, out, folder, settings)
    write_config(out, folder.config)


def _put_new(examples: Examples, out: Path, folder: ModelFolder, settings: TrainSettings) -> None:
    sides = offered_by_side(examples, folder, settings.threads)
    train, dev = sides["train"], sides["dev"]
    if len(quoted(train)) >= ENOUGH_QUOTED:
        head = fit_quotable(train, dev, settings.quotable_fit, settings.seed)
        head.save(out / QUOTABLE)
        if enough(train, dev):
            letters = fit_quotable_letters(train, settings.quotable_letters_fit)
            weighed(letters, head, dev).save(out / QUOTABLE_LETTERS)
