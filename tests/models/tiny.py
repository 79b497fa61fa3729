"""A tiny encoder, made here: two layers and a few words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import torch
from tokenizers import Tokenizer, normalizers, processors
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import BertPreTokenizer

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[unused0]", "[unused1]"]


def tiny_encoder(folder: Path, words: Iterable[str]) -> Path:
    """Write it in the form that the published encoder has."""
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    torch.set_num_threads(1)
    vocabulary = {piece: i for i, piece in enumerate([*SPECIAL, *words])}
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=32,
    )  # fmt: skip
    BertModel(config, add_pooling_layer=False).save_pretrained(str(folder))
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(
        ("[SEP]", vocabulary["[SEP]"]), ("[CLS]", vocabulary["[CLS]"])
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def means(folder: Path, texts: list[str]) -> torch.Tensor:
    """The mean of the last states of each text."""
    from transformers import BertModel

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    bert = BertModel.from_pretrained(str(folder), add_pooling_layer=False)
    bert.train(False)
    with torch.inference_mode():
        return torch.stack(
            [
                bert(input_ids=torch.tensor([tokenizer.encode(t).ids])).last_hidden_state[0].mean(0)
                for t in texts
            ]
        )
