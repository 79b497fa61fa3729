"""The brand's voice: how it addresses people, what it never says, where it can be reached."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prompts.vocabulary import TRADES
from triage.draft import Register
from triage.errors import UnreadablePlaybook

_KEYS = frozenset({"version", "brand", "trade", "contact", "register", "forbidden", "preferred"})


@dataclass(frozen=True)
class Voice:
    """Settings of voice.md; the text below them is for people and for language models."""

    brand: str
    #: Where authors reach us in private from a blog or a review page.
    contact: str
    #: How authors are addressed in German who show neither du nor Sie.
    register: Register = "sie"
    #: Words that no reply may have.
    forbidden: tuple[str, ...] = ()
    #: Word → the one to say instead.
    preferred: Mapping[str, str] = field(default_factory=dict)
    #: What the file says below its settings.
    guidance: str = ""
    #: What the company does, where an inbox does not say it of a mention: airline, bank … Without
    #: one, a reply may speak of any trade's troubles.
    trade: str | None = None

    def in_our_words(self, text: str) -> str:
        """The text with every word that has a preferred one replaced by it."""
        for word, ours in self.preferred.items():
            text = re.sub(rf"\b{re.escape(word)}\b", ours, text)
        return text


def load_voice(path: Path) -> Voice:
    """Read voice.md. Raises UnreadablePlaybook naming the file and what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadablePlaybook(f"{path}: {error}") from error
    parts = re.split(r"^\+\+\+[ \t]*$", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3:
        raise UnreadablePlaybook(f"{path}:1: the file must start with settings between +++ lines.")
    try:
        head = tomllib.loads(parts[1])
    except tomllib.TOMLDecodeError as error:
        raise UnreadablePlaybook(f"{path}: {error}") from error
    _ensure_known(path, head)
    return Voice(
        brand=head["brand"],
        contact=head["contact"],
        register=head.get("register", "sie"),
        forbidden=tuple(head.get("forbidden", ())),
        preferred=dict(head.get("preferred", {})),
        guidance=parts[2].strip(),
        trade=head.get("trade"),
    )


def _ensure_known(path: Path, head: Mapping[str, Any]) -> None:
    unknown = sorted(head.keys() - _KEYS)
    if unknown:
        raise UnreadablePlaybook(
            f"{path}: unknown setting {unknown[0]!r}; known: {', '.join(sorted(_KEYS))}."
        )
    for name in ("brand", "contact"):
        if not isinstance(head.get(name), str) or not head[name].strip():
            raise UnreadablePlaybook(f"{path}: {name} is missing.")
    if head.get("trade", TRADES[0]) not in TRADES:
        raise UnreadablePlaybook(f"{path}: trade must be one of {', '.join(TRADES)}.")
    if head.get("register", "sie") not in ("du", "sie"):
        raise UnreadablePlaybook(f"{path}: register must be 'du' or 'sie'.")
