"""The settings at the head of a playbook, between its +++ lines; each mistake with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from prompts.vocabulary import NO_COMPLAINT
from triage.complaint import Topic
from triage.errors import UnreadablePlaybook

_KEYS = ("version", "topics", "severities", "must_say", "must_not_say")
#: Only in the file of a trouble.
_OF_TROUBLES = (
    "says", "unless", "never", "called", "rank", "trades", "earnest", "kin",
    "no_complaint",
)  # fmt: skip
_Value = TypeVar("_Value", str, int, bool)
_TOML_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)")


@dataclass(frozen=True)
class Head:
    version: str = ""
    topics: frozenset[Topic] = frozenset()
    severities: frozenset[int] = frozenset(range(5))
    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()
    #: Of a trouble: patterns that tell of it, one a line; those that forbid it in the same
    #: sentence, and those that forbid it anywhere in the text.
    says: str = ""
    unless: str = ""
    never: str = ""
    #: Its name in a sentence: "the wait on hold".
    called: str = ""
    #: Of two troubles the weightier is answered first.
    rank: int = 5
    #: Troubles of one kin follow from each other: the second is not said as well.
    kin: str = ""
    #: Only in these trades; all, where none is listed.
    trades: frozenset[str] = frozenset()
    #: Only for whoever means it as it stands.
    earnest: bool = False
    #: Where nobody complains, what they want: one of `NO_COMPLAINT`.
    no_complaint: str = ""


def read_head(path: Path, *, of_a_trouble: bool = False) -> tuple[Head, str, int]:
    """The head of a playbook file, what stands below, and the line on which that begins.

    Raises UnreadablePlaybook.
    """
    text = _text(path)
    parts = re.split(r"^\+\+\+[ \t]*$", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():
        raise UnreadablePlaybook(f"{path}:1: the file must start with settings between +++ lines.")
    settings = _Settings(path, parts[1], _KEYS + _OF_TROUBLES * of_a_trouble)
    return settings.head(), parts[2], parts[1].count("\n") + 1


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadablePlaybook(f"{path}: save the file as UTF-8, please: {error}.") from error


@dataclass(frozen=True)
class _Settings:
    path: Path
    text: str
    keys: tuple[str, ...]

    def head(self) -> Head:
        given = self._parsed()
        for key in given:
            if key not in self.keys:
                known = f"known: {', '.join(self.keys)}{_meant(key, self.keys)}"
                raise self._mistake(key, f"unknown setting {key!r}; {known}.")
        return Head(
            version=str(given.get("version", "")),
            topics=frozenset(self._topic(t) for t in self._list(given, "topics", str)),
            severities=frozenset(self._severities(given)),
            must_say=tuple(self._list(given, "must_say", str)),
            must_not_say=tuple(self._list(given, "must_not_say", str)),
            says=self._one(given, "says", ""),
            unless=self._one(given, "unless", ""),
            never=self._one(given, "never", ""),
            called=self._one(given, "called", ""),
            rank=self._one(given, "rank", 5),
            kin=self._one(given, "kin", ""),
            trades=frozenset(self._list(given, "trades", str)),
            earnest=self._one(given, "earnest", False),
            no_complaint=self._no_complaint(given),
        )

    def _parsed(self) -> Mapping[str, Any]:
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            line = _TOML_LINE.search(str(error))
            where = f"{self.path}:{line[1]}" if line else str(self.path)
            reason = _TOML_LINE.sub("", str(error))
            raise UnreadablePlaybook(
                f"{where}: the settings between the +++ lines: {reason}."
            ) from error

    def _list(self, given: Mapping[str, Any], key: str, kind: type) -> list[Any]:
        value = given.get(key, [])
        if not isinstance(value, list) or not all(type(one) is kind for one in value):
            form = '["…", "…"]' if kind is str else "[2, 3]"
            raise self._mistake(key, f"{key} is a list, written {form}.")
        return value

    def _one(self, given: Mapping[str, Any], key: str, usual: _Value) -> _Value:
        value = given.get(key, usual)
        if type(value) is not type(usual):
            kinds = {str: "a text in quotation marks", int: "a number", bool: "true or false"}
            raise self._mistake(key, f"{key} is {kinds[type(usual)]}.")
        return value

    def _severities(self, given: Mapping[str, Any]) -> list[int]:
        severities = self._list(given, "severities", int)
        if "severities" in given and (not severities or not set(severities) <= set(range(5))):
            raise self._mistake("severities", "severities are numbers from 0 to 4.")
        return severities or [*range(5)]

    def _no_complaint(self, given: Mapping[str, Any]) -> str:
        kind = self._one(given, "no_complaint", "")
        if kind and kind not in NO_COMPLAINT:
            known = f"known: {', '.join(NO_COMPLAINT)}{_meant(kind, [*NO_COMPLAINT])}"
            raise self._mistake("no_complaint", f"no_complaint can't be {kind!r}; {known}.")
        return kind

    def _topic(self, name: str) -> Topic:
        try:
            return Topic(name)
        except ValueError:
            known = f"topics: {', '.join(Topic)}{_meant(name, [*Topic])}"
            raise self._mistake(name, f"there is no topic {name!r}; {known}.") from None

    def _mistake(self, word: str, reason: str) -> UnreadablePlaybook:
        """Names the line on which the word stands."""
        lines = self.text.splitlines()
        at = next((number for number, line in enumerate(lines, start=1) if word in line), 1)
        return UnreadablePlaybook(f"{self.path}:{at}: {reason}")


def _meant(word: str, known: list[Any] | tuple[str, ...]) -> str:
    close = get_close_matches(word, [str(one) for one in known], n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
