"""What counts more than the model's word on a mention: danger to a life, harm and the law, a
complaint that is still open, what a person said of the case."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from triage.case import Case
from triage.complaint import Assessment, Topic
from triage.mention import Conversation
from triage.next_words import says_it_goes_on
from triage.routing import alarm
from triage.severity import Severity
from triage.wording_files import sieve

#: Circumstances that nobody puts aside unseen. Of the corpus's mentions that the model calls no
#: complaint and that state one of them (1.6 %), every fourth is a complaint; of all others, every
#: eleventh.
HARM = (
    "allergy", "death", "discrimination", "electric", "gas", "glass", "injury", "legal",
    "medication", "sick", "vermin",
)  # fmt: skip


def heeded(assessment: Assessment, conversation: Conversation) -> Assessment:
    """No doubt of a model's keeps a person from seeing what may be grave.

    Where somebody's life or safety is at stake, it is as severe and as urgent as can be, complaint
    or not; where somebody was harmed, or the law is named, it is a complaint.
    """
    text = conversation.mention.text
    if alarm(text) is None:
        overlooked = not assessment.complaint and tells_of_harm(text)
        return _as_a_complaint(assessment, Severity.FAILURE) if overlooked else assessment
    return replace(
        assessment,
        complaint=True,
        sentiment="negative",
        severity=int(Severity.CRITICAL),
        topic=Topic.OTHER if assessment.topic is Topic.NONE else assessment.topic,
        urgent=True,
        needs_reply=True,
    )


# As many as are opened at once.
@lru_cache(maxsize=128)
def tells_of_harm(text: str) -> bool:
    return any(sieve(f"circumstances/{name}").search(text) for name in HARM)


def _as_a_complaint(assessment: Assessment, severity: Severity) -> Assessment:
    known = assessment.topic is not Topic.NONE
    topic = assessment.topic if known else Topic.OTHER
    return replace(
        assessment, complaint=True, severity=int(severity), topic=topic, needs_reply=True
    )


def in_light_of(case: Case, assessment: Assessment, words: str) -> Assessment:
    """What is known of a case besides its last words.

    Whoever complained and adds a word ("any news?") stays a complainer until answered, and after
    that as long as the words say that it goes on. And a person's word counts more than the model's:
    a case taken up by hand is answered.
    """
    assessment = _in_light_of_before(case, assessment, words)
    return case.correction.applied(assessment, case.round) if case.correction else assessment


def _in_light_of_before(case: Case, assessment: Assessment, words: str) -> Assessment:
    before = case.assessment
    unanswered = before is not None and before.complaint and not case.replies
    goes_on = before is not None and case.is_answered_back and says_it_goes_on(words)
    insisted = case.insisted and not case.is_answered_back
    if assessment.complaint or not (unanswered or goes_on or insisted):
        return assessment
    known = before if before is not None and before.complaint else None
    return replace(
        assessment,
        complaint=True,
        topic=known.topic if known else Topic.OTHER,
        severity=known.severity if known else 1,
        ironic=assessment.ironic or (known is not None and known.ironic),
    )
