"""What the approver reads beside a draft: why it was flagged, what it picked up, what to verify,
and whether the law may owe something on top. None of this is public."""

from __future__ import annotations

import re

from triage.complaint import Topic
from triage.draft import Brief
from triage.personal_data import mask

_FLIGHT_WORDS = re.compile(
    r"\bflug|flieg|geflogen|\bgate\b|airport|flughafen|\bflight|\bfly|\bflew|boarding|\bplane\b|maschine",
    re.IGNORECASE,
)
#: From here on a delay at arrival may be compensated (EU261 and UK261 alike).
_COMPENSATED_FROM = 3

_HINTS = {
    "de": "Ein Anspruch nach EU261/UK261 ist möglich ({why}). Strecke, Ankunftszeit und Ursache intern prüfen; Kulanz ersetzt ihn nicht, und öffentlich steht davon nichts.",
    "en": "A claim under EU261/UK261 is possible ({why}). Check route, arrival time and cause internally; goodwill does not replace it, and none of it goes public.",
}
_WHY = {
    "de": {"delay": "genannte Verspätung: {hours:g} Std.", "cancellation": "Flug gestrichen"},
    "en": {"delay": "stated delay: {hours:g} h", "cancellation": "flight cancelled"},
}
_WORDS = {
    "de": {
        "why": "Erkannt als {topic}, Schwere {severity} ({p:.0%} Beschwerde{ironic}).",
        "ironic": ", ironisch gemeint",
        "facts": "Aufgegriffen: {facts}.",
        "no_facts": "Der Text nennt keine prüfbaren Fakten.",
        "verify": "Vor dem Senden prüfen: {verify}.",
        "things": {"flight": "Flug {}", "item": "Gepäckvorgang zu {}", "delay_hours": "tatsächliche Verspätung ({} Std. genannt)",
                   "amount": "genannter Betrag {}", "order": "Vorgang {}", "missed": "was an {} hing"},
        "again": "Die Person hat in diesem Gespräch schon Antwort von uns bekommen.",
        "remedy": "Angebot nach Richtlinie: {remedy} (Regel {rule}); öffentlich ohne Betrag.",
    },
    "en": {
        "why": "Found as {topic}, severity {severity} ({p:.0%} complaint{ironic}).",
        "ironic": ", meant ironically",
        "facts": "Picked up: {facts}.",
        "no_facts": "The text states no facts that could be checked.",
        "verify": "Check before sending: {verify}.",
        "things": {"flight": "flight {}", "item": "baggage record for {}", "delay_hours": "actual delay ({} h stated)",
                   "amount": "stated amount {}", "order": "reference {}", "missed": "what hung on {}"},
        "again": "This person already got a reply from us in this conversation.",
        "remedy": "Offer by policy: {remedy} (rule {rule}); no amount in public.",
    },
}  # fmt: skip


def note_for(brief: Brief, hint: str | None, lang: str) -> str:
    """The note in the draft's language; personal data masked."""
    words = _WORDS[lang]
    assessment = brief.assessment
    lines = [
        str(words["why"]).format(
            topic=assessment.topic,
            severity=int(brief.grade.severity),
            p=assessment.p_complaint,
            ironic=words["ironic"] if assessment.ironic else "",
        )
    ]
    lines += _facts_lines(brief, lang)
    if brief.said_before:
        lines.append(str(words["again"]))
    if brief.remedy:
        money = f" {brief.remedy.money}" if brief.remedy.money else ""
        lines.append(
            str(words["remedy"]).format(
                remedy=f"{brief.remedy.kind}{money}", rule=brief.remedy.rule
            )
        )
    if hint:
        lines.append(hint)
    return "\n".join(lines)


def _facts_lines(brief: Brief, lang: str) -> list[str]:
    words = _WORDS[lang]
    stated = {name: mask(str(value)) for name, value in brief.facts.as_dict().items()}
    if not stated:
        return [str(words["no_facts"])]
    lines = [str(words["facts"]).format(facts=", ".join(f"{n} {v}" for n, v in stated.items()))]
    things = words["things"]
    assert isinstance(things, dict)
    verify = [things[name].format(value) for name, value in stated.items() if name in things]
    if verify:
        lines.append(str(words["verify"]).format(verify=", ".join(verify)))
    return lines


def statutory_hint(brief: Brief, lang: str) -> str | None:
    """One sentence when the text makes a legal claim possible: a flight that was cancelled, or
    late by three hours or more. It says what to check, never what is owed."""
    mention = brief.conversation.mention
    on_a_flight = brief.facts.get("flight") is not None or bool(_FLIGHT_WORDS.search(mention.text))
    if not (on_a_flight or mention.domain == "airline") or brief.facts.get("train") is not None:
        return None
    hours = brief.facts.get("delay_hours")
    if brief.assessment.topic is Topic.CANCELLATION:
        return _HINTS[lang].format(why=_WHY[lang]["cancellation"])
    if isinstance(hours, int | float) and hours >= _COMPENSATED_FROM:
        return _HINTS[lang].format(why=_WHY[lang]["delay"].format(hours=hours))
    return None
