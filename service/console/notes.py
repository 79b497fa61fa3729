"""The note beside a draft in the reader's language, whatever language the draft is in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from prompts.claim_words import statutory_hint
from prompts.note import note_words
from service.console.sentences import heard
from service.console.words import CODES, Code
from triage.draft import Draft

#: The page says these itself, in words and not in names of fields.
_ON_THE_PAGE = ("why", "facts", "no_facts", "remedy", "granted")


def note_lines(draft: Draft, code: Code) -> tuple[str, ...]:
    """What the page does not say elsewhere; a line that is not ours stays as it is."""
    lines = [line for line in draft.note.splitlines() if line.strip()]
    if draft.lang not in CODES:
        return tuple(lines)
    written, read = note_words(draft.lang), note_words(code)
    shown = (line for line in lines if not _is_one_of(_ON_THE_PAGE, line, written))
    return tuple(_in_other_words(line, written, read) for line in shown)


def legal_claim(draft: Draft, code: Code) -> tuple[str | None, str]:
    """What the law may owe, and in which language that stands there."""
    said = statutory_hint(draft.claim, code)
    return (said, code) if said else (draft.statutory_hint, draft.lang)


def _is_one_of(names: Iterable[str], line: str, written: dict[str, Any]) -> bool:
    return any(heard(written[name], line) is not None for name in names)


def _in_other_words(line: str, written: dict[str, Any], read: dict[str, Any]) -> str:
    for name, said in written["occasions"].items():
        if line == said:
            return str(read["occasions"].get(name, line))
    if line == written["again"]:
        return str(read["again"])
    if unsaid := heard(written["unsaid"], line):
        return str(read["unsaid"].format(**unsaid))
    if to_verify := heard(written["verify"], line):
        things = _things(to_verify["verify"], written["things"], read["things"])
        return str(read["verify"].format(verify=things))
    return line


def _things(listed: str, written: dict[str, str], read: dict[str, str]) -> str:
    """`Flug X1, Vorgang 2, 3` → `flight X1, reference 2, 3`: one thing may have several values."""
    openings = "|".join(re.escape(form.partition("{")[0]) for form in written.values())
    return ", ".join(_thing(t, written, read) for t in re.split(rf", (?={openings})", listed))


def _thing(said: str, written: dict[str, str], read: dict[str, str]) -> str:
    for name, form in written.items():
        if (value := heard(form, said)) is not None:
            return read[name].format(value[""])
    return said
