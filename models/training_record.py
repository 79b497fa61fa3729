"""The record of a training run: what went in, and figures on what nothing was learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from models.classifier import ComplaintClassifier
from models.comparison import HELD_BACK, SAFETY, compare, held_back, safety_set
from models.dataset import Example, Examples, Labels
from models.encoder import Encoder
from models.encoder_training import TrainedEncoder
from models.evaluation import evaluate
from models.export import BASE_PACKAGE, BASE_SHA256, load_encoder, parity, torch_features
from models.folder import TOKENIZER
from models.reply_evaluation import evaluate_replies
from models.text import conversation_text
from models.tone import HeadToneModel
from models.train_settings import TrainSettings

_PACKAGES = ("numpy", "onnxruntime", "tokenizers", "torch", "transformers", BASE_PACKAGE)
#: As many texts tell how far int8 is from fp32.
_PARITY_TEXTS = 200


def measured(
    examples: Examples,
    out: Path,
    original: TrainedEncoder | None,
    settings: TrainSettings,
) -> dict[str, Any]:
    """Figures on what nothing was learned from or chosen by: mentions set by set, and replies."""
    classifier = ComplaintClassifier.load(out, threads=settings.threads)
    unseen = [e for e in examples.mentions if e.split == "test"]
    return {
        "test": {
            source: evaluate(classifier, [e for e in unseen if e.source == source]).as_dict()
            for source in sorted({e.source for e in unseen if e.labels != Labels()})
        },
        "replies": replies_measured(examples, out, classifier.encoder),
        "int8": _int8(classifier, original, unseen, settings) if original else None,
    }


def replies_measured(examples: Examples, out: Path, encoder: Encoder) -> dict[str, Any]:
    """Empty where none is held back."""
    replies = [e for e in examples.replies if e.split == "test"]
    if not replies:
        return {}
    return evaluate_replies(HeadToneModel.load(out, encoder), replies).as_dict()


def compared(examples: Examples, out: Path, settings: TrainSettings) -> dict[str, Any] | None:
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
        for name, head in classifier.judge.heads.items()
    }
    return {**asdict(distance), "same_label": same}


def described(examples: Examples, settings: TrainSettings) -> dict[str, Any]:
    """What went into the run: command, seed, settings, versions, and the hash of each file."""
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
        "examples": counts(examples, settings),
    }


def counts(examples: Examples, settings: TrainSettings) -> dict[str, dict[str, int]]:
    """Set → how many examples of it stand on each side."""
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
