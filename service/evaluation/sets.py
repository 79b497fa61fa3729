"""Labelled files as sets with a name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.dataset import Example, Examples, Labels, ReplyExample
from models.folder import RUN
from models.labelled_files import read_examples
from triage.errors import UnreadableExamples

#: `de-07` is a part of `de`; `2025-07` is a month.
_PART = re.compile(r"(?<!\d)-\d{2,3}$")


@dataclass(frozen=True)
class LabelledSet:
    """Files, or a part of one, that count together."""

    mentions: tuple[Example, ...] = ()
    replies: tuple[ReplyExample, ...] = ()
    #: The SHA-256 of each file.
    hashes: frozenset[str] = frozenset()

    def __add__(self, other: LabelledSet) -> LabelledSet:
        return LabelledSet(
            self.mentions + other.mentions, self.replies + other.replies, self.hashes | other.hashes
        )


def read_sets(files: Sequence[Path]) -> dict[str, LabelledSet]:
    """Name → set. Raises UnreadableExamples, also for a file without labels."""
    names = _names(files)
    sets: dict[str, LabelledSet] = {}
    for file in dict.fromkeys(files):
        for name, part in _read(names[file], read_examples([file])):
            sets[name] = sets.get(name, LabelledSet()) + part
    return sets


def _read(name: str, examples: Examples) -> Iterator[tuple[str, LabelledSet]]:
    [(file, (_, digest))] = examples.files.items()
    told = [e for e in examples.mentions if e.labels != Labels()]
    if not told and not examples.replies:
        raise UnreadableExamples(f"{file} holds neither labelled mentions nor labelled replies.")
    # What a model says agrees with what it said: no figure may look better for it.
    by_model = tuple(e for e in told if e.source == "replay_by_model")
    by_people = tuple(e for e in told if e.source != "replay_by_model")
    hashes = frozenset({digest})
    if by_people or examples.replies:
        yield name, LabelledSet(by_people, examples.replies, hashes)
    if by_model:
        yield f"{name}, labelled by a model", LabelledSet(by_model, (), hashes)


def _names(files: Sequence[Path]) -> dict[Path, str]:
    """The names of files without endings and part numbers; with their folder's where two share one.

    >>> names = _names([Path("a/de-01.jsonl"), Path("a/de-02.jsonl.gz"), Path("b/de.jsonl")])
    >>> [*names.values()], [*_names([Path("b/potts.train.jsonl.gz")]).values()]
    (['a/de', 'a/de', 'b/de'], ['potts.train'])
    """
    stems = {file: _stem(file.name) for file in files}
    folders: dict[str, set[Path]] = {}
    for file, stem in stems.items():
        folders.setdefault(stem, set()).add(file.absolute().parent)
    return {
        file: stem if len(folders[stem]) == 1 else f"{file.absolute().parent.name}/{stem}"
        for file, stem in stems.items()
    }


def _stem(name: str) -> str:
    return _PART.sub("", re.sub(r"(\.jsonl)?(\.gz)?$", "", name)) or name


def learned_from(sets: Mapping[str, LabelledSet], model: Path) -> tuple[str, ...]:
    """The sets that have a file which the model was trained with, by the record of its run."""
    try:
        record = json.loads((model / RUN).read_text("utf-8"))
        taught = {file["sha256"] for file in record["files"].values()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # A folder without a readable record says nothing about it.
        return ()
    return tuple(name for name, found in sets.items() if found.hashes & taught)
