"""A model folder: its files, and the config.json that vouches for every one of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file, save

from models.adapter import Adapter, load_adapter
from models.arrays import Vectors
from models.complaint_letters import ComplaintLetters
from models.corrections import corrected, load_corrections
from models.devices import has_gpu
from models.encoder import Encoder
from models.gist import GistHead
from models.heads import Head, load_heads
from models.jokes import JokeHead
from models.pointer import Pointer
from models.quotable import QuotableHead
from models.quotable_letters import QuotableLetters
from models.tone_letters import ToneLetters
from models.tone_locator import ToneLocator
from models.word_table import WordTable
from triage.errors import UnreadableModel

#: Version of the layout of a model folder.
FORMAT = 3
CONFIG, ENCODER, TOKENIZER = "config.json", "encoder.onnx", "tokenizer.json"
HEADS, TONE, PROJECTION = "heads.safetensors", "tone.safetensors", "projection.safetensors"
WORDS = "words.safetensors"
GIST, QUOTABLE = "gist.safetensors", "quotable.safetensors"
QUOTABLE_LETTERS = "quotable_letters.safetensors"
CORRECTIONS = "corrections.safetensors"
COMPLAINT_LETTERS = "complaint_letters.safetensors"
LOCATOR, LETTERS = "locator.safetensors", "letters.safetensors"
JOKES = "jokes.safetensors"
ADAPTER = "adapter.safetensors"
CARD, RUN = "README.md", "run.json"
SERVED = (ENCODER, TOKENIZER, PROJECTION, WORDS, HEADS)
#: What a model may do without.
ALSO_SERVED = (
    TONE, LOCATOR, LETTERS, JOKES, GIST, QUOTABLE, QUOTABLE_LETTERS, CORRECTIONS,
    COMPLAINT_LETTERS, ADAPTER,
)  # fmt: skip


@dataclass(frozen=True)
class ModelFolder:
    path: Path
    config: Mapping[str, Any]

    @classmethod
    def open(cls, path: Path) -> ModelFolder:
        """Read a folder whose files are the ones it was written with.

        Raises UnreadableModel, which says in one sentence what is wrong.
        """
        config = _config(path)
        for name, expected in config["files"].items():
            if not (path / name).is_file():
                raise UnreadableModel(f"The model folder {path} lacks its file {name}.")
            if sha256(path / name) != expected:
                raise UnreadableModel(
                    f"The file {name} in the model folder {path} is not the one it was made with."
                )
        return cls(path, config)

    @property
    def model(self) -> str:
        """Name and version, as it stands in every assessment."""
        return f"{self.config['name']}-{self.config['version']}"

    @property
    def reads_as(self) -> str:
        """The same for all folders whose encoder makes the same of a text."""
        files = self.config["files"]
        adapter = files.get(ADAPTER)
        return f"{files[ENCODER]}+{adapter}" if adapter else str(files[ENCODER])

    @property
    def embeds_as(self) -> str:
        """The same for all folders whose embeddings can be compared."""
        files = self.config["files"]
        told = "".join(files.get(n, "") for n in (ENCODER, TOKENIZER, PROJECTION, ADAPTER))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def encoder(self, threads: int = 1) -> Encoder:
        kind = Encoder
        if has_gpu():
            # Here and not above: it loads torch, which takes seconds.
            from models.torch_encoder import TorchEncoder

            kind = TorchEncoder
        return kind(
            self.path / ENCODER,
            self.path / TOKENIZER,
            load_projection(self.path),
            max_tokens=self.config["max_tokens"],
            threads=threads,
            words=WordTable.load(self.path / WORDS),
            adapter=self.adapter(),
            halfway=self.config.get("halfway"),
        )

    def adapter(self) -> Adapter:
        """Of no values for a model whose encoder is as its file has it."""
        return load_adapter(self.path / ADAPTER) if ADAPTER in self.config["files"] else {}

    def heads(self, file: str) -> dict[str, Head]:
        if file not in self.config["files"]:
            raise UnreadableModel(f"The model folder {self.path} has no {file}.")
        return load_heads(self.path / file)

    def mention_heads(self) -> dict[str, Head]:
        """Those that assess mentions, put right where it was learned how, and calibrated anew where
        the encoder was adapted since."""
        corrections = CORRECTIONS in self.config["files"]
        found = load_corrections(self.path / CORRECTIONS) if corrections else {}
        heads = corrected(self.heads(HEADS), found)
        anew = self.config.get("calibration", {})
        return {n: head.calibrated(*anew[n]) if n in anew else head for n, head in heads.items()}

    def locator(self) -> ToneLocator | None:
        """None for a model that was not taught where in a reply a rule of tone is broken."""
        known = LOCATOR in self.config["files"]
        return ToneLocator.load(self.path / LOCATOR) if known else None

    def letters(self) -> ToneLetters | None:
        """None for a model whose tone goes by what the encoder reads alone."""
        known = LETTERS in self.config["files"]
        return ToneLetters.load(self.path / LETTERS) if known else None

    def jokes(self) -> JokeHead | None:
        """None for a model that was not taught which sentence of a reply jokes."""
        known = JOKES in self.config["files"]
        return JokeHead.load(self.path / JOKES) if known else None

    def complaint_letters(self) -> ComplaintLetters | None:
        """None for a model whose complaints go by what the encoder reads alone."""
        known = COMPLAINT_LETTERS in self.config["files"]
        return ComplaintLetters.load(self.path / COMPLAINT_LETTERS) if known else None

    def pointer(self) -> Pointer | None:
        """None for a model that was not taught to point at anything."""
        if GIST not in self.config["files"]:
            return None
        quotes = QUOTABLE in self.config["files"]
        return Pointer(
            GistHead.load(self.path / GIST),
            QuotableHead.load(self.path / QUOTABLE) if quotes else None,
            self.quotable_letters(),
        )

    def quotable_letters(self) -> QuotableLetters | None:
        """None for a model that chooses what to quote by what the encoder reads alone."""
        known = QUOTABLE_LETTERS in self.config["files"]
        return QuotableLetters.load(self.path / QUOTABLE_LETTERS) if known else None


def load_projection(folder: Path) -> Vectors:
    """What turns the encoder's means into embeddings: (width, width)."""
    return load_file(folder / PROJECTION)["projection"].astype(np.float32)


