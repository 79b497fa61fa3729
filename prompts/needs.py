"""What a next step heeds and no fact says: that help is needed now or that all is past, and that
something is gone for good. The wordings stand in `needs.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from triage.complaint import Assessment, Span, Topic
from triage.draft import Brief
from triage.errors import UnreadablePlaybook
from triage.sentences import sentences_of

_FILE = Path(__file__).parent / "needs.toml"
#: Topics in which something is not there.
_LACKING = frozenset({Topic.OUTAGE, Topic.DELIVERY, Topic.BAGGAGE_LOST})
_APOSTROPHE = str.maketrans("’`", "''")


def needs_of(brief: Brief) -> set[str]:
    """The conditions `urgent` and `ruined`, as far as they hold."""
    text = brief.conversation.mention.text.translate(_APOSTROPHE)
    told = {"urgent"} if _is_urgent(text, brief.assessment) else set()
    if any(_said("ruined").search(text, *sentence) for sentence in sentences_at_issue(brief)):
        told.add("ruined")
    return told


def sentences_at_issue(brief: Brief) -> Iterator[Span]:
    """Those that hold what the model points at; all of the text where it points at nothing."""
    text, gist = brief.conversation.mention.text, brief.assessment.gist
    if not gist:
        yield 0, len(text)
    for start, end in gist:
        sentences = sentences_of(text)
        yield sentences.around(start)[0], sentences.around(max(start, end - 1))[1]


def _is_urgent(text: str, said: Assessment) -> bool:
    if _said("now").search(text):
        return True
    lacks = said.topic in _LACKING and _said("needed").search(text)
    is_off = said.topic is Topic.OUTAGE and _said("off").search(text)
    needed = said.urgent or _said("waiting").search(text) or lacks or is_off
    return bool(needed) and not (_said("over").search(text) and not _said("goes_on").search(text))


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
