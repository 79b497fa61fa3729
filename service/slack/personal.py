"""What is read in Slack, in the language that a person has Slack in, or that of the channel."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.support import Translations

from service.console import labels
from service.console.words import Code, Words, read_catalogue, translations
from service.slack.elements import Element, inline, link, moment, section, text
from triage.case import Case, Status
from triage.complaint import Topic
from triage.errors import ReplyBlocked, TriageError
from triage.guard import Finding
from triage.remedy import Money

_LOCALES = Path(__file__).parent / "locale"


def words_in(lang: str, zone: str) -> Words:
    """German for `de`, else English."""
    code: Code = "de" if lang == "de" else "en"
    return Words(code, _catalogue(code), ZoneInfo(zone))


@cache
def _catalogue(code: Code) -> Any:
    """Ours, and behind it the console's, which names topics and the like."""
    ours = read_catalogue(_LOCALES / f"{code}.po", code)
    if isinstance(ours, Translations):
        ours.add_fallback(translations(code))
    return ours


def topic_name(words: Words, topic: Topic) -> str:
    return words(labels.TOPIC[topic])


def refusal(words: Words, error: TriageError) -> str:
    """Why something was not done, in that language."""
    if isinstance(error, ReplyBlocked) and error.findings:
        return " ".join(finding_line(words, finding, error.reply) for finding in error.findings)
    return words(error.sentence, **{k: _filled(words, k, v) for k, v in error.filled.items()})


def _filled(words: Words, name: str, value: object) -> object:
    if isinstance(value, Status):
        return labels.say(words, "status", value)
    if isinstance(value, Money):
        return words.money(value)
    if isinstance(value, datetime):
        return words.moment(value)
    if name == "month":
        return words.month(str(value))
    # "nobody in the policy" in place of names, and what the guard advises, are words of ours.
    return words(value) if name in {"names", "why"} and isinstance(value, str) else value


def finding_line(words: Words, finding: Finding, reply: str) -> str:
    """`Empty phrase (We are always here for you): This is an empty phrase; name …`."""
    start, end = finding.span
    about = f" ({inline(reply[start:end], 90)})" if 0 < end - start < len(reply) else ""
    return f"{labels.say(words, 'rule', finding.rule)}{about}: {inline(words(finding.why), 300)}"


def case_line(words: Words, case: Case, url: str | None) -> Element:
    """One case on one line: topic, author, severity, when it is due, and the way to it."""
    topic = case.assessment.topic if case.assessment else Topic.OTHER
    name = inline(case.author.name, 60) or words("unknown author")
    severity = int(case.grade.severity) if case.grade else 0
    said = [text(topic_name(words, topic), bold=True), text(f" · {name}")]
    said.append(text(" · " + words("severity %(severity)s", severity=severity)))
    if case.due_at is not None:
        said += [text(" · " + words("due") + " "), moment(case.due_at)]
    return section(*said, *([text(" · "), *named_link(url, words("open"))] if url else []))


def named_link(url: str | None, label: str) -> list[Element]:
    """A link to a page of ours or of Slack's, which needs no word on where it leads."""
    checked = link(url, "%(host)s")
    return [{**checked[0], "text": label}] if checked else []
