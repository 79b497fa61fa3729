"""What a reply takes of the author's text besides facts: what is at fault, or at least what it is
about, by its name; what the author was told; what happened, in the author's words."""

from __future__ import annotations

from collections.abc import Iterator

from prompts.cases import matter_cases
from prompts.gist import gist_of, holds, is_in_grief
from prompts.gist_doubt import is_unsure
from prompts.gist_questions import asks
from prompts.matter import Matter, matter_in
from prompts.quoting import told
from prompts.retelling.retold import retold
from prompts.subject import subject_in
from triage.complaint import Topic
from triage.draft import Brief, Register
from triage.severity import Severity

#: A text longer than this has passages that are not about us.
LONG_TEXT = 700
#: From here on a sentence may be meant otherwise than it stands.
_EARNEST = 0.3


def echoes(brief: Brief, lang: str, register: Register) -> dict[str, str]:
    """Variable → words. Where we answer in another language than the author's, only what can be
    quoted as it stands."""
    if brief.assessment.lang != lang:
        return _quoted_as_it_stands(brief)
    pointed = _pointed_at(brief, register)
    if pointed:
        return pointed
    words = dict(_quoted(brief)) | dict(_retold(brief, register))
    return words | _named(brief, register, told_back="happened" in words)


def _pointed_at(brief: Brief, register: Register) -> dict[str, str]:
    """What went wrong by the model's word, told back or else quoted, and nothing that stands
    elsewhere; in grief nothing is told back, and no death is quoted."""
    text, said = brief.conversation.mention.text, brief.assessment
    gist, in_grief = gist_of(brief), is_in_grief(brief)
    if gist is None or (in_grief and not gist.quote):
        return {}
    if asks(gist.quote):
        return _quoted_as_it_stands(brief)
    ironic = not _is_earnest(brief)
    told = None if in_grief else retold(text, [gist.span], said.lang, register, ironic=ironic)
    whole = holds(told, gist.quote) if told and gist.quote else not is_unsure(said)
    happened = told if told and whole else ""
    if not happened and not gist.quote:
        return {}
    words = {"happened": happened} if happened else {"gist": gist.quote}
    matter = matter_in(text, said.lang, [gist.span])
    if matter and gist.span[0] <= matter.span[0] < gist.span[1]:
        words |= matter_cases(matter, said.lang, register)
    return words


def _quoted_as_it_stands(brief: Brief) -> dict[str, str]:
    """The author knows the language of these words; what else we say without them is a guess."""
    gist = gist_of(brief)
    if gist is None or not gist.quote:
        return {}
    return dict.fromkeys(("gist", "question") if asks(gist.quote) else ("gist",), gist.quote)


def _named(brief: Brief, register: Register, *, told_back: bool) -> dict[str, str]:
    """The thing at fault; where none is, and nothing is told back, what it is about."""
    text, assessment = brief.conversation.mention.text, brief.assessment
    evidence = assessment.evidence or ((0, len(text) if len(text) <= LONG_TEXT else 0),)
    matter = matter_in(text, assessment.lang, evidence)
    if matter:
        return matter_cases(matter, assessment.lang, register)
    if told_back:
        return {}
    ironic = assessment.ironic
    subject = subject_in(text, assessment.lang, evidence, assessment.topic, ironic=ironic)
    return matter_cases(Matter(subject), assessment.lang, register, "subject") if subject else {}


def _quoted(brief: Brief) -> Iterator[tuple[str, str]]:
    """What hurt is not said a second time, nor is irony."""
    text, assessment = brief.conversation.mention.text, brief.assessment
    whole = len(text) <= LONG_TEXT or not assessment.evidence
    if _is_grave(brief) or not _is_earnest(brief):
        return
    answer = told(text, assessment.evidence, whole=whole)
    if answer and assessment.topic is not Topic.STAFF_BEHAVIOUR:
        yield "answer", answer


def _retold(brief: Brief, register: Register) -> Iterator[tuple[str, str]]:
    """What happened, told back, by where the complaint stands."""
    text, assessment = brief.conversation.mention.text, brief.assessment
    where = assessment.gist[:1] or assessment.evidence
    tried = assessment.gist and not is_in_grief(brief)
    if tried or (len(text) > LONG_TEXT and not where):
        return
    ironic = not _is_earnest(brief)
    happened = retold(text, where, assessment.lang, register, ironic=ironic)
    if happened:
        yield "happened", happened


def _is_earnest(brief: Brief) -> bool:
    return not brief.assessment.ironic and brief.assessment.p_ironic < _EARNEST


def _is_grave(brief: Brief) -> bool:
    return brief.grade.severity is Severity.CRITICAL
