"""Reads what the care team wrote: playbooks, the voice and the policy. A mistake in a file stops
the start with the file, the line and the reason; it never reaches a customer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from prompts.policy_file import load_policy
from prompts.vocabulary import CONDITIONS, VARIABLES
from prompts.voice_file import Voice, load_voice
from triage.complaint import Topic
from triage.errors import MissingVariable, UnreadablePlaybook
from triage.playbook import MOVES, REQUIRED, Move, Phrase, Playbook

__all__ = ["Playbooks", "Voice", "load_playbooks", "load_policy", "load_voice"]

#: The name of the playbook that all others of its language inherit phrases from.
COMMON = "common"
#: The one for topics that no other takes.
GENERAL = "general"

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
_KEYS = frozenset({"version", "topics", "severities", "must_say", "must_not_say"})
_ITEM = re.compile(r"^- (?:\[(?P<tags>[^\]]*)\]\s*)?(?P<text>.+)$")
_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Playbooks:
    """All playbooks of all languages."""

    playbooks: tuple[Playbook, ...]

    def find(self, lang: str, topic: Topic, severity: int) -> Playbook:
        """The playbook for this topic and severity. A language we do not write in gets English."""
        own = [p for p in self.playbooks if p.lang == lang]
        spoken = own or [p for p in self.playbooks if p.lang == "en"]
        fitting = [p for p in spoken if severity in p.severities and topic in p.topics]
        # A playbook that narrows the severity down was written for just that case.
        fitting.sort(key=lambda p: len(p.severities))
        return fitting[0] if fitting else next(p for p in spoken if p.name == GENERAL)


def load_playbooks(folder: Path) -> Playbooks:
    """Every playbook of `folder/<language>/<name>.md`.

    Raises UnreadablePlaybook, or its kind MissingVariable, naming file and line.
    """
    found = [_load(path) for path in sorted(folder.glob("*/*.md"))]
    complete: list[Playbook] = []
    for lang, group in groupby(found, key=lambda playbook: playbook.lang):
        complete += _with_common(folder / lang, list(group))
    if not any(playbook.lang == "en" for playbook in complete):
        raise UnreadablePlaybook(f"{folder}: there are no English playbooks.")
    return Playbooks(tuple(complete))


def _with_common(folder: Path, playbooks: Sequence[Playbook]) -> Iterator[Playbook]:
    by_name = {playbook.name: playbook for playbook in playbooks}
    for needed in (COMMON, GENERAL):
        if needed not in by_name:
            raise UnreadablePlaybook(f"{folder / needed}.md is missing.")
    common = by_name.pop(COMMON)
    inherited = {m.name: tuple(replace(p, own=False) for p in m.phrases) for m in common.moves}
    for playbook in by_name.values():
        moves = tuple(
            Move(move, (*playbook.phrases(move), *inherited.get(move, ()))) for move in MOVES
        )
        whole = replace(playbook, moves=moves)
        _ensure_always_answers(folder, whole)
        yield whole


def _ensure_always_answers(folder: Path, playbook: Playbook) -> None:
    """Each move a reply can't do without needs a phrase for authors who state nothing at all."""
    for move in REQUIRED:
        channels: tuple[set[str], ...] = (
            ({"dm"}, {"open"}, {"mail"}) if move == "next_step" else (set(),)
        )
        for channel in channels:
            if not any(
                not p.variables - {"contact"} and p.when <= channel for p in playbook.phrases(move)
            ):
                on = f" on {channel.pop()} channels" if channel else ""
                raise UnreadablePlaybook(
                    f"{folder / playbook.name}.md: {move} needs a phrase without variables"
                    f" and conditions{on}."
                )


def _load(path: Path) -> Playbook:
    text = path.read_text(encoding="utf-8")
    head, body, first_line = _split(path, text)
    common = path.stem == COMMON
    return Playbook(
        name=path.stem,
        lang=path.parent.name,
        version=str(head.get("version", "")),
        topics=frozenset() if common else _topics(path, head.get("topics", [])),
        severities=frozenset(head.get("severities", range(5))),
        moves=tuple(_moves(path, body, first_line)),
        must_say=tuple(head.get("must_say", ())),
        must_not_say=tuple(head.get("must_not_say", ())),
    )


def _split(path: Path, text: str) -> tuple[Mapping[str, Any], str, int]:
    """Front matter, body, and the line on which the body starts."""
    parts = re.split(r"^\+\+\+[ \t]*$", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():
        raise UnreadablePlaybook(f"{path}:1: the file must start with settings between +++ lines.")
    try:
        head = tomllib.loads(parts[1])
    except tomllib.TOMLDecodeError as error:
        raise UnreadablePlaybook(f"{path}: the settings between the +++ lines: {error}") from error
    unknown = sorted(head.keys() - _KEYS)
    if unknown:
        raise UnreadablePlaybook(
            f"{path}: unknown setting {unknown[0]!r}; known: {', '.join(sorted(_KEYS))}."
        )
    return head, parts[2], parts[1].count("\n") + 1


def _topics(path: Path, names: Sequence[str]) -> frozenset[Topic]:
    for name in names:
        if name not in set(Topic):
            raise UnreadablePlaybook(
                f"{path}: there is no topic {name!r}; topics: {', '.join(Topic)}."
            )
    return frozenset(Topic(name) for name in names)


def _moves(path: Path, body: str, first_line: int) -> Iterator[Move]:
    move: str | None = None
    phrases: dict[str, list[Phrase]] = {}
    for number, line in enumerate(body.splitlines(), start=first_line):
        where = f"{path}:{number}"
        if line.startswith("#"):
            move = _HEADINGS.get(line.strip("# ").lower())
            if move is None:
                raise UnreadablePlaybook(f"{where}: unknown heading {line!r}.")
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
            raise UnreadablePlaybook(f"{where}: unknown condition {tag!r}.")
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
    if "{" in _BRACES.sub("", text) or "}" in _BRACES.sub("", text):
        raise UnreadablePlaybook(f"{where}: a brace is open or closed twice.")
