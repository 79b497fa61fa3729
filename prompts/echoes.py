"""What a reply takes of the author's text besides facts: what it is about, by its name; what the
author was told; a sentence of the author's own."""

from __future__ import annotations

from collections.abc import Iterator

from prompts.cases import matter_cases
from prompts.matter import Matter, matter_in
from prompts.quoting import own_words, told
from prompts.retold import retold
from triage.complaint import Topic
from triage.draft import Brief, Register
from triage.severity import Severity

#: A text longer than this has passages that are not about us.
LONG_TEXT = 700
#: From here on a sentence may be meant otherwise than it stands.
_EARNEST = 0.3


def echoes(brief: Brief, lang: str, register: Register) -> dict[str, str]:
    """Variable → words. Nothing where we answer in another language than the author's."""
    if brief.assessment.lang != lang:
        return {}
    words = dict(_quoted(brief)) | dict(_retold(brief, register))
    matter = _matter(brief)
    return words | matter_cases(matter, lang, register) if matter else words


def _matter(brief: Brief) -> Matter | None:
    text, assessment = brief.conversation.mention.text, brief.assessment
    evidence = assessment.evidence or ((0, len(text) if len(text) <= LONG_TEXT else 0),)
    return matter_in(text, assessment.lang, evidence)


def _quoted(brief: Brief) -> Iterator[tuple[str, str]]:
    """What hurt is not said a second time, nor is irony."""
    text, assessment = brief.conversation.mention.text, brief.assessment
    whole = len(text) <= LONG_TEXT or not assessment.evidence
    if _is_grave(brief):
        return
    answer = told(text, assessment.evidence, whole=whole)
    if answer and assessment.topic is not Topic.STAFF_BEHAVIOUR:
        yield "answer", answer
    if assessment.lang == "de":
        return
    own = own_words(text, assessment.lang, assessment.evidence, whole=whole)
    if own and not assessment.ironic and assessment.p_ironic < _EARNEST:
        yield "words", own


def _retold(brief: Brief, register: Register) -> Iterator[tuple[str, str]]:
    """What happened, told back in German; what is grave is never quoted."""
    text, assessment = brief.conversation.mention.text, brief.assessment
    if assessment.lang != "de" or (len(text) > LONG_TEXT and not assessment.evidence):
        return
    ironic = assessment.ironic or assessment.p_ironic >= _EARNEST
    found = retold(text, assessment.evidence, register, ironic=ironic)
    if found and found.clause:
        yield "happened", found.clause
    elif found and not _is_grave(brief):
        yield "words", found.quote


def _is_grave(brief: Brief) -> bool:
    return brief.grade.severity is Severity.CRITICAL