def save_projection(folder: Path, projection: Vectors) -> None:
    # Not by save_file, which makes the file unreadable for everybody else on the machine.
    tensors = {"projection": projection.astype(np.float16)}
    (folder / PROJECTION).write_bytes(save(tensors))


def is_foreign(path: Path) -> bool:
    """Whether this is the folder of a Hugging Face model, or `owner/name` on its hub."""
    if not path.exists():
        return not path.is_absolute() and len(path.parts) == 2 and not path.parent.exists()
    try:
        config = json.loads((path / CONFIG).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and "model_type" in config


def sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write_config(path: Path, config: Mapping[str, Any]) -> None:
    """Write config.json last, with the hash of every file in the folder that is served."""
    files = {
        name: sha256(path / name) for name in (*SERVED, *ALSO_SERVED) if (path / name).is_file()
    }
    whole = {"format": FORMAT, **config, "files": files}
    (path / CONFIG).write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _config(path: Path) -> dict[str, Any]:
    try:
        config = json.loads((path / CONFIG).read_text("utf-8"))
        fits = config["format"] == FORMAT and set(SERVED) <= config["files"].keys()
    except (OSError, ValueError) as error:
        raise UnreadableModel(f"The model folder {path} has no readable {CONFIG}.") from error
    except (KeyError, TypeError, AttributeError):
        fits = False
    if not fits:
        raise UnreadableModel(f"The {CONFIG} in {path} is not of format {FORMAT}.")
    return dict(config)
