"""Whether a folder of playbooks can be used, and what in it would be stopped later: each with the
file, the line and the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from prompts.loader import COMMON, GENERAL, Playbooks, load_playbook, load_playbooks
from prompts.samples import WORDS
from prompts.troubles import FOLDER as TROUBLES, how_to_reach_us
from prompts.voice_file import Voice
from triage.draft import Register
from triage.errors import UnreadablePlaybook
from triage.guard import RuleGuard, Utterance
from triage.mention import Channel
from triage.playbook import MOVES, Phrase, Playbook, Situation

#: Longer leaves a short channel no room for the rest.
_LONGEST = 185
#: What one phrase alone need not have.
_REST = {
    "de": "Das tut mir leid. Bitte schreiben Sie mir eine Direktnachricht.",
    "en": "I'm sorry. Please send me a direct message.",
}


@dataclass(frozen=True)
class Remark:
    """One thing to mend."""

    #: `file:line: what is wrong`.
    text: str
    #: The service does not start with it; otherwise it only spoils a reply.
    stops: bool


def remarks_on(folder: Path, voice: Voice) -> list[Remark]:
    """All mistakes; the phrases are read by the guard once there are none."""
    broken = [*_broken(folder)]
    if broken:
        return broken
    try:
        playbooks = load_playbooks(folder)
    except UnreadablePlaybook as error:
        return [Remark(str(error), stops=True)]
    return [*_unfit(folder, playbooks, voice)]


def _broken(folder: Path) -> Iterator[Remark]:
    files = sorted(folder.glob("*/*.md"))
    if not files:
        yield Remark(f"{folder}: there are no playbooks, as en/delay.md would be.", stops=True)
    for path in files:
        try:
            load_playbook(path)
        except UnreadablePlaybook as error:
            yield Remark(str(error), stops=True)


def _unfit(folder: Path, playbooks: Playbooks, voice: Voice) -> Iterator[Remark]:
    """Phrases that the guard would stop or nobody would hear."""
    guard = RuleGuard(contacts=[voice.contact])
    said = (trouble.playbook for trouble in playbooks.troubles)
    for playbook in (*playbooks.playbooks, *playbooks.alone, *said):
        for move in MOVES:
            for phrase in playbook.phrases(move):
                # What all inherit is read once, with the one that is always there.
                if phrase.own or playbook.name == GENERAL:
                    for reason in _reasons(playbook, phrase, guard, voice):
                        where = _where(folder / playbook.lang, playbook, phrase)
                        yield Remark(f"{where}: {reason}", stops=False)


def _reasons(playbook: Playbook, phrase: Phrase, guard: RuleGuard, voice: Voice) -> Iterator[str]:
    banned = [*voice.forbidden, *playbook.must_not_say]
    for word in (word for word in banned if word.lower() in phrase.template.lower()):
        yield f"is never said, since {word!r} is forbidden."
    texts = dict.fromkeys(_rendered(playbook, phrase, voice))
    for text in texts:
        if len(text) > _LONGEST and "mail" not in phrase.when:
            yield f"is too long for a short channel ({len(text)} characters, {_LONGEST} at most)."
        said = Utterance(f"{text} {_REST[playbook.lang]}", "…", playbook.lang, Channel.FACEBOOK)
        for finding in guard.check([said])[0]:
            yield f"the guard would say: {finding.why}"
            return


def _rendered(playbook: Playbook, phrase: Phrase, voice: Voice) -> Iterator[str]:
    words = {**WORDS[playbook.lang], "contact": voice.contact, "brand": voice.brand}
    registers: tuple[Register, ...] = ("du", "sie") if playbook.lang == "de" else ("neutral",)
    for register in registers:
        words |= how_to_reach_us(Situation(register, words), playbook.lang)
        if not phrase.when & ({"du", "sie"} - {register}):
            yield phrase.render(Situation(register, words))


def _where(folder: Path, playbook: Playbook, phrase: Phrase) -> str:
    """The file and line on which a phrase stands, its own or one that is inherited."""
    own = folder / f"{playbook.name}.md"
    troubles = folder / TROUBLES
    files = (own, troubles / own.name, folder / f"{COMMON}.md", *sorted(folder.glob("*.md")))
    for path in filter(Path.exists, files):
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        for number, line in enumerate(lines, start=1):
            if line.rstrip().endswith(phrase.template):
                return f"{path}:{number}"
    return str(own)
