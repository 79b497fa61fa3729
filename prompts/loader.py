"""Reads what the care team wrote: playbooks, the voice and the policy. A mistake in a file stops
the start with the file, the line and the reason; it never reaches a customer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby, product
from pathlib import Path

from prompts.by_mail import answered_by_mail
from prompts.matter import faults
from prompts.matter_words import LANGUAGES, matter_words
from prompts.playbook_body import read_moves
from prompts.playbook_head import Head, read_head
from prompts.policy_file import load_policy
from prompts.subject_signs import patterns
from prompts.troubles import FOLDER as TROUBLES, Trouble, trouble_of
from prompts.vocabulary import ALONE, CONDITIONS, NO_COMPLAINT
from prompts.voice_file import Voice, load_voice
from triage.complaint import Topic
from triage.errors import UnreadablePlaybook
from triage.playbook import MOVES, REQUIRED, Move, Phrase, Playbook
from triage.wording_files import FOLDER as WORDINGS, ensure_readable

__all__ = ["Playbooks", "Voice", "load_playbooks", "load_policy", "load_voice"]

#: The name of the playbook that all others of its language inherit phrases from.
COMMON = "common"
#: The one for topics that no other takes.
GENERAL = "general"
#: Where a reply goes, and the variables that say how to reach us from there.
_CHANNELS = ("dm", "open", "mail")
_REACH = frozenset({"send_me", "write_me", "contact"})
#: Whether there is a number that a step may ask for.
_NUMBERS = ("number_given", "!number_given")
#: What those that stand alone inherit all the same.
_FRAME = ("greeting", "closing")


@dataclass(frozen=True)
class Playbooks:
    """All playbooks of all languages: one a topic, and those that stand alone."""

    playbooks: tuple[Playbook, ...]
    #: Named after a condition of `ALONE`: where it holds, nothing else is said.
    alone: tuple[Playbook, ...] = ()
    #: What goes before the topic where the text tells of it.
    troubles: tuple[Trouble, ...] = ()

    def speak(self, lang: str) -> bool:
        return any(p.lang == lang for p in self.playbooks)

    def find(
        self, lang: str, topic: Topic, severity: int, conditions: Set[str] = frozenset()
    ) -> Playbook:
        """The playbook for this topic and severity, unless one that stands alone is called for.
        A language we do not write in gets English."""
        spoken = lang if self.speak(lang) else "en"
        for name in (name for name in ALONE if name in conditions):
            for playbook in self.alone:
                if (playbook.name, playbook.lang) == (name, spoken):
                    return playbook
        return self._for_topic(spoken, topic, severity)

    def _for_topic(self, lang: str, topic: Topic, severity: int) -> Playbook:
        spoken = [p for p in self.playbooks if p.lang == lang]
        fitting = [p for p in spoken if severity in p.severities and topic in p.topics]
        # A playbook that narrows the severity down was written for just that case.
        fitting.sort(key=lambda p: len(p.severities))
        return fitting[0] if fitting else next(p for p in spoken if p.name == GENERAL)


def load_playbooks(folder: Path) -> Playbooks:
    """Every playbook of `folder/<language>/<name>.md`.

    Raises UnreadablePlaybook, or its kind MissingVariable, naming file and line.
    """
    ensure_readable(WORDINGS)
    for lang in LANGUAGES:
        matter_words(lang)
        faults(lang)
        patterns(lang)
    found = [load_playbook(path) for path in _written(folder, "*/*.md")]
    complete: list[Playbook] = []
    for lang, group in groupby(found, key=lambda playbook: playbook.lang):
        complete += _completed(folder / lang, list(group))
    if not any(playbook.lang == "en" for playbook in complete):
        raise UnreadablePlaybook(f"{folder}: there are no English playbooks.")
    return Playbooks(
        tuple(p for p in complete if p.name not in ALONE),
        alone=tuple(p for p in complete if p.name in ALONE),
        troubles=tuple(map(load_trouble, _written(folder, f"*/{TROUBLES}/*.md"))),
    )


def _written(folder: Path, names: str) -> list[Path]:
    """Without what an editor keeps beside the files."""
    return sorted(path for path in folder.glob(names) if not path.name.startswith("."))


def load_trouble(path: Path) -> Trouble:
    """One file of `<language>/troubles/`. Raises UnreadablePlaybook."""
    head, body, first_line = read_head(path, of_a_trouble=True)
    written = _playbook(path, path.parents[1].name, head, read_moves(path, body, first_line))
    playbook = answered_by_mail(written)
    for move, where, number in product(("take_up", "next_step"), _CHANNELS, _NUMBERS):
        others = {f"!{other}" for other in _CHANNELS if other != where}
        bare = (p for p in playbook.phrases(move) if not p.variables - _REACH)
        if not any(p.when <= {where, number} | others for p in bare):
            raise UnreadablePlaybook(
                f"{path}: {move} needs a phrase without variables and conditions, by e-mail too."
            )
    return trouble_of(path, playbook, head)


def _completed(folder: Path, playbooks: Sequence[Playbook]) -> Iterator[Playbook]:
    """Each with what it inherits: from the common one, and from those named after a condition."""
    by_name = {playbook.name: playbook for playbook in playbooks}
    for needed in (COMMON, GENERAL):
        if needed not in by_name:
            raise UnreadablePlaybook(f"{folder / needed}.md is missing.")
    common = by_name.pop(COMMON)
    conditional = [p.name for p in playbooks if p.name in CONDITIONS - set(ALONE) and not p.topics]
    added = [by_name.pop(name) for name in conditional]
    for playbook in by_name.values():
        stands_alone = playbook.name in ALONE
        _ensure_is_found(folder, playbook)
        whole = _framed(playbook, common) if stands_alone else _joined(playbook, common, added)
        _ensure_always_answers(folder, whole)
        yield whole


def _joined(playbook: Playbook, common: Playbook, added: Sequence[Playbook]) -> Playbook:
    """With the common phrases, and with those that are said under one condition."""
    moves = []
    for move in MOVES:
        phrases = [*playbook.phrases(move), *_handed_down(common, move)]
        for other in added:
            phrases += _handed_down(other, move, {other.name})
        moves.append(Move(move, tuple(_heeding(phrase, added) for phrase in phrases)))
    return replace(playbook, moves=tuple(moves))


def _framed(playbook: Playbook, common: Playbook) -> Playbook:
    """With greeting and closing, as a letter needs them, and nothing else."""
    frame = {name: tuple(_handed_down(common, name)) for name in _FRAME}
    return replace(
        playbook,
        moves=tuple(Move(m, (*playbook.phrases(m), *frame.get(m, ()))) for m in MOVES),
    )


def _handed_down(playbook: Playbook, move: str, when: Set[str] = frozenset()) -> Iterator[Phrase]:
    return (replace(p, own=False, when=p.when | when) for p in playbook.phrases(move))


def _heeding(phrase: Phrase, added: Sequence[Playbook]) -> Phrase:
    """Not said where a condition holds whose playbook bans one of its words."""
    said = phrase.template.lower()
    banning = (p.name for p in added if any(word.lower() in said for word in p.must_not_say))
    return replace(phrase, when=phrase.when | {f"!{name}" for name in banning})


def _ensure_is_found(folder: Path, playbook: Playbook) -> None:
    if not playbook.topics and playbook.name != GENERAL and playbook.name not in ALONE:
        raise UnreadablePlaybook(
            f"{folder / playbook.name}.md: topics is empty, so it would never be used. Set topics, "
            "or name the file after a condition: then it is said wherever that holds."
        )


def _ensure_always_answers(folder: Path, playbook: Playbook) -> None:
    """Each move a reply can't do without needs a phrase for authors who state nothing at all."""
    spared = {"apologise"} if playbook.name in NO_COMPLAINT else set()
    for move in REQUIRED - spared:
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


def load_playbook(path: Path) -> Playbook:
    """One file, without what it inherits. Raises UnreadablePlaybook."""
    head, body, first_line = read_head(path)
    return _playbook(path, path.parent.name, head, read_moves(path, body, first_line))


def _playbook(path: Path, lang: str, head: Head, moves: Iterator[Move]) -> Playbook:
    return Playbook(
        name=path.stem,
        lang=lang,
        version=head.version,
        topics=frozenset() if path.stem == COMMON else head.topics,
        severities=head.severities,
        moves=tuple(moves),
        must_say=head.must_say,
        must_not_say=head.must_not_say,
    )
