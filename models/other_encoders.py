"""Any sentence-transformers encoder as a model folder that heads can learn on.

Needs the extra `kulanz[train]`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from models.export import LastStates, export_encoder
from models.folder import HEADS, TOKENIZER, WORDS, save_projection, write_config
from models.heads import save_heads
from models.word_table import WordTable
from triage.errors import UnreadableModel


def put_encoder(name: str, out: Path) -> Path:
    """Export an encoder, by its name on the hub or its folder, into a folder without heads.

    Its means are its embeddings. Raises UnreadableModel.
    """
    from sentence_transformers import SentenceTransformer

    try:
        found = SentenceTransformer(name, device="cpu")
        encoder, tokenizer = found[0].auto_model, found.tokenizer.backend_tokenizer
    except (OSError, ValueError, AttributeError, KeyError) as error:
        raise UnreadableModel(f"{name} is no sentence encoder: {_first_line(error)}") from error
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        tokens = Path(scratch) / TOKENIZER
        tokens.write_text(tokenizer.to_str(), "utf-8")
        export_encoder(LastStates(encoder).eval(), tokens, out)
    save_projection(out, np.eye(encoder.config.hidden_size, dtype=np.float32))
    WordTable.silent().save(out / WORDS)
    save_heads(out / HEADS, {})
    described = {"name": Path(name).name, "version": "0", "thresholds": {}}
    write_config(out, {**described, "max_tokens": found.max_seq_length})
    return out


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
