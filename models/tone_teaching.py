"""Makes a model folder of one that is there that hears replies anew: everything else of it stays as
it is. Needs the extra `kulanz[train]`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from models.dataset import Examples
from models.encoder import Encoder
from models.folder import LETTERS, LOCATOR, TONE, ModelFolder, write_config
from models.heads import save_heads
from models.joke_teaching import put_jokes, recorded
from models.lessons import CLASSES
from models.taught_folder import cache_of, copied, described, finished, opened, record_of
from models.tone import TONE_RULES, HeadToneModel
from models.tone_letters import ToneLetters
from models.tone_letters_training import (
    ENOUGH as ENOUGH_LETTERS,
    GOOD_ENOUGH,
    fit_letters,
    with_lines,
)
from models.tone_locator_training import ENOUGH, fit_locator, marked, share_placed
from models.tone_training import fit_tone
from models.train_settings import TrainSettings
from models.training_record import counts, replies_measured
from models.word_table import places_of
from triage.errors import UnreadableExamples


def teach_tone(paths: Sequence[Path], given: Path, out: Path, settings: TrainSettings) -> Path:
    """A copy of the model folder `given` whose tone model learned from labelled replies, and where
    in a reply a rule is broken and which sentences joke, if enough of them say so.

    Raises UnreadableExamples where there is no reply or a rule that none of them breaks,
    UnreadableModel, or ModelFolderTaken for a folder with files in it.
    """
    folder, examples = opened(paths, given, out, settings)
    if not examples.replies:
        raise UnreadableExamples("There is no reply among the examples.")
    classes = {head: len(of) for head, of in CLASSES.items()}
    classes |= {rule.value: len((False, True)) for rule in TONE_RULES}
    cache = cache_of(folder, settings)
    places = places_of(classes, cache.encoder.width)
    tone = fit_tone(examples.replies, cache, places, settings.tone_fit, settings.seed)
    copied(folder, out)
    save_heads(out / TONE, tone)
    encoder = folder.encoder(settings.threads)
    placed = put_locator(examples, out, encoder, settings)
    write_config(out, folder.config)
    letters = put_letters(examples, out, settings)
    jokes = put_jokes(examples, out, settings)
    figures = {
        "tone": described(examples, settings, folder, asdict(settings.tone_fit)) | placed | letters,
        "jokes": jokes and recorded(examples, folder, settings, jokes),
        # Of the other sets its heads learned before.
        "examples": record_of(folder)["examples"] | counts(examples, settings),
        "replies": replies_measured(examples, out, encoder),
    }
    return finished(folder, out, settings, figures)


def put_letters(
    examples: Examples, out: Path, settings: TrainSettings, known: Path | None = None
) -> dict[str, Any]:
    """Into the folder, if there are enough replies, else none: those of the file `known`, if it is
    there, or new ones; with lines for them and the folder's heads together. How many runs are
    known."""
    train, held_back = ([e for e in examples.replies if e.split == s] for s in ("train", "dev"))
    folder = ModelFolder.open(out)
    (out / LETTERS).unlink(missing_ok=True)
    enough = len(train) >= ENOUGH_LETTERS
    letters: ToneLetters | None = None
    if enough and sum(e.publishable for e in held_back) >= GOOD_ENOUGH:
        heads = HeadToneModel(folder.encoder(settings.threads), folder.heads(TONE))
        heard = heads.heard([e.utterance for e in held_back])
        taken_over = ToneLetters.load(known) if known and known.is_file() else None
        learned = taken_over or fit_letters(train, settings.letters_fit)
        letters = with_lines(learned, heard, held_back)
        letters.save(out / LETTERS)
    write_config(out, folder.config)
    return {"letters": len(letters.whole.runs)} if letters else {}


def put_locator(
    examples: Examples, out: Path, encoder: Encoder, settings: TrainSettings
) -> dict[str, Any]:
    """Into the folder, if enough replies say where they break a rule; how often it is right."""
    (out / LOCATOR).unlink(missing_ok=True)
    sides = {
        side: marked([e for e in examples.replies if e.split == side], encoder)
        for side in ("train", "dev", "test")
    }
    if len(sides["train"]) < ENOUGH:
        return {}
    locator = fit_locator(sides["train"], settings.locator_fit, settings.seed)
    locator.save(out / LOCATOR)
    return {"placed": {s: round(share_placed(locator, of), 4) for s, of in sides.items() if of}}
