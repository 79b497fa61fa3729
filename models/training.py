"""Trains a model folder from labelled files. Needs the extra `kulanz[train]`."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch

from models.card import render_card
from models.classifier import ComplaintClassifier
from models.comparison import HELD_BACK, SAFETY, compare, held_back, safety_set
from models.dataset import Example, Examples, Labels, read_examples
from models.distillation import DistillSettings
from models.encoder import Encoder
from models.encoder_training import TrainedEncoder, train_encoder
from models.evaluation import evaluate
from models.export import (
    BASE_PACKAGE,
    BASE_SHA256,
    export_encoder,
    load_encoder,
    parity,
    torch_features,
)
from models.fine_tuning import FineTuneSettings
from models.fitting import FitSettings
from models.folder import (
    CARD,
    ENCODER,
    HEADS,
    PROJECTION,
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
from models.learning import denormals_flushed
from models.mention_training import (
    MissedCosts,
    fit_heads,
    side_of,
    thresholds,
    told_by_mentions,
)
from models.reading_cache import ReadingCache
from models.reply_evaluation import evaluate_replies
from models.text import conversation_text
from models.tone import HeadToneModel
from models.tone_training import TONE_FIT, fit_tone, told_by_replies
from models.watchfulness import as_watchful
from models.word_table import Place
from models.word_training import fit_words
from triage.errors import ModelFolderTaken

_PACKAGES = ("numpy", "onnxruntime", "tokenizers", "torch", "transformers", BASE_PACKAGE)
#: As many texts tell how far int8 is from fp32.
_PARITY_TEXTS = 200


def _default_weights() -> dict[str, float]:
    """Our own mentions fill half of what a head sees; reviews and quarrels only season it."""
    return {
        "corpus": 6.0,
        # What a company gets is like its own past, which is little beside our corpus.
        "replay": 20.0,
        "decisions": 6.0,
        "replay_by_model": 0.5,
        "isarcasm": 0.5,
        "potts": 0.4,
        "multipico": 0.4,
        "skytrax": 0.2,
    }


@dataclass(frozen=True)
class TrainSettings:
    name: str = "bilingual"
    version: str = "2"
    #: A model folder to take the encoder from: only the heads are trained then, in minutes. None
    #: trains the encoder too, from the one in the package, which takes hours on two cores.
    encoder: Path | None = None
    distil: DistillSettings = field(default_factory=DistillSettings)
    fine_tune: FineTuneSettings = field(default_factory=FineTuneSettings)
    #: What the encoder was trained with; a passage of ours has fewer.
    max_tokens: int = 128
    threads: int = 1
    seed: int = 20_261_123
    #: How often an example of a set is drawn; 1 for sets not named here.
    weights: Mapping[str, float] = field(default_factory=_default_weights)
    missed: MissedCosts = field(default_factory=MissedCosts)
    fit: FitSettings = field(default_factory=FitSettings)
    tone_fit: FitSettings = TONE_FIT
    #: Where features, and what is done of a run that was cut off, are kept.
    work: Path = Path(".kulanz/training")
    #: How the run was called, for its record.
    command: str = ""
    #: The folder of the model in use, to compare the new one with; None compares with nothing.
    current: Path | None = None


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
    record = _record(examples, settings) | figures
    record["comparison"] = _compared(examples, out, settings)
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
    )
    cache = ReadingCache(encoder, sha256(out / ENCODER), settings.work / "features")
    cache, places = _put_words(examples, out, cache, settings)
    chosen = _put_heads(examples, out, cache, places, settings)
    if settings.current is not None and settings.encoder is not None:
        # Heads learned from one company's past; where the encoder is new too, the costs decide.
        chosen["complaint"] = _put_line(examples, out, settings.current, settings)
    measured = _measured(examples, out, original, settings)
    languages = original.record if original else {}
    return {"thresholds": chosen, "languages": languages, **measured}


def _put_words(
    examples: Examples, out: Path, cache: ReadingCache, settings: TrainSettings
) -> tuple[ReadingCache, dict[str, Place]]:
    """The word table into the folder; the cache that reads with it, and where each head looks."""
    told = told_by_mentions(examples.mentions, cache.encoder, settings.weights)
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
        side_of(examples.mentions, "train", cache),
        side_of(examples.mentions, "dev", cache),
        places,
        weights=settings.weights,
        fit=settings.fit,
        seed=settings.seed,
    )
    save_heads(out / HEADS, heads)
    if examples.replies:
        tone = fit_tone(examples.replies, cache, places, settings.tone_fit, settings.seed)
        save_heads(out / TONE, tone)
    chosen = asdict(thresholds(heads, held_back, settings.missed))
    described = {"name": settings.name, "version": settings.version}
    write_config(out, {**described, "max_tokens": settings.max_tokens, "thresholds": chosen})
    return chosen


def _put_encoder(examples: Examples, out: Path, settings: TrainSettings) -> TrainedEncoder | None:
    """The encoder in int8 into the folder; what it was made from, None where it was taken over."""
    if settings.encoder is not None:
        given = ModelFolder.open(settings.encoder).path
        for name in (ENCODER, TOKENIZER, PROJECTION):
            shutil.copyfile(given / name, out / name)
        return None
    trained = train_encoder(
        examples, settings.work, settings.distil, settings.fine_tune, settings.seed
    )
    export_encoder(load_encoder(trained.folder), trained.folder / TOKENIZER, out)
    shutil.copyfile(trained.folder / PROJECTION, out / PROJECTION)
    return trained


# -- the record ----------------------------------------------------------------------------------


def _measured(
    examples: Examples,
    out: Path,
    original: TrainedEncoder | None,
    settings: TrainSettings,
) -> dict[str, Any]:
    """Figures on what nothing was learned from or chosen by: mentions set by set, and replies."""
    classifier = ComplaintClassifier.load(out, threads=settings.threads)
    unseen = [e for e in examples.mentions if e.split == "test"]
    replies = [e for e in examples.replies if e.split == "test"]
    return {
        "test": {
            source: evaluate(classifier, [e for e in unseen if e.source == source]).as_dict()
            for source in sorted({e.source for e in unseen if e.labels != Labels()})
        },
        "replies": evaluate_replies(HeadToneModel.load(out, classifier.encoder), replies).as_dict()
        if replies
        else {},
        "int8": _int8(classifier, original, unseen, settings) if original else None,
    }


def _put_line(examples: Examples, out: Path, current: Path, settings: TrainSettings) -> float:
    """The line for complaints at which the new model is as watchful as the one in use."""
    candidate = ComplaintClassifier.load(out, threads=settings.threads)
    in_use = ComplaintClassifier.load(current, threads=settings.threads)
    dev = [e for e in examples.mentions if e.source == "corpus" and e.split == "dev"]
    line = as_watchful(candidate, in_use, dev)
    config = dict(ModelFolder.open(out).config)
    write_config(out, {**config, "thresholds": {**config["thresholds"], "complaint": line}})
    return line


def _compared(examples: Examples, out: Path, settings: TrainSettings) -> dict[str, Any] | None:
    """The new model against the one in use, on the same mentions that neither learned from."""
    if settings.current is None:
        return None
    candidate, current = (
        ComplaintClassifier.load(folder, threads=settings.threads)
        for folder in (out, settings.current)
    )
    parts = {HELD_BACK: held_back(examples), SAFETY: safety_set(examples)}
    return compare(candidate, current, parts).as_dict()


def _int8(
    classifier: ComplaintClassifier,
    original: TrainedEncoder,
    unseen: Sequence[Example],
    settings: TrainSettings,
) -> dict[str, Any]:
    """How far int8 is from torch in fp32: the embeddings, and the labels made of them."""
    ours_first = sorted(unseen, key=lambda e: e.source != "corpus")
    texts = [conversation_text(e.conversation) for e in ours_first[:_PARITY_TEXTS]]
    if not texts:
        return {}
    served = classifier.encoder.features(texts)
    states = torch_features(
        load_encoder(original.folder), original.folder / TOKENIZER, texts, settings.max_tokens
    )
    width = states.shape[1]
    distance = parity(served[:, :width], states)
    reference = np.hstack([states, served[:, width:]])
    same = {
        name: round(float((head.classes(served) == head.classes(reference)).mean()), 4)
        for name, head in classifier.heads.items()
    }
    return {**asdict(distance), "same_label": same}


def _record(examples: Examples, settings: TrainSettings) -> dict[str, Any]:
    return {
        "model": f"{settings.name}-{settings.version}",
        "command": settings.command,
        "started_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": settings.seed,
        "settings": {
            "missed_costs": asdict(settings.missed),
            "weights": dict(settings.weights),
            "fit": asdict(settings.fit),
            "distil": asdict(settings.distil) if settings.encoder is None else None,
            "fine_tune": asdict(settings.fine_tune) if settings.encoder is None else None,
            "tone_fit": asdict(settings.tone_fit),
        },
        "encoder": {"package": BASE_PACKAGE, "weights_sha256": BASE_SHA256},
        "versions": {name: version(name) for name in _PACKAGES},
        "files": {
            name: {"rows": rows, "sha256": digest}
            for name, (rows, digest) in examples.files.items()
        },
        "examples": _counts(examples, settings),
    }


def _counts(examples: Examples, settings: TrainSettings) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    told = [e for e in examples.mentions if e.labels != Labels()]
    for source, split in [(e.source, e.split) for e in told] + [
        ("replies", r.split) for r in examples.replies
    ]:
        of_source = counts.setdefault(source, {"train": 0, "dev": 0, "test": 0})
        of_source[split] += 1
    if examples.translations and settings.encoder is None:
        unseen = min(settings.distil.held_back, len(examples.translations) // 10)
        counts["translations"] = {
            "train": len(examples.translations) - unseen, "dev": 0, "test": unseen,
        }  # fmt: skip
    return dict(sorted(counts.items()))
