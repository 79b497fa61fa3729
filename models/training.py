"""Trains a model folder from labelled files. Needs the extra `kulanz[train]`."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch

from models.adapter import load_adapter
from models.card import render_card
from models.classifier import ComplaintClassifier
from models.complaint_letters_training import (
    fit_complaint_letters,
    lacking,
    put_complaint_letters,
    telling,
)
from models.correction_training import fit_corrections
from models.corrections import save_corrections
from models.dataset import Example, Examples
from models.encoder import Encoder
from models.encoder_training import TrainedEncoder, train_encoder
from models.export import export_encoder, halfway_in, load_encoder
from models.folder import (
    ADAPTER,
    CARD,
    CORRECTIONS,
    ENCODER,
    HEADS,
    JOKES,
    LETTERS,
    PROJECTION,
    QUOTABLE,
    RUN,
    TOKENIZER,
    TONE,
    WORDS,
    ModelFolder,
    load_projection,
    sha256,
    write_config,
)
from models.heads import save_heads
from models.joke_teaching import put_jokes
from models.labelled_files import read_examples
from models.learning import denormals_flushed
from models.mention_training import (
    fit_heads,
    side_of,
    thresholds,
    told_by_mentions,
    unseen_by_encoder,
)
from models.pointer_training import put_gist, put_quotable
from models.reading_cache import ReadingCache
from models.tone_teaching import put_letters, put_locator
from models.tone_training import fit_tone, told_by_replies
from models.train_settings import TrainSettings
from models.training_record import compared, described, measured
from models.watchfulness import as_watchful
from models.word_table import Place
from models.word_training import fit_words
from triage.errors import ModelFolderTaken


def train(paths: Sequence[Path], out: Path, settings: TrainSettings | None = None) -> Path:
    """Turn labelled files into a model folder with its card and its record.

    Raises UnreadableExamples, UnreadableModel, or ModelFolderTaken for a folder with files in it.
    """
    settings = settings or TrainSettings()
    if out.exists() and any(out.iterdir()):
        raise ModelFolderTaken(f"{out} is not empty; a model folder is never overwritten.")
    began = time.monotonic()
    examples = read_examples(paths)
    out.mkdir(parents=True, exist_ok=True)
    with denormals_flushed():
        figures = _trained(examples, out, settings)
    record = described(examples, settings) | figures
    record["comparison"] = compared(examples, out, settings)
    record["seconds"] = round(time.monotonic() - began)
    (out / RUN).write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", "utf-8")
    (out / CARD).write_text(render_card(record), "utf-8")
    return out


def _trained(examples: Examples, out: Path, settings: TrainSettings) -> dict[str, Any]:
    # More threads than cores given would mostly wait for each other.
    torch.set_num_threads(settings.threads)
    original = _put_encoder(examples, out, settings)
    encoder = Encoder(
        out / ENCODER,
        out / TOKENIZER,
        load_projection(out),
        max_tokens=settings.max_tokens,
        threads=settings.threads,
        adapter=load_adapter(out / ADAPTER),
    )
    reads_as = settings.encoder and ModelFolder.open(settings.encoder).reads_as
    reads_as = reads_as or sha256(out / ENCODER)
    cache = ReadingCache(encoder, reads_as, settings.work / "features")
    put_gist(examples, out, encoder, settings)
    cache, places = _put_words(examples, out, cache, settings)
    chosen = _put_heads(examples, out, cache, places, settings)
    _put_complaint_letters(examples, out, cache, settings)
    put_quotable(examples, out, settings)
    if examples.replies:
        known = settings.encoder / LETTERS if settings.encoder else None
        put_letters(examples, out, settings, known)
        put_jokes(examples, out, settings, settings.encoder and settings.encoder / JOKES)
    if settings.current is not None and settings.encoder is not None:
        # Heads learned from one company's past; where the encoder is new too, the costs decide.
        chosen["complaint"] = _put_line(examples, out, settings.current, settings)
    figures = measured(examples, out, original, settings)
    languages = original.record if original else {}
    return {"thresholds": chosen, "languages": languages, **figures}


def _put_words(
    examples: Examples, out: Path, cache: ReadingCache, settings: TrainSettings
) -> tuple[ReadingCache, dict[str, Place]]:
    """The word table into the folder; the cache that reads with it, and where each head looks."""
    told = told_by_mentions(_shown(examples), cache.encoder, settings.weights)
    if examples.replies:
        told |= told_by_replies(examples.replies, cache.encoder)
    words, places = fit_words(told, cache.encoder.width)
    words.save(out / WORDS)
    return replace(cache, words=words), places


def _put_heads(
    examples: Examples,
    out: Path,
    cache: ReadingCache,
    places: Mapping[str, Place],
    settings: TrainSettings,
) -> dict[str, float]:
    """Heads, tone and configuration into the folder; the thresholds."""
    heads, held_back = fit_heads(
        side_of(_shown(examples), "train", cache),
        side_of(examples.mentions, "dev", cache),
        places,
        weights=settings.weights,
        fit=settings.fit,
        seed=settings.seed,
    )
    save_heads(out / HEADS, heads)
    unseen = unseen_by_encoder(examples.mentions, cache)
    corrections = fit_corrections(
        heads,
        unseen,
        held_back,
        places,
        fit=settings.correction_fit,
        seed=settings.seed,
    )
    if corrections:
        save_corrections(out / CORRECTIONS, corrections)
    if examples.replies:
        tone = fit_tone(examples.replies, cache, places, settings.tone_fit, settings.seed)
        save_heads(out / TONE, tone)
        put_locator(examples, out, cache.encoder, settings)
    chosen = asdict(thresholds(heads, held_back, settings.missed))
    described = {"name": settings.name, "version": settings.version}
    config = {**described, "max_tokens": settings.max_tokens, "thresholds": chosen}
    write_config(out, config | {"halfway": _halfway(out, settings)})
    return chosen


def _halfway(out: Path, settings: TrainSettings) -> str | None:
    """As the heads that are taken over with the encoder know it; else as its file has it."""
    given = settings.encoder and ModelFolder.open(settings.encoder).config
    if not given or QUOTABLE not in given["files"]:
        return halfway_in(out / ENCODER)
    known: str | None = given.get("halfway")
    return known


def _shown(examples: Examples) -> list[Example]:
    """Without those that only say how an encoder errs that was never shown them."""
    return [e for e in examples.mentions if not (e.heads_only and e.split == "train")]


def _put_complaint_letters(
    examples: Examples, out: Path, cache: ReadingCache, settings: TrainSettings
) -> None:
    """Into the folder: those of the encoder taken over, or else new ones, if there is enough to
    learn them from; weighed against the heads."""
    known = ModelFolder.open(settings.encoder).complaint_letters() if settings.encoder else None
    if known is None and not lacking(examples):
        told = telling(examples, "train")
        known = fit_complaint_letters(told, settings.complaint_letters_fit)
    if known is not None:
        put_complaint_letters(examples, out, cache, known)


def _put_encoder(examples: Examples, out: Path, settings: TrainSettings) -> TrainedEncoder | None:
    """The encoder in int8 into the folder; what it was made from, None where it was taken over."""
    if settings.encoder is not None:
        given = ModelFolder.open(settings.encoder).path
        for name in (ENCODER, TOKENIZER, PROJECTION, ADAPTER):
            if (given / name).is_file():
                shutil.copyfile(given / name, out / name)
        return None
    trained = train_encoder(
        examples, settings.work, settings.distil, settings.fine_tune, settings.seed
    )
    export_encoder(load_encoder(trained.folder), trained.folder / TOKENIZER, out)
    shutil.copyfile(trained.folder / PROJECTION, out / PROJECTION)
    return trained


def _put_line(examples: Examples, out: Path, current: Path, settings: TrainSettings) -> float:
    """The line for complaints at which the new model is as watchful as the one in use."""
    candidate = ComplaintClassifier.load(out, threads=settings.threads)
    in_use = ComplaintClassifier.load(current, threads=settings.threads)
    dev = [e for e in examples.mentions if e.source == "corpus" and e.split == "dev"]
    line = as_watchful(candidate, in_use, dev)
    config = dict(ModelFolder.open(out).config)
    write_config(out, {**config, "thresholds": {**config["thresholds"], "complaint": line}})
    return line
