"""Trains the encoder: German word pieces, translations, then everything that examples say.

Needs the extra `kulanz[train]`.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from models.dataset import Example, Examples
from models.distillation import DistillSettings, distil
from models.export import BASE_SHA256, base_folder
from models.fine_tuning import FineTuneSettings, fine_tune
from models.folder import TOKENIZER, save_projection
from models.learning import Checkpoint
from models.lessons import lessons, reply_lessons
from models.mention_training import OURS
from models.stages import staged
from models.text import plain_text
from models.vocabulary import extend_vocabulary


@dataclass(frozen=True)
class TrainedEncoder:
    """A folder with the encoder in torch's form, its tokenizer and its projection."""

    folder: Path
    #: What is known of the run, for its record.
    record: dict[str, Any]


def train_encoder(
    examples: Examples, work: Path, distilling: DistillSettings, tuning: FineTuneSettings, seed: int
) -> TrainedEncoder:
    """From the encoder of the package to ours; without translations it stays English.

    Each part is kept in `work` and not done again for the same examples and settings.
    """
    base, record = base_folder(), dict[str, Any]()
    if examples.translations:
        base, record = _bilingual(examples, work, distilling, seed)
    learned = lessons([e for e in examples.mentions if e.split == "train" and not e.heads_only])
    answered = [r for r in examples.replies if r.split == "train" and not r.heads_only]
    replies = reply_lessons(answered)

    def tune(folder: Path, checkpoint: Checkpoint) -> dict[str, Any]:
        projection = fine_tune(learned, replies, base, folder, tuning, checkpoint=checkpoint)
        save_projection(folder, projection)
        shutil.copyfile(base / TOKENIZER, folder / TOKENIZER)
        return {}

    told = _digest(repr((le.passage.text, le.labels, le.source)) for le in learned)
    said = _digest(repr((le.text, sorted(le.rules))) for le in replies)
    folder, _ = staged(work, "tuned", (base.name, asdict(tuning), told, said), tune)
    return TrainedEncoder(folder, record)


def _bilingual(
    examples: Examples, work: Path, settings: DistillSettings, seed: int
) -> tuple[Path, dict[str, Any]]:
    """The encoder with German pieces, taught by translations.

    Our own mentions take no part, so that new ones change nothing here.
    """
    german = [t.german for t in examples.translations] + _texts(examples.mentions, "de")
    english = _texts(examples.mentions, "en")

    def make(folder: Path, checkpoint: Checkpoint) -> dict[str, Any]:
        grown = folder / "grown"
        if not checkpoint.file.is_file():
            extend_vocabulary(base_folder(), german, settings.pieces, grown)
        found = distil(
            base_folder(), grown, examples.translations, english, folder, settings,
            checkpoint=checkpoint, seed=seed,
        )  # fmt: skip
        shutil.copyfile(grown / TOKENIZER, folder / TOKENIZER)
        shutil.rmtree(grown)
        return {"translations": len(examples.translations), "found_again": found}

    inputs = (BASE_SHA256, asdict(settings), seed, _digest(german), _digest(english))
    return staged(work, "bilingual", inputs, make)


def _texts(mentions: Sequence[Example], lang: str) -> list[str]:
    said = (e.conversation.mention for e in mentions if e.source not in OURS)
    return sorted({plain_text(mention.text) for mention in said if mention.lang == lang})


def _digest(texts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for text in sorted(texts):
        digest.update(b"\0" + text.encode("utf-8", "replace"))
    return digest.hexdigest()
