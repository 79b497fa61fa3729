"""A language model on this machine that writes drafts: any causal model that transformers loads.
Needs torch and transformers, which only `kulanz[train]` brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from triage.errors import DrafterNotReady
from triage.ports import Prompt

if TYPE_CHECKING:
    from triage.ports import LanguageModel

#: Prompts that are written together.
_BATCH = 8
#: A reply has a hundred words at most; JSON around it takes a few more.
MOST_NEW_TOKENS = 320
#: Seconds after which a batch is ended wherever it is.
_MOST_SECONDS = 120.0
#: Little chance: the same complaint gets nearly the same words.
TEMPERATURE = 0.4


@dataclass(frozen=True)
class LocalModel:
    """`LocalModel.load("folder or name")`: in memory once, used by one thread at a time."""

    name: str
    _model: Any
    _tokenizer: Any
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def load(cls, model: str) -> LocalModel:
        """On the GPU if there is one. Raises DrafterNotReady."""
        try:
            import torch
            from transformers import AutoModelForCausalLM, AutoTokenizer
            from transformers.utils import logging as loud
        except ImportError as error:
            raise DrafterNotReady(
                "KULANZ_DRAFTER=transformers:… needs torch and transformers:"
                " `pip install 'kulanz[train]'`."
            ) from error
        loud.disable_progress_bar()  # type: ignore[no-untyped-call]
        device = "cuda" if torch.cuda.is_available() else "cpu"
        dtype = torch.bfloat16 if device == "cuda" else torch.float32
        try:
            tokenizer = AutoTokenizer.from_pretrained(model, padding_side="left")
            loaded = AutoModelForCausalLM.from_pretrained(model, dtype=dtype)
        except (OSError, ValueError, KeyError) as error:
            first = str(error).strip().partition("\n")[0]
            raise DrafterNotReady(f"The language model {model} can't be loaded: {first}") from error
        if tokenizer.pad_token_id is None:
            tokenizer.pad_token = tokenizer.eos_token
        # Its stubs take the device for the model.
        placed: Any = loaded
        return cls(f"transformers:{model}", placed.to(device).eval(), tokenizer)

    def write(self, prompts: Sequence[Prompt]) -> list[str | None]:
        texts = [self._text(prompt) for prompt in prompts]
        batches = (texts[at : at + _BATCH] for at in range(0, len(texts), _BATCH))
        return [said for batch in batches for said in self._generated(batch)]

    def _text(self, prompt: Prompt) -> str:
        """In the model's own chat form; rules and material one after the other where it has none,
        or none with a system's part."""
        parts = [
            {"role": "system", "content": prompt.rules},
            {"role": "user", "content": prompt.material},
        ]
        if not self._tokenizer.chat_template:
            return f"{prompt.rules}\n\n{prompt.material}\n\n"
        try:
            return self._chat(parts)
        except Exception:
            whole = f"{prompt.rules}\n\n{prompt.material}"
            return self._chat([{"role": "user", "content": whole}])

    def _chat(self, parts: list[dict[str, str]]) -> str:
        said: str = self._tokenizer.apply_chat_template(
            parts, tokenize=False, add_generation_prompt=True
        )
        return said

    def _generated(self, texts: list[str]) -> list[str | None]:
        import torch

        # A chat form has its own first token.
        special = not self._tokenizer.chat_template
        with self._lock, torch.inference_mode():
            tokens = self._tokenizer(
                texts, return_tensors="pt", padding=True, add_special_tokens=special
            ).to(self._model.device)
            tokens.pop("token_type_ids", None)
            torch.manual_seed(0)
            written = self._model.generate(
                **tokens, max_new_tokens=MOST_NEW_TOKENS, max_time=_MOST_SECONDS, do_sample=True,
                temperature=TEMPERATURE, pad_token_id=self._tokenizer.pad_token_id,
            )  # fmt: skip
        new = written[:, tokens["input_ids"].shape[1] :]
        return [*self._tokenizer.batch_decode(new, skip_special_tokens=True)]


if TYPE_CHECKING:
    _: type[LanguageModel] = LocalModel
