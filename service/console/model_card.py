"""The model's card on the settings page."""

from __future__ import annotations

from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

#: The page has a title and sections of its own: the card's headings stand below those.
_DEEPER = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5"}


def model_card(folder: Path) -> Markup | None:
    """The card as HTML, without its front matter; None where there is none.

    HTML within the card is shown, not run.
    """
    path = folder / "README.md"
    if not path.is_file():
        return None
    text = path.read_text(encoding="utf-8")
    if text.startswith("---\n"):
        text = text.partition("\n---\n")[2]
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    for token in tokens:
        token.tag = _DEEPER.get(token.tag, token.tag)
        # Alignment would be an inline style, which the pages allow nobody.
        token.attrs.pop("style", None)
    html: str = markdown.renderer.render(tokens, markdown.options, {})
    return Markup(html)  # noqa: S704 - made by the renderer, which escapes what the card says
