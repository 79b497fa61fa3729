"""Reads the patterns in the files of troubles/: short to write, and quick to look for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from prompts.matter import amiss
from triage.errors import UnreadablePlaybook
from triage.wording_screen import Sieve, Wording

#: Between two words of one sentence.
_BETWEEN = r"(?!\w)[^.!?\n]{0,60}?(?<!\w)"
#: Behind what somebody puts up with: that is not what they complain of.
_ACCEPTED = {
    "de": re.compile(
        r"\b(?:(?:das |des )?versteh(?:e|['’])? (?:ich|i)\b(?! nicht| nit| net| ned| nich)"
        r"|das sehe? ich (?:ja )?ein\b|kann (?:ja |mal |schon )*(?:passieren|vorkommen)\b"
        r"|kann (?:ja )?(?:keiner|niemand) (?:was|wat|etwas|nix) da ?für"
        r"|kann \w+(?: \w+){0,2} (?:nix|nichts|nüscht) (?:da)?für"
        r"|(?:ist|is) (?:ja )?(?:kein ding|okay|ok|in ordnung)\b|geschenkt\b)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:i understand|i get (?:it|that)|fair enough|can['’]?t be helped|not your fault"
        r"|no (?:one|body)['’]s fault|understandable|these things happen|it happens|i accept"
        r"|that['’]?s (?:fine|ok(?:ay)?)|never fault)\b(?! how| why| what)"
        r"|[.!,;] (?:fine|ok|okay)\.",
        re.IGNORECASE,
    ),
}
#: In characters: so far behind it.
_SOON = 90


def is_accepted(text: str, end: int, sentence_ends: int, lang: str) -> bool:
    """Whether what is told up to there is put up with in the same breath: „gestrichen wegen
    Gewitter, das verstehe ich“, "moved me for balance. fine."."""
    accepted = _ACCEPTED.get(lang)
    # One word more than the sentence: "fine." stands behind its full stop.
    last = min(sentence_ends + len(" fine. "), end + _SOON)
    return accepted is not None and accepted.search(text, end, last) is not None


def sieve_of(path: Path, lines: str, lang: str) -> Sieve:
    """What tells of a trouble. Raises UnreadablePlaybook."""
    return _sieve(_checked(path, lines, lang))


def pattern_of(path: Path, lines: str, lang: str) -> Wording | None:
    """What forbids it; None where there are no lines. Raises UnreadablePlaybook."""
    said = _checked(path, lines, lang)
    return _wording(said) if said else None


# Read once, however often the same files are.


@cache
def _sieve(said: str) -> Sieve:
    return Sieve(said, re.IGNORECASE)


@cache
def _wording(said: str) -> Wording:
    return Wording("", said)


def _checked(path: Path, lines: str, lang: str) -> str:
    try:
        return _read(lines, lang)
    except re.error as error:
        raise UnreadablePlaybook(f"{path}:1: a pattern can't be read: {error}.") from error


@cache
def _read(lines: str, lang: str) -> str:
    r"""One pattern a line, for whole words. A space is any white space, ` ?` perhaps none; ` ~ `
    stands between what one sentence says in either order; AMISS is a word of `amiss` in
    faults.toml."""
    listed = (line.strip() for line in lines.splitlines() if line.strip())
    return "|".join(one for line in listed for one in _expanded(line, lang))


def _expanded(line: str, lang: str) -> Iterator[str]:
    """The one or two patterns that a line stands for."""
    parts = [part.replace("AMISS", amiss(lang)) for part in line.split(" ~ ")]
    for part in parts:
        re.compile(part)  # None of them may be half a pattern: "(a ~ b)".
    one, *others = parts
    for order in [parts, [*others, one]] if others else [parts]:
        said = _BETWEEN.join(f"(?:{part})" for part in order)
        spaced = re.sub(" +", r"\\s+", re.sub(r" \?", r"\\s*", said))
        yield rf"(?<!\w)(?:{spaced})(?!\w)"
