"""The one training loop: it warms up, learns, and goes on where it was cut off. Needs torch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from rich.console import Console
from rich.progress import track
from safetensors import safe_open
from safetensors.torch import save_file
from torch import nn

Batch = TypeVar("Batch")
Groups = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Pace:
    """The share of the learning rate at each step: up in a line, then down to nothing."""

    steps: int
    warm_up: int

    def __call__(self, step: int) -> float:
        return min(1.0, (step + 1) / self.warm_up) * max(0.0, 1 - step / self.steps)


@dataclass(frozen=True)
class Checkpoint:
    """The state of a run in one file; a run that was cut off goes on from it."""

    file: Path
    #: Steps between two states; what came after the last is done again.
    every: int = 200

    def restore(self, module: nn.Module, optimiser: torch.optim.Optimizer) -> int:
        """Put the kept state back; the step to go on with, 0 where nothing is kept."""
        if not self.file.is_file():
            return 0
        with safe_open(self.file, framework="pt") as kept:
            tensors = {name: kept.get_tensor(name) for name in kept.keys()}  # noqa: SIM118
            step = int(kept.metadata()["step"])
        parts: dict[str, dict[str, torch.Tensor]] = {}
        for name, tensor in tensors.items():
            part, _, rest = name.partition("/")
            parts.setdefault(part, {})[rest] = tensor
        module.load_state_dict(parts["module"])
        _put_state(optimiser, parts.get("optimiser", {}))
        torch.set_rng_state(parts["chance"]["torch"])
        return step

    def keep(self, step: int, module: nn.Module, optimiser: torch.optim.Optimizer) -> None:
        tensors = {f"module/{name}": t.contiguous() for name, t in module.state_dict().items()}
        for place, state in optimiser.state_dict()["state"].items():
            tensors |= {f"optimiser/{place}/{name}": t for name, t in state.items()}
        tensors["chance/torch"] = torch.get_rng_state()
        self.file.parent.mkdir(parents=True, exist_ok=True)
        part = self.file.with_suffix(".part")
        save_file(tensors, part, metadata={"step": str(step)})
        part.replace(self.file)


def _put_state(optimiser: torch.optim.Optimizer, tensors: Mapping[str, torch.Tensor]) -> None:
    state: dict[int, dict[str, torch.Tensor]] = {}
    for name, tensor in tensors.items():
        place, _, what = name.partition("/")
        state.setdefault(int(place), {})[what] = tensor
    optimiser.load_state_dict({**optimiser.state_dict(), "state": state})


def learn(
    module: nn.Module,
    batches: Sequence[Batch],
    loss: Callable[[Batch], torch.Tensor],
    groups: Groups,
    *,
    warm_up: int,
    checkpoint: Checkpoint,
    what: str,
) -> None:
    """Go through the batches once; `groups` are AdamW's, each with its learning rate."""
    optimiser = torch.optim.AdamW([dict(group) for group in groups], weight_decay=0.01)
    pace = Pace(len(batches), warm_up)
    full = [group["lr"] for group in optimiser.param_groups]
    device = next(module.parameters()).device
    begin = checkpoint.restore(module, optimiser)
    module.train()
    for step in track(range(begin, len(batches)), what, console=Console(stderr=True)):
        for group, rate in zip(optimiser.param_groups, full, strict=True):
            group["lr"] = rate * pace(step)
        with torch.autocast(device.type, torch.bfloat16, enabled=halves(device)):
            value = loss(batches[step])
        optimiser.zero_grad()
        torch.autograd.backward(value)
        nn.utils.clip_grad_norm_(module.parameters(), 1.0)
        optimiser.step()
        if (step + 1) % checkpoint.every == 0:
            checkpoint.keep(step + 1, module, optimiser)
    module.eval()


@contextmanager
def denormals_flushed() -> Iterator[None]:
    """Take numbers next to nothing for nothing, as long as this lasts.

    To be entered before torch starts its threads: they keep what they were started with.
    The averages of word pieces that are seldom shown sink below what processors calculate fast:
    measured here, a step took three times as long after a thousand steps.
    """
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)


def best_device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def halves(device: torch.device) -> bool:
    """Whether this device multiplies bfloat16 faster than float32."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    able = torch.cpu.get_capabilities()
    # Elsewhere bfloat16 is emulated, and slower.
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


_Drawn = TypeVar("_Drawn")


def drawn(examples: Sequence[_Drawn], epochs: int, batch: int, seed: int) -> Iterator[list[_Drawn]]:
    """All of them in every epoch, each time in another order."""
    chance = np.random.default_rng(seed)
    for _ in range(epochs):
        order = chance.permutation(len(examples))
        for start in range(0, len(order), batch):
            yield [examples[i] for i in order[start : start + batch]]
