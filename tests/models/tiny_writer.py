"""A tiny language model, made here: one layer, and one sentence it has learned by heart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

if TYPE_CHECKING:
    from transformers import LlamaForCausalLM, PreTrainedTokenizerFast

#: No word twice, so that each follows from the one before it.
REPLY = (
    "I'm sorry about the long wait for AU 302; please send me a direct message and I will look"
    " into it myself."
)
_ANSWER = f'{{"reply": "{REPLY}"}}'
_PAD, _UNK, _END, _ANSWERS = "<pad>", "<unk>", "<end>", "<answers>"
_FORM = (
    "{% for m in messages %}{{ m['role'] }} {{ m['content'] }} {% endfor %}"
    "{% if add_generation_prompt %}" + _ANSWERS + "{% endif %}"
)


def tiny_writer(folder: Path) -> Path:
    """Write it in the form that any published model has."""
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(1)
    torch.set_num_threads(1)
    words = [_PAD, _UNK, _END, _ANSWERS, *dict.fromkeys(_ANSWER.split())]
    vocabulary = {word: at for at, word in enumerate(words)}
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(vocabulary), hidden_size=32, intermediate_size=64, num_hidden_layers=1,
            num_attention_heads=2, max_position_embeddings=4096, pad_token_id=0, eos_token_id=2,
            bos_token_id=None,
        )
    )  # fmt: skip
    _learn(model, [vocabulary[word] for word in (_ANSWERS, *_ANSWER.split(), _END)])
    model.save_pretrained(str(folder))
    _tokenizer(vocabulary).save_pretrained(str(folder))
    return folder


def _learn(model: LlamaForCausalLM, said: list[int]) -> None:
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    answer = torch.tensor(said)
    for _ in range(120):
        # Whatever was asked, however long.
        asked = torch.randint(1, len(said), (4, int(torch.randint(1, 60, ()))))
        tokens = torch.cat([asked, answer.expand(4, -1)], dim=1)
        labels = tokens.clone()
        labels[:, : asked.shape[1] + 1] = -100
        model(input_ids=tokens, labels=labels).loss.backward()
        optimizer.step()
        optimizer.zero_grad()


def _tokenizer(vocabulary: dict[str, int]) -> PreTrainedTokenizerFast:
    from transformers import PreTrainedTokenizerFast

    words = Tokenizer(WordLevel(vocabulary, unk_token=_UNK))
    words.pre_tokenizer = WhitespaceSplit()
    made = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=words, unk_token=_UNK, pad_token=_PAD, eos_token=_END,
        additional_special_tokens=[_ANSWERS],
    )  # fmt: skip
    made.chat_template = _FORM
    return made
