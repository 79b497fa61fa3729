"""The model's card as the settings page shows it: its beginning, as plain paragraphs."""

from __future__ import annotations

from pathlib import Path

#: The whole card is a file in the model folder; the page shows its first part.
MOST_LINES = 40


def model_card(folder: Path) -> str | None:
    """The first part of the card without its front matter; None where there is no card."""
    path = folder / "README.md"
    if not path.is_file():
        return None
    text = path.read_text(encoding="utf-8")
    if text.startswith("---\n"):
        text = text.partition("\n---\n")[2]
    lines = text.strip().splitlines()
    return "\n".join(lines[:MOST_LINES])
