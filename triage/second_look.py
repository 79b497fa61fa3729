"""What counts more than the model's word on a mention: danger to a life, harm and the law, a
complaint that is still open, what a person said of the case."""

from __future__ import annotations

from dataclasses import replace

from triage.case import Case
from triage.complaint import Assessment, Topic
from triage.mention import Conversation
from triage.next_words import says_it_goes_on
from triage.routing import alarm
from triage.severity import Severity
from triage.wording_files import sieve

#: What nobody puts aside unseen, in triage/wordings/words/harm.txt and these circumstances. Of
#: 5,177 mentions of the corpus that the model calls no complaint, 38 tell of harm and 6 of these
#: are complaints; of all others, every eleventh.
HARM = ("allergy", "discrimination", "electric", "gas", "glass", "injury", "legal", "vermin")
#: From here on whoever names harm is surely content.
_CONTENT = 0.8


def alarmed(assessment: Assessment, conversation: Conversation) -> Assessment:
    """Where somebody's life or safety is at stake, no doubt of a model's keeps a person from seeing
    it at once: it is as severe and as urgent as can be, complaint or not."""
    if alarm(conversation.mention.text) is None:
        return assessment
    return replace(
        assessment,
        complaint=True,
        sentiment="negative",
        severity=int(Severity.CRITICAL),
        topic=Topic.OTHER if assessment.topic is Topic.NONE else assessment.topic,
        urgent=True,
        needs_reply=True,
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
    harmed = not case.replies and _tells_of_harm(assessment, words)
    if assessment.complaint or not (unanswered or goes_on or insisted or harmed):
        return assessment
    known = before if before is not None and before.complaint else None
    least = Severity.FAILURE if harmed else Severity.ANNOYANCE
    return replace(
        assessment,
        complaint=True,
        topic=known.topic if known else Topic.OTHER,
        severity=known.severity if known else int(least),
        ironic=assessment.ironic or (known is not None and known.ironic),
        needs_reply=assessment.needs_reply or harmed,
    )


def _tells_of_harm(assessment: Assessment, words: str) -> bool:
    """Whether somebody was harmed or calls a lawyer, and neither only asks nor is content."""
    content = assessment.p_sentiment.get("positive", 0.0) >= _CONTENT
    if content or words.rstrip().endswith("?"):
        return False
    named = (f"circumstances/{name}" for name in HARM)
    return any(sieve(name).search(words) for name in ("words/harm", *named))
