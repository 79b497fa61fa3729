"""What a next step heeds and no fact says: that help is needed now or that all is past, that
something is gone for good, that somebody's health hangs on it. Its wordings: `needs.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from prompts.gist import gist_of
from prompts.gravity import tells_who_was_hurt
from triage.complaint import Span, Topic
from triage.draft import Brief
from triage.errors import UnreadablePlaybook
from triage.sentences import sentences_of
from triage.severity import Severity

_FILE = Path(__file__).parent / "needs.toml"
#: Topics in which something is not there.
_LACKING = frozenset({Topic.OUTAGE, Topic.DELIVERY, Topic.BAGGAGE_LOST})
#: Topics in which somebody's health may hang on what is not there; in any other it does where
#: power, water or a line is off.
_VITAL = _LACKING | {Topic.ACCESSIBILITY}
#: From here on "no rush" may be meant otherwise than it stands.
_EARNEST = 0.3
#: „0800 …“, „+49 180 …“: nobody is rung there.
_FREE_CALL = re.compile(r"(?:\+?(?:49|44|43|41|1)[ -]?)?\(?0?(?:800|808|900|180)\b")
_APOSTROPHE = str.maketrans("’`", "''")


def needs_of(brief: Brief) -> set[str]:
    """The conditions `urgent`, `ruined`, `hurt` and of health, as far as they hold."""
    text = brief.conversation.mention.text.translate(_APOSTROPHE)
    told = {"urgent"} if _is_urgent(text, brief) else set()
    if any(_said("ruined").search(text, *sentence) for sentence in sentences_at_issue(brief)):
        told.add("ruined")
    if _is_health_at_stake(text, brief):
        said = _said("health_at_stake").search(_quoted(brief))
        told |= {"health_at_stake"} if said else {"health_at_stake", "health_unsaid"}
    if tells_who_was_hurt(brief, _behind_the_quotation(brief)):
        told.add("hurt")
    return told


def _is_health_at_stake(text: str, brief: Brief) -> bool:
    if not _said("health_at_stake").search(text) or _is_over(text):
        return False
    return brief.assessment.topic in _VITAL or _said("off").search(text) is not None


def _behind_the_quotation(brief: Brief) -> str:
    """What came of it: who broke an ankle before the insurer was rung was not harmed by that."""
    gist, text = gist_of(brief), brief.conversation.mention.text
    if gist is None or not gist.quote:
        return text
    return "" if tells_who_was_hurt(brief, gist.quote) else text[gist.span[1] :]


def _quoted(brief: Brief) -> str:
    gist = gist_of(brief)
    return gist.quote if gist else ""


def gave_a_phone_number(brief: Brief) -> bool:
    """Whether the author gave one to be reached at: the number of a hotline that nobody answers is
    none, nor one that is free to call."""
    text = brief.conversation.mention.text
    phones = (fact for fact in brief.facts.all("phone") if fact.turn is None)
    return any(not _is_of_a_company(text, fact.span) for fact in phones)


def _is_of_a_company(text: str, phone: Span) -> bool:
    start = sentences_of(text).around(phone[0])[0]
    number, before, after = text[slice(*phone)], text[start : phone[0]], text[phone[1] :][:40]
    if _FREE_CALL.match(number):
        return True
    called = _said("called").search(before) or _said("called").match(after.lstrip(" ,"))
    return bool(called) and not _said("reached_at").search(before)


def sentences_at_issue(brief: Brief) -> Iterator[Span]:
    """Those that hold what the model points at; all of the text where it points at nothing."""
    text, gist = brief.conversation.mention.text, brief.assessment.gist
    if not gist:
        yield 0, len(text)
    for start, end in gist:
        sentences = sentences_of(text)
        yield sentences.around(start)[0], sentences.around(max(start, end - 1))[1]


def _is_urgent(text: str, brief: Brief) -> bool:
    said = brief.assessment
    without = _without_leave(text, brief)
    at_a_loss = said.topic is not Topic.REFUND_BILLING and _said("at_a_loss").search(without)
    if at_a_loss or _said("now").search(without):
        return True
    at_stake = _is_health_at_stake(text, brief)
    is_past = bool(brief.facts.all("missed")) and _wants_its_money(brief) and not at_stake
    if without != text or is_past:
        return False
    lacks = said.topic in _LACKING and _said("needed").search(text)
    is_off = said.topic is Topic.OUTAGE and _said("off").search(text)
    needed = said.urgent or _said("waiting").search(text) or lacks or is_off
    return bool(needed or at_stake) and not _is_over(text)


def _wants_its_money(brief: Brief) -> bool:
    return any(fact.value in ("compensation", "refund") for fact in brief.facts.all("ask"))


def _is_over(text: str) -> bool:
    past = _said("over").search(text) and not _said("goes_on").search(text)
    return bool(past or _said("ended").search(text))


def _without_leave(text: str, brief: Brief) -> str:
    """The text without the words with which the author leaves us time ("no rush"); as it stands
    where they may be meant otherwise, or help is needed whatever the author says."""
    said = brief.assessment
    severity = max(said.severity, brief.grade.severity)
    comes_first = said.urgent or severity >= Severity.CRITICAL or _said("needed").search(text)
    if comes_first or said.ironic or said.p_ironic >= _EARNEST:
        return text
    sentences = (text[start:end] for start, end in sentences_of(text))
    return "".join(_said("no_hurry").sub(" ", s) if _is_own(s) else s for s in sentences)


def _is_own(sentence: str) -> bool:
    """Whether the author says so, and neither asks nor tells what others say."""
    return "?" not in sentence and not _said("of_others").search(sentence)


@cache
def _said(name: str) -> re.Pattern[str]:
    """One list as a pattern for whole words. Raises UnreadablePlaybook."""
    try:
        lines = tomllib.loads(_FILE.read_text(encoding="utf-8"))[name].split("\n")
        words = "|".join(line.replace(" ", r"\s") for line in lines if line.strip())
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    except KeyError as error:
        raise UnreadablePlaybook(f"{_FILE}: there is no {error}.") from error
    except (OSError, ValueError, re.error) as error:
        raise UnreadablePlaybook(f"{_FILE}: {error}") from error
