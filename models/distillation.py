"""Teaches an encoder a second language by translations: both sentences get the teacher's embedding.

The recipe of Reimers and Gurevych (2020, multilingual knowledge distillation): the embedding of a
German sentence is pulled to what the teacher makes of its English twin, that of an English
sentence to what the teacher makes of itself. Needs torch.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from rich.console import Console
from rich.progress import track
from torch import nn

from models.dataset import Translation
from models.learning import Checkpoint, best_device, halves, learn
from models.token_batches import batches, mean_of, padded, token_ids

if TYPE_CHECKING:
    from transformers import BertModel


@dataclass(frozen=True)
class DistillSettings:
    #: Word pieces added for the second language.
    pieces: int = 12_000
    epochs: int = 1
    batch: int = 96
    max_tokens: int = 64
    learning_rate: float = 3e-4
    #: New pieces start as a guess and have further to go.
    piece_learning_rate: float = 1e-3
    warm_up_steps: int = 150
    #: Share of the English sentences that are shown too, to stay where they are.
    anchored: float = 0.35
    #: Translations that teach nothing: they tell how often the right twin is the nearest.
    held_back: int = 500


def distil(
    teacher: Path,
    student: Path,
    translations: Sequence[Translation],
    english: Sequence[str],
    out: Path,
    settings: DistillSettings,
    *,
    checkpoint: Checkpoint,
    seed: int,
) -> float:
    """Train the encoder in folder `student` by the one in `teacher`; write it to `out`.

    `english` are texts whose embedding shall stay as it is, beside the translations. Returns the
    share of held-back German sentences whose twin is nearest among all held-back English ones.
    """
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 - an order of sentences, no secret
    device = best_device()
    taught, unseen = _held_back(translations, settings, chance)
    shown = _sentences(taught, english, settings, chance)
    targets = _embeddings(teacher, [goal for _, goal in shown], settings, device)
    ids = token_ids(student, [text for text, _ in shown], settings.max_tokens)
    bert = _encoder(student, device)
    table = bert.embeddings.word_embeddings.weight

    def loss(rows: Sequence[int]) -> torch.Tensor:
        tokens, mask = padded([ids[i] for i in rows], device)
        states = bert(input_ids=tokens, attention_mask=mask).last_hidden_state
        goal = targets[list(rows)].to(device).float()
        return 1 - nn.functional.cosine_similarity(mean_of(states.float(), mask), goal).mean()

    learn(
        bert,
        _epochs([len(tokens) for tokens in ids], settings, chance),
        loss,
        [
            {"params": [table], "lr": settings.piece_learning_rate},
            {
                "params": [p for p in bert.parameters() if p is not table],
                "lr": settings.learning_rate,
            },
        ],
        warm_up=settings.warm_up_steps,
        checkpoint=checkpoint,
        what="translations",
    )
    bert.save_pretrained(str(out))
    return _found_again(bert, student, unseen, settings)


def _held_back(
    translations: Sequence[Translation], settings: DistillSettings, chance: random.Random
) -> tuple[list[Translation], list[Translation]]:
    """What teaches, and what is held back: no sentence stands on both sides."""
    twins = {t.english: t for t in sorted(translations, key=lambda t: (t.english, t.german))}
    unseen = chance.sample(list(twins.values()), min(settings.held_back, len(twins) // 10))
    german, english = {t.german for t in unseen}, {t.english for t in unseen}
    taught = [t for t in translations if t.german not in german and t.english not in english]
    return taught, unseen


def _found_again(
    bert: BertModel, folder: Path, unseen: Sequence[Translation], settings: DistillSettings
) -> float:
    if not unseen:
        return float("nan")
    german, english = (
        nn.functional.normalize(_read(bert, folder, texts, settings).float())
        for texts in ([t.german for t in unseen], [t.english for t in unseen])
    )
    nearest = (german @ english.T).argmax(1)
    return float((nearest == torch.arange(len(unseen))).float().mean())


def _sentences(
    translations: Sequence[Translation],
    english: Sequence[str],
    settings: DistillSettings,
    chance: random.Random,
) -> list[tuple[str, str]]:
    """Each sentence shown, and the English one whose embedding it shall get."""
    told = sorted({t.english for t in translations})
    anchors = chance.sample(told, int(len(told) * settings.anchored)) + sorted(set(english))
    return [(t.german, t.english) for t in translations] + [(text, text) for text in anchors]


def _epochs(
    lengths: Sequence[int], settings: DistillSettings, chance: random.Random
) -> list[list[int]]:
    found = []
    for _ in range(settings.epochs):
        order = list(range(len(lengths)))
        chance.shuffle(order)
        found += batches(lengths, order, settings.batch, chance)
    return found


def _embeddings(
    folder: Path, texts: Sequence[str], settings: DistillSettings, device: torch.device
) -> torch.Tensor:
    """The teacher's embeddings, one row a text, on the processor."""
    known = {text: i for i, text in enumerate(dict.fromkeys(texts))}
    found = _read(_encoder(folder, device), folder, list(known), settings)
    return found[[known[text] for text in texts]]


def _read(
    bert: BertModel, folder: Path, texts: Sequence[str], settings: DistillSettings
) -> torch.Tensor:
    nn.Module.train(bert, mode=False)
    ids = token_ids(folder, texts, settings.max_tokens)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    chunks = [order[i : i + 256] for i in range(0, len(order), 256)]
    # In half precision: a quarter of a million embeddings are 200 MB.
    found = torch.zeros(len(texts), bert.config.hidden_size, dtype=torch.float16)
    with torch.no_grad(), torch.autocast(bert.device.type, torch.bfloat16, halves(bert.device)):
        for chunk in track(chunks, "reading", console=Console(stderr=True)):
            tokens, mask = padded([ids[i] for i in chunk], bert.device)
            states = bert(input_ids=tokens, attention_mask=mask).last_hidden_state
            found[chunk] = mean_of(states.float(), mask).half().cpu()
    return found


def _encoder(folder: Path, device: torch.device) -> BertModel:
    from transformers import BertModel

    bert = BertModel.from_pretrained(str(folder), add_pooling_layer=False)
    nn.Module.to(bert, device)
    return bert
