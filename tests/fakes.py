"""Stand-ins for ports, written by hand: as small as the story allows, nothing patched."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from triage.complaint import Assessment, Span, Topic
from triage.desk import Desk
from triage.draft import Brief, Draft
from triage.errors import WishNotFollowed
from triage.facts import Facts
from triage.guard import Finding, Rule, Utterance, somewhere
from triage.mention import Conversation
from triage.outcome import NoPrecedents
from triage.remedy import Money, Policy
from triage.routing import Approver, Desks, Queue
from triage.signature import Signature
from triage.wish import Wanted

ANNA = Approver("anna", "Anna Berg", ceiling=Money(Decimal(200), "EUR"), slack_user="U0ANNA")
ANNA_SIGNS = Signature("Anna Berg", "AB")
BEN = Approver("ben", "Ben Croft", slack_user="U0BEN")
#: May decide in another queue only.
CARA = Approver("cara", "Cara Dorn", queues=frozenset({"lounge"}), slack_user="U0CARA")


class HeardSomewhere:
    """Half a tone model: it can't say where in a reply it hears what it hears."""

    def place(
        self, utterances: Sequence[Utterance], rules: Sequence[Sequence[Rule]]
    ) -> list[dict[Rule, Span]]:
        return somewhere(utterances, rules)


class FakeClassifier:
    """Finds a complaint wherever `late`, `lost` or `verspätet` stands; `fire` is critical."""

    model = "fake-1"

    def assess(self, conversations: Sequence[Conversation]) -> list[Assessment]:
        return [self._assess(c.mention.text.lower()) for c in conversations]

    def _assess(self, text: str) -> Assessment:
        severity = 4 if "fire" in text else 2 if _complains(text) else 0
        return Assessment(
            lang="de" if "verspätet" in text else "en",
            complaint=severity > 0,
            p_complaint=0.9 if severity else 0.1,
            sentiment="negative" if severity else "positive",
            p_sentiment={"negative": 0.9, "neutral": 0.05, "positive": 0.05},
            ironic="bravo" in text,
            p_ironic=0.8 if "bravo" in text else 0.1,
            severity=severity,
            topic=Topic.DELAY if severity else Topic.NONE,
            urgent=False,
            needs_reply=severity > 0,
            evidence=((0, min(4, len(text))),) if severity else (),
            model=self.model,
            embedding=(1.0, 0.0, float(severity)),
        )


def _complains(text: str) -> bool:
    return any(word in text for word in ("late", "lost", "verspätet"))


class FakeDrafter:
    """Says what was wanted of it; knows nothing of taxis."""

    def ensure_follows(self, wanted: Wanted, present: Draft) -> None:
        if "taxi" in wanted.instruction:
            raise WishNotFollowed("This drafter does not know about taxis.")

    def draft(self, briefs: Sequence[Brief]) -> list[Draft]:
        return [
            Draft(
                reply=_reply(brief),
                note="for approvers",
                lang=brief.assessment.lang,
                register="neutral",
                topic=brief.assessment.topic,
                severity=brief.grade.severity,
                facts=Facts(),
                remedy=brief.remedy,
                statutory_hint=None,
                playbook="delay",
                drafter="fake",
                wishes=tuple(sorted(brief.wishes)),
            )
            for brief in briefs
        ]


def _reply(brief: Brief) -> str:
    heeded = [*sorted(brief.wishes), brief.wanted.instruction]
    if brief.present and brief.wanted.only_other_words:
        heeded.append(f"version {brief.version + 1}")
    asked = f" [{', '.join(filter(None, heeded))}]" if any(heeded) else ""
    return f"We are sorry ({len(brief.said_before) + 1}). Please send us a message.{asked}"


class FakeGuard:
    """Stops whatever has `haha` in it, and hints at every `inconvenience`."""

    def check(self, utterances: Sequence[Utterance]) -> list[tuple[Finding, ...]]:
        return [self._check(utterance.reply) for utterance in utterances]

    def _check(self, reply: str) -> tuple[Finding, ...]:
        at = reply.find("inconvenience")
        if at >= 0:
            return (Finding(Rule.GENERIC_BOILERPLATE, False, (at, at + 13), "Say what happened."),)
        at = reply.find("haha")
        if at < 0:
            return ()
        return (Finding(Rule.FLIPPANT, True, (at, at + 4), "Don't joke: say sorry instead."),)


def fake_desk() -> Desk:
    return Desk(
        classifier=FakeClassifier(),
        drafter=FakeDrafter(),
        guard=FakeGuard(),
        precedents=NoPrecedents(),
        policy=Policy(version="1", remedies=()),
        desks=Desks(queues=(Queue("care"), Queue("lounge")), approvers=(ANNA, BEN, CARA)),
    )
