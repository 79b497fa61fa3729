"""What a screen reader goes by in a page: ids, headings, landmarks, labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_CONTROLS = {"input", "select", "textarea"}
_VOID = {"input", "img", "meta", "link", "br", "hr"}


@dataclass
class Outline(HTMLParser):
    """Feed it a page; then it knows what is missing."""

    ids: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    refers_to: set[str] = field(default_factory=set)
    without_label: list[str] = field(default_factory=list)
    without_name: list[str] = field(default_factory=list)
    lang: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._labels_for: set[str] = set()
        self._loose: list[tuple[str, str]] = []
        self._button_words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if tag == "html":
            self.lang = given.get("lang", "")
        if "id" in given:
            self.ids.append(given["id"])
        for name in ("aria-labelledby", "aria-describedby", "for"):
            self.refers_to.update(given.get(name, "").split())
        if tag == "label" and "for" in given:
            self._labels_for.add(given["for"])
        if tag in _CONTROLS and given.get("type") != "hidden" and "label" not in self._open:
            self._loose.append((given.get("id", ""), given.get("name", tag)))
        if tag == "img" and "alt" not in given:
            self.without_name.append("img")
        if tag == "nav" and not given.get("aria-label"):
            self.without_name.append("nav")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "button" and not self._button_words.strip():
            self.without_name.append("button")
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "button":
            self._button_words = ""

    def handle_data(self, data: str) -> None:
        if "button" in self._open:
            self._button_words += data

    def close(self) -> None:
        super().close()
        self.without_label = [name for id, name in self._loose if id not in self._labels_for]


def outline(page: str) -> Outline:
    parsed = Outline()
    parsed.feed(page)
    parsed.close()
    return parsed
