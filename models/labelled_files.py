"""Labelled files of every form we know → examples."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO, cast

from models.dataset import Example, Examples, Labels, ReplyExample, Translation, by_time
from models.shapes import labels_of_set
from models.verdict import SENTIMENTS
from triage.complaint import Topic
from triage.errors import UnreadableExamples
from triage.guard import Rule, Utterance
from triage.mention import Channel, Conversation, Mention, Role, Turn, clean_text


def read_examples(paths: Iterable[Path]) -> Examples:
    """Read labelled files (.jsonl or .jsonl.gz); a text that comes twice counts once.

    Raises UnreadableExamples, which names the file and the line.
    """
    mentions: dict[str, Example] = {}
    replies: list[ReplyExample] = []
    translations: list[Translation] = []
    files: dict[str, tuple[int, str]] = {}
    for path in paths:
        rows = 0
        for where, record in _records(path):
            rows += 1
            if "reply" in record and "rules" in record:
                replies.append(_read(_reply_example, record, where))
            elif "en" in record and "de" in record:
                translations.append(_read(_translation, record, where))
            else:
                for example in _read(_examples, record, where):
                    mentions.setdefault(_text_key(example), example)
        files[path.name] = (rows, hashlib.sha256(path.read_bytes()).hexdigest())
    sided = by_time(mentions.values())
    return Examples(tuple(sided), tuple(replies), tuple(translations), files)


def _text_key(example: Example) -> str:
    return " ".join(example.conversation.mention.text.casefold().split())


def _records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with cast(TextIO, opener(path, "rt", encoding="utf-8")) as lines:
            for number, line in enumerate(lines, 1):
                where = f"{path.name}, line {number}"
                if line.strip():
                    yield where, _object(line, where)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UnreadableExamples(f"The file {path} can't be read: {error}.") from error


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise UnreadableExamples(f"{where}: not JSON.") from error
    if not isinstance(record, dict):
        raise UnreadableExamples(f"{where}: not a JSON object.")
    return record


def _read(reader: Any, record: dict[str, Any], where: str) -> Any:
    try:
        return reader(record)
    except UnreadableExamples as error:
        raise UnreadableExamples(f"{where}: {error}") from error
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableExamples(f"{where}: {error!r} can't be read as a label.") from error


def _examples(record: Mapping[str, Any]) -> list[Example]:
    if "labels" not in record:
        return [
            _set_example(record, text, source, labels)
            for text, source, labels in labels_of_set(record)
        ]
    if "conversation" in record:
        said, source = _said(record)
        labels = _labels(said)
        conversation = _conversation(record["conversation"])
        group = f"replay/{conversation.mention.id or conversation.mention.text}"
        at = datetime.fromisoformat(record["at"]) if record.get("at") else None
        return [Example(conversation, labels, source, group, at=at)]
    labels = _labels(record["labels"])
    conversation = _conversation(record)
    group = record.get("writer") or conversation.mention.text
    return [
        Example(
            conversation, labels, "corpus", f"corpus/{group}", record.get("kind"),
            heads_only=record.get("teaches") == "heads",
        )
    ]  # fmt: skip


def _said(record: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """The labels that count, and the set they make it one of.

    Where people said something, an earlier model's word beside it is left out. Alone that may teach
    a little, and what people said of what it chose to show them a lot; neither sets a threshold.
    """
    by = record.get("labelled_by", {})
    theirs = {k: v for k, v in record["labels"].items() if by.get(k, "person") == "person"}
    if not theirs and record["labels"]:
        return record["labels"], "replay_by_model"
    return theirs, "decisions" if record.get("source") == "decisions" else "replay"


def _set_example(
    record: Mapping[str, Any], text: str, source: str, labels: Mapping[str, Any]
) -> Example:
    mention = Mention(id="", text=text, lang=record.get("lang"), channel=Channel.OTHER)
    # A text and its paraphrase belong to one group.
    group = f"{source}/{record['text']}"
    return Example(Conversation(mention), _labels(labels), source, group)


def _labels(record: Mapping[str, Any]) -> Labels:
    labels = Labels(**{k: v for k, v in record.items() if k in Labels.__dataclass_fields__})
    if labels.sentiment not in (None, *SENTIMENTS):
        raise UnreadableExamples(f"{labels.sentiment!r} is no sentiment.")
    if labels.severity not in (None, 0, 1, 2, 3, 4):
        raise UnreadableExamples(f"{labels.severity!r} is no severity.")
    quotes = record.get("quotes")
    if isinstance(quotes, str) or not all(isinstance(quote, str) for quote in quotes or ()):
        raise UnreadableExamples(f"{quotes!r} is no list of quotations.")
    if quotes is not None:
        labels = replace(labels, quotes=tuple(quotes))
    return replace(labels, topic=Topic(labels.topic)) if labels.topic is not None else labels


def _conversation(record: Mapping[str, Any]) -> Conversation:
    """From a mention as contracts have it, or from turns whose last one is to be answered."""
    turns = [Turn(Role(t["role"]), t["text"]) for t in record.get("turns") or ()]
    earlier = [Turn(Role(t["role"]), t["text"]) for t in record.get("context") or ()]
    text = record["text"] if "text" in record else turns.pop().text
    if not isinstance(text, str):
        raise TypeError("text")
    mention = Mention(
        id=str(record.get("id", "")),
        text=text,
        lang=record.get("lang"),
        channel=Channel(record.get("channel") or Channel.OTHER),
        domain=record.get("domain"),
    )
    return Conversation(mention, (*earlier, *turns))


def _translation(record: Mapping[str, Any]) -> Translation:
    return Translation(german=clean_text(record["de"]), english=clean_text(record["en"]))


def _reply_example(record: Mapping[str, Any]) -> ReplyExample:
    utterance = Utterance(
        reply=record["reply"],
        complaint=record["complaint"],
        lang=record["lang"],
        channel=Channel(record.get("channel") or Channel.OTHER),
        public=record.get("public"),
        policy_offer=record.get("policy_offer"),
    )
    rules = frozenset(Rule(rule) for rule in record["rules"])
    group = record.get("writer") or record["complaint"]
    return ReplyExample(
        utterance,
        rules,
        record["publishable"],
        f"replies/{group}",
        evidence=_broken_in(utterance.reply, record.get("evidence") or {}),
        heads_only=record.get("teaches") == "heads",
    )


def _broken_in(reply: str, evidence: Mapping[str, str]) -> dict[Rule, str]:
    for words in evidence.values():
        if words not in reply:
            raise UnreadableExamples(f"{words!r} does not stand in the reply.")
    return {Rule(rule): words for rule, words in evidence.items()}
