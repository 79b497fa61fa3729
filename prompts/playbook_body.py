"""The body of a playbook: headings, and below each its phrases; each mistake with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from prompts.vocabulary import CONDITIONS, VARIABLES
from triage.errors import MissingVariable, UnreadablePlaybook
from triage.playbook import MOVES, Move, Phrase

_HEADINGS = {
    "anrede": "greeting", "greeting": "greeting",
    "aufgreifen": "take_up", "take up": "take_up",
    "erschwerend": "worsened", "worsened": "worsened",
    "entschuldigen": "apologise", "apologise": "apologise",
    "einstehen": "own", "own": "own",
    "gutmachen": "make_good", "make good": "make_good",
    "nächster schritt": "next_step", "next step": "next_step",
    "schluss": "closing", "closing": "closing",
}  # fmt: skip
_ITEM = re.compile(r"^- (?:\[(?P<tags>[^\]]*)\]\s*)?(?P<text>.+)$")
_BRACES = re.compile(r"\{([^{}]*)\}")


def read_moves(path: Path, body: str, first_line: int) -> Iterator[Move]:
    """What may be said, by move. Raises UnreadablePlaybook."""
    move: str | None = None
    phrases: dict[str, list[Phrase]] = {}
    for number, line in enumerate(body.splitlines(), start=first_line):
        where = f"{path}:{number}"
        if line.startswith("#"):
            move = _HEADINGS.get(line.strip("# ").lower())
            if move is None:
                known = ", ".join(heading.capitalize() for heading in _HEADINGS)
                raise UnreadablePlaybook(f"{where}: unknown heading {line!r}; known: {known}.")
        elif line.strip():
            if move is None:
                raise UnreadablePlaybook(f"{where}: a phrase must stand below a heading.")
            phrases.setdefault(move, []).append(_phrase(where, line))
    for name, said in phrases.items():
        yield Move(name, tuple(said))


def _phrase(where: str, line: str) -> Phrase:
    match = _ITEM.match(line)
    if match is None:
        raise UnreadablePlaybook(f"{where}: a phrase starts with '- ' and stands on one line.")
    tags = [tag.strip() for tag in (match["tags"] or "").split(",") if tag.strip()]
    when = frozenset(tag for tag in tags if tag[0] != "+")
    covers = frozenset(tag[1:] for tag in tags if tag[0] == "+")
    for tag in sorted(when):
        if tag.removeprefix("!") not in CONDITIONS | VARIABLES:
            name = tag.removeprefix("!")
            close = get_close_matches(name, CONDITIONS | VARIABLES, n=1)
            meant = f"; did you mean {close[0]!r}?" if close else "; README.md lists them."
            raise UnreadablePlaybook(f"{where}: unknown condition {name!r}{meant}")
    if not covers <= set(MOVES):
        raise UnreadablePlaybook(f"{where}: unknown move after +; moves: {', '.join(MOVES)}.")
    _ensure_variables(where, match["text"])
    return Phrase(match["text"].strip(), when, covers)


def _ensure_variables(where: str, text: str) -> None:
    for inside in _BRACES.findall(text):
        if "|" not in inside and inside not in VARIABLES:
            known = ", ".join(sorted(VARIABLES))
            raise MissingVariable(f"{where}: there is no variable {{{inside}}}; known: {known}.")
        if inside.count("|") > 1:
            raise UnreadablePlaybook(f"{where}: {{{inside}}} must have two forms, {{du|Sie}}.")
    if set("<>") & set(re.sub(r"<[^<>]*\|[^<>]*>", "", text)):
        raise UnreadablePlaybook(f"{where}: write <one|another>, with a bar between them.")
    if "{" in _BRACES.sub("", text) or "}" in _BRACES.sub("", text):
        raise UnreadablePlaybook(f"{where}: a brace is open or closed twice.")
