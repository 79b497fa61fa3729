"""Makes a model folder of one that is there that knows jokes by the sentence: everything else of it
stays as it is. Needs the extra `kulanz[train]`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from models.dataset import Examples
from models.folder import JOKES, TONE, ModelFolder, write_config
from models.joke_training import ENOUGH, GOOD_ENOUGH, fit_jokes, tersely, told_pieces, weighed
from models.jokes import JokeHead
from models.taught_folder import copied, described, finished, opened, record_of
from models.tone import HeadToneModel
from models.train_settings import TrainSettings
from models.training_record import counts, replies_measured
from triage.errors import UnreadableExamples, UnreadableModel


class Learned(NamedTuple):
    head: JokeHead
    #: What it learned from: sentences and clauses, and those of them that joke; 0 for one that was
    #: taken over.
    pieces: int = 0
    joking: int = 0


def teach_jokes(paths: Sequence[Path], given: Path, out: Path, settings: TrainSettings) -> Path:
    """A copy of the model folder `given` that learned which sentences of replies joke, and hears
    that beside all else.

    Raises UnreadableExamples where too few replies say where they joke, UnreadableModel, or
    ModelFolderTaken for a folder with files in it.
    """
    folder, examples = opened(paths, given, out, settings)
    if not folder.config.get("halfway"):
        raise UnreadableModel(f"{folder.path} is not read half way: teach it --quotable.")
    learned = _learned(examples, folder, settings)
    if learned is None:
        raise UnreadableExamples(
            f"It takes {ENOUGH} sentences that joke to learn from, and {GOOD_ENOUGH} good replies "
            "held back."
        )
    copied(folder, out)
    learned.head.save(out / JOKES)
    write_config(out, folder.config)
    figures = {
        "jokes": recorded(examples, folder, settings, learned),
        "examples": record_of(folder)["examples"] | counts(examples, settings),
        "replies": replies_measured(examples, out, folder.encoder(settings.threads)),
    }
    return finished(ModelFolder.open(out), out, settings, figures)


def put_jokes(
    examples: Examples, out: Path, settings: TrainSettings, known: Path | None = None
) -> Learned | None:
    """Into the folder, if there are enough replies, else none: the head in the file `known`, if it
    is there, or a new one; weighed beside the folder's heads and letters."""
    folder = ModelFolder.open(out)
    learned = _learned(examples, folder, settings, known)
    (out / JOKES).unlink(missing_ok=True)
    if learned is not None:
        learned.head.save(out / JOKES)
    write_config(out, folder.config)
    return learned


def recorded(
    examples: Examples, folder: ModelFolder, settings: TrainSettings, learned: Learned
) -> dict[str, Any]:
    """What a folder's record says of it."""
    by = described(examples, settings, folder, asdict(settings.joke_fit))
    return by | {"pieces": learned.pieces, "joking": learned.joking}


def _learned(
    examples: Examples, folder: ModelFolder, settings: TrainSettings, known: Path | None = None
) -> Learned | None:
    train, held_back = ([e for e in examples.replies if e.split == s] for s in ("train", "dev"))
    if not folder.config.get("halfway") or sum(e.publishable for e in held_back) < GOOD_ENOUGH:
        return None
    encoder = folder.encoder(settings.threads)
    others = HeadToneModel(encoder, folder.heads(TONE), letters=folder.letters())
    if known and known.is_file():
        return Learned(weighed(JokeHead.load(known), others, held_back))
    pieces = told_pieces([*train, *tersely(train)], encoder)
    if pieces.jokes < ENOUGH:
        return None
    jokes = fit_jokes(pieces, settings.joke_fit, settings.seed)
    return Learned(weighed(jokes, others, held_back), len(pieces.x), pieces.jokes)
