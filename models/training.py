"""Trains a model folder from labelled files. Needs the extra `kulanz[train]`."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch

from models.card import render_card
from models.classifier import ComplaintClassifier
from models.dataset import Example, Examples, read_examples
from models.encoder import Encoder
from models.evaluation import evaluate
from models.export import (
    BASE_PACKAGE,
    BASE_SHA256,
    base_folder,
    export_encoder,
    load_encoder,
    parity,
)
from models.fine_tuning import FineTuneSettings, fine_tune
from models.fitting import FitSettings
from models.folder import (
    CARD,
    ENCODER,
    HEADS,
    RUN,
    TOKENIZER,
    TONE,
    ModelFolder,
    sha256,
    write_config,
)
from models.heads import save_heads
from models.lessons import lessons
from models.mention_training import fit_heads, side_of, thresholds
from models.reading_cache import ReadingCache
from models.text import conversation_text
from models.tone_training import TONE_FIT, fit_tone
from triage.errors import ModelFolderTaken

_PACKAGES = ("numpy", "onnxruntime", "tokenizers", "torch", "transformers", BASE_PACKAGE)
#: As many texts tell how far int8 is from fp32.
_PARITY_TEXTS = 200


def _default_weights() -> dict[str, float]:
    """Our own mentions fill half of what a head sees; reviews and quarrels only season it.

    Measured on our own held-back mentions: AUC of `complaint` 0.74, and 0.66 with weights of
    4 against 0.5 for all others.
    """
    return {
        "corpus": 6.0,
        "replay": 6.0,
        "replay_by_model": 0.5,
        "isarcasm": 0.5,
        "potts": 0.4,
        "multipico": 0.4,
        "skytrax": 0.2,
    }


@dataclass(frozen=True)
class TrainSettings:
    name: str = "minilm-heads"
    version: str = "1"
    #: A model folder to take the encoder from: only the heads are trained then, in minutes. None
    #: fine-tunes the encoder of the package, which takes longer.
    encoder: Path | None = None
    fine_tune: FineTuneSettings = field(default_factory=FineTuneSettings)
    #: What the encoder was trained with; a passage of ours has fewer.
    max_tokens: int = 128
    threads: int = 1
    seed: int = 20_261_123
    #: How often an example of a set is drawn; 1 for sets not named here.
    weights: Mapping[str, float] = field(default_factory=_default_weights)
    #: How many false alarms a missed complaint is worth.
    missed_cost: float = 2.0
    fit: FitSettings = field(default_factory=FitSettings)
    tone_fit: FitSettings = TONE_FIT
    #: Where features are kept between runs.
    cache: Path = Path(".kulanz/features")
    #: How the run was called, for its record.
    command: str = ""


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
    figures = _trained(examples, out, settings)
    record = _record(examples, settings) | figures
    record["seconds"] = round(time.monotonic() - began)
    (out / RUN).write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", "utf-8")
    (out / CARD).write_text(render_card(record), "utf-8")
    return out


def _trained(examples: Examples, out: Path, settings: TrainSettings) -> dict[str, Any]:
    # More threads than cores given would mostly wait for each other.
    torch.set_num_threads(settings.threads)
    with tempfile.TemporaryDirectory() as scratch:
        original = _put_encoder(examples.mentions, out, Path(scratch), settings)
        encoder = Encoder(
            out / ENCODER, out / TOKENIZER, max_tokens=settings.max_tokens, threads=settings.threads
        )
        cache = ReadingCache(encoder, sha256(out / ENCODER), settings.cache)
        chosen, tone = _put_heads(examples, out, cache, settings)
        measured = _measured(examples.mentions, out, original, settings)
    return {"thresholds": chosen, **measured, "tone": tone}


def _put_heads(
    examples: Examples, out: Path, cache: ReadingCache, settings: TrainSettings
) -> tuple[dict[str, float], dict[str, Any]]:
    """Heads, tone and configuration into the folder; the thresholds and the tone's figures."""
    heads, held_back = fit_heads(
        side_of(examples.mentions, "train", cache),
        side_of(examples.mentions, "dev", cache),
        weights=settings.weights,
        fit=settings.fit,
        seed=settings.seed,
    )
    save_heads(out / HEADS, heads)
    tone: dict[str, Any] = {}
    if examples.replies:
        tone_heads, tone = fit_tone(examples.replies, cache, settings.tone_fit, settings.seed)
        save_heads(out / TONE, tone_heads)
    chosen = asdict(thresholds(heads, held_back, settings.missed_cost))
    described = {"name": settings.name, "version": settings.version}
    write_config(out, {**described, "max_tokens": settings.max_tokens, "thresholds": chosen})
    return chosen, tone


def _put_encoder(
    mentions: Sequence[Example], out: Path, scratch: Path, settings: TrainSettings
) -> torch.nn.Module | None:
    """The encoder in int8 into the folder; what it was made from, None where it was taken over."""
    if settings.encoder is not None:
        given = ModelFolder.open(settings.encoder).path
        for name in (ENCODER, TOKENIZER):
            shutil.copyfile(given / name, out / name)
        return None
    learned = lessons([e for e in mentions if e.split == "train"])
    fine_tune(learned, base_folder(), scratch, settings.fine_tune, settings.seed)
    original = load_encoder(scratch)
    export_encoder(original, out)
    return original


# -- the record ----------------------------------------------------------------------------------


def _measured(
    mentions: Sequence[Example],
    out: Path,
    original: torch.nn.Module | None,
    settings: TrainSettings,
) -> dict[str, Any]:
    """Figures on mentions that nothing was learned from or chosen by, set by set."""
    classifier = ComplaintClassifier.load(out, threads=settings.threads)
    unseen = [e for e in mentions if e.split == "test"]
    return {
        "test": {
            source: evaluate(classifier, [e for e in unseen if e.source == source]).as_dict()
            for source in sorted({e.source for e in unseen})
        },
        "int8": _int8(classifier, original, unseen, settings) if original else None,
    }


def _int8(
    classifier: ComplaintClassifier,
    original: torch.nn.Module,
    unseen: Sequence[Example],
    settings: TrainSettings,
) -> dict[str, Any]:
    """How far int8 is from torch in fp32: the embeddings, and the labels made of them."""
    ours_first = sorted(unseen, key=lambda e: e.source != "corpus")
    texts = [conversation_text(e.conversation) for e in ours_first[:_PARITY_TEXTS]]
    if not texts:
        return {}
    distance, reference = parity(classifier.encoder, original, texts, settings.max_tokens)
    served = classifier.encoder.features(texts)
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
            "missed_cost": settings.missed_cost,
            "weights": dict(settings.weights),
            "fit": asdict(settings.fit),
            "fine_tune": asdict(settings.fine_tune) if settings.encoder is None else None,
            "tone_fit": asdict(settings.tone_fit),
        },
        "encoder": {"package": BASE_PACKAGE, "weights_sha256": BASE_SHA256},
        "versions": {name: version(name) for name in _PACKAGES},
        "files": {
            name: {"rows": rows, "sha256": digest}
            for name, (rows, digest) in examples.files.items()
        },
        "examples": _counts(examples),
    }


def _counts(examples: Examples) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for source, split in [(e.source, e.split) for e in examples.mentions] + [
        ("replies", r.split) for r in examples.replies
    ]:
        of_source = counts.setdefault(source, {"train": 0, "dev": 0, "test": 0})
        of_source[split] += 1
    return dict(sorted(counts.items()))
