"""A model folder: its files, and the config.json that vouches for every one of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.encoder import Encoder
from models.heads import Head, load_heads
from triage.errors import UnreadableModel

#: Version of the layout of a model folder.
FORMAT = 1
CONFIG, ENCODER, TOKENIZER = "config.json", "encoder.onnx", "tokenizer.json"
HEADS, TONE, CARD, RUN = "heads.safetensors", "tone.safetensors", "README.md", "run.json"


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

    def encoder(self, threads: int = 1) -> Encoder:
        return Encoder(
            self.path / ENCODER,
            self.path / TOKENIZER,
            max_tokens=self.config["max_tokens"],
            threads=threads,
        )

    def heads(self, file: str) -> dict[str, Head]:
        if file not in self.config["files"]:
            raise UnreadableModel(f"The model folder {self.path} has no {file}.")
        return load_heads(self.path / file)


def sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write_config(path: Path, config: Mapping[str, Any]) -> None:
    """Write config.json last, with the hash of every file in the folder that is served."""
    files = {
        name: sha256(path / name)
        for name in (ENCODER, TOKENIZER, HEADS, TONE)
        if (path / name).is_file()
    }
    whole = {"format": FORMAT, **config, "files": files}
    (path / CONFIG).write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _config(path: Path) -> dict[str, Any]:
    try:
        config = json.loads((path / CONFIG).read_text("utf-8"))
        served = {ENCODER, TOKENIZER, HEADS}
        fits = config["format"] == FORMAT and served <= config["files"].keys()
    except (OSError, ValueError) as error:
        raise UnreadableModel(f"The model folder {path} has no readable {CONFIG}.") from error
    except (KeyError, TypeError, AttributeError):
        fits = False
    if not fits:
        raise UnreadableModel(f"The {CONFIG} in {path} is not of format {FORMAT}.")
    return dict(config)
