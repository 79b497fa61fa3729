"""Whether a complaint tells of what makes it critical: grave words about a cooker without knobs are
as wrong as light ones about a fall."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from triage.complaint import Topic
from triage.draft import Brief
from triage.mention import Role
from triage.severity import Severity

_FILE = Path(__file__).parent / "gravity.toml"
#: Whatever is critical there is so by what it is about, where that is no guess: of those told in no
#: grave word half are critical, of the guessed ones an eighth.
_BY_TOPIC = (Topic.SAFETY_HEALTH, Topic.ACCESSIBILITY)
_NO_GUESS = 0.5


def as_told(brief: Brief) -> Brief:
    """The brief as it is to be answered: what the model alone calls critical, and no word of the
    author's does, is answered as a serious loss, and so is what it calls less where somebody was
    hurt. How pressing it is stays as it was graded."""
    hurt = tells_who_was_hurt(brief, brief.conversation.mention.text)
    if brief.grade.severity < Severity.SERIOUS and hurt:
        return replace(brief, grade=replace(brief.grade, severity=Severity.SERIOUS))
    if brief.grade.severity is not Severity.CRITICAL or _tells_why(brief):
        return brief
    return replace(brief, grade=replace(brief.grade, severity=Severity.SERIOUS))


def _tells_why(brief: Brief) -> bool:
    stated = {str(fact.value) for fact in brief.facts.all("circumstance")}
    by_topic = brief.assessment.topic in _BY_TOPIC and brief.assessment.p_topic >= _NO_GUESS
    if by_topic or not stated.isdisjoint(_circumstances()):
        return True
    said = [turn.text for turn in brief.conversation.earlier if turn.role is Role.CUSTOMER]
    grave = _words(brief.assessment.lang)
    return grave is None or any(map(grave.search, (brief.conversation.mention.text, *said)))


def tells_who_was_hurt(brief: Brief, words: str) -> bool:
    """Whether these words of the author's do."""
    hurt = _words(brief.assessment.lang, "hurt_")
    return brief.assessment.complaint and hurt is not None and hurt.search(words) is not None


@cache
def _words(lang: str, before: str = "") -> re.Pattern[str] | None:
    """Of the list `before` and language name together; None for a language that we have no words
    for."""
    lines = str(_listed().get(f"{before}{lang}", "")).split("\n")
    told = "|".join(line.strip() for line in lines if line.strip())
    return re.compile(rf"(?<!\w)(?:{told})", re.IGNORECASE) if told else None


@cache
def _circumstances() -> frozenset[str]:
    return frozenset(str(_listed()["critical_circumstances"]).split())


@cache
def _listed() -> dict[str, object]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
