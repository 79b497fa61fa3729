"""Gives the English encoder word pieces of a second language. Needs the extra `kulanz[train]`."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import torch
from tokenizers import Tokenizer, normalizers
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.trainers import WordPieceTrainer

from models.folder import TOKENIZER

CONTINUED = "##"
#: Places in BERT's vocabulary that were left free for words to come.
_FREE = "[unused"


def extend_vocabulary(base: Path, texts: Iterable[str], pieces: int, out: Path) -> None:
    """Write a copy of the encoder in `base` that knows up to `pieces` more word pieces.

    The pieces are the most frequent ones of `texts`. Each starts as the mean of the pieces it was
    read as before, so that the encoder understands at once what it understood before. Letters keep
    their accents from here on (`schön` is not `schon`); capitals are still lowered.
    """
    tokenizer = json.loads((base / TOKENIZER).read_text("utf-8"))
    known: dict[str, int] = tokenizer["model"]["vocab"]
    added = [p for p in _frequent_pieces(texts, pieces + len(known)) if p not in known][:pieces]
    places = _places(known, len(added))
    grown = {p: i for p, i in known.items() if i not in set(places)}
    grown.update(zip(added, places, strict=True))
    tokenizer["model"]["vocab"] = dict(sorted(grown.items(), key=lambda entry: entry[1]))
    tokenizer["normalizer"]["strip_accents"] = False
    out.mkdir(parents=True, exist_ok=True)
    (out / TOKENIZER).write_text(json.dumps(tokenizer, ensure_ascii=False), "utf-8")
    _grow(base, out, known, dict(zip(added, places, strict=True)))


def _places(known: Mapping[str, int], count: int) -> list[int]:
    """The places left free first, then new ones behind the last."""
    free = [i for piece, i in known.items() if piece.startswith(_FREE)]
    return (sorted(free) + list(range(len(known), len(known) + count)))[:count]


def _frequent_pieces(texts: Iterable[str], size: int) -> list[str]:
    learner = Tokenizer(WordPiece(unk_token="[UNK]"))  # noqa: S106 - a token of text
    learner.normalizer = normalizers.BertNormalizer(strip_accents=False, lowercase=True)
    learner.pre_tokenizer = BertPreTokenizer()
    trainer = WordPieceTrainer(
        vocab_size=size, min_frequency=5, show_progress=False, special_tokens=["[UNK]"],
        limit_alphabet=200, continuing_subword_prefix=CONTINUED,
    )  # fmt: skip
    learner.train_from_iterator(texts, trainer)
    # Numbered as they were found: letters first, then the most frequent.
    return [piece for piece, _ in sorted(learner.get_vocab().items(), key=lambda entry: entry[1])]


def _grow(base: Path, out: Path, known: Mapping[str, int], added: Mapping[str, int]) -> None:
    from transformers import BertModel

    bert = BertModel.from_pretrained(str(base), add_pooling_layer=False)
    old = bert.embeddings.word_embeddings.weight.detach().clone()
    bert.resize_token_embeddings(max([len(known) - 1, *added.values()]) + 1, mean_resizing=False)
    table = bert.embeddings.word_embeddings.weight
    with torch.no_grad():
        for piece, place in added.items():
            table[place] = old[list(_read_as(piece, known))].mean(0)
    bert.save_pretrained(str(out))


def _read_as(piece: str, known: Mapping[str, int]) -> Iterator[int]:
    """The known pieces that a new piece was read as: longest first, without its accents."""
    prefix = CONTINUED if piece.startswith(CONTINUED) else ""
    rest = _without_accents(piece.removeprefix(CONTINUED)) or piece
    while rest:
        ends = range(len(rest), 0, -1)
        end = next((e for e in ends if prefix + rest[:e] in known), None)
        if end is None:
            yield known["[UNK]"]
            return
        yield known[prefix + rest[:end]]
        rest, prefix = rest[end:], CONTINUED


def _without_accents(text: str) -> str:
    split = unicodedata.normalize("NFD", text)
    return "".join(c for c in split if unicodedata.category(c) != "Mn").replace("ß", "ss")
