"""Examples: labelled conversations and replies, read from any of the forms we know.

A set labels only some heads; what it does not label stays None and trains nothing.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TextIO, cast

from models.classifier import SENTIMENTS
from models.shapes import labels_of_set
from triage.complaint import Sentiment, Topic
from triage.errors import UnreadableExamples
from triage.guard import Rule, Utterance
from triage.mention import Channel, Conversation, Mention, Role, Turn, clean_text

Split = Literal["train", "dev", "test"]
#: Share of the groups held back for choosing thresholds, and for the final figures.
DEV_SHARE, TEST_SHARE = 0.15, 0.20


@dataclass(frozen=True)
class Labels:
    complaint: bool | None = None
    sentiment: Sentiment | None = None
    ironic: bool | None = None
    severity: int | None = None
    topic: Topic | None = None
    urgent: bool | None = None
    needs_reply: bool | None = None
    #: The words that carry the complaint, as they stand in the mention.
    evidence: str | None = None
    #: The fewest of them that say what went wrong. No part of what an encoder is known by: it is
    #: taught none of it, only the head that points.
    gist: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Example:
    """One labelled conversation."""

    conversation: Conversation
    labels: Labels
    #: The set it is from: `corpus`, `decisions`, `replay`, `replay_by_model`, or a data set's name.
    source: str
    #: Whatever may not stand on both sides of a split: who wrote it.
    group: str
    #: plain_complaint, ironic_complaint, hard_negative, blog …
    kind: str | None = None
    #: When it was written or judged, where that is known.
    at: datetime | None = None
    #: The side it is on by its time; None where the group says.
    side: Split | None = None
    #: Whether it is kept from the encoder: from what an encoder was never shown heads learn how it
    #: errs.
    heads_only: bool = False

    @property
    def split(self) -> Split:
        return self.side or split_of(self.group)


@dataclass(frozen=True)
class ReplyExample:
    """One reply, and what is wrong with it."""

    utterance: Utterance
    rules: frozenset[Rule]
    publishable: bool
    group: str

    @property
    def split(self) -> Split:
        return split_of(self.group)


@dataclass(frozen=True)
class Translation:
    """A German sentence and its English twin."""

    german: str
    english: str


@dataclass(frozen=True)
class Examples:
    mentions: tuple[Example, ...] = ()
    replies: tuple[ReplyExample, ...] = ()
    translations: tuple[Translation, ...] = ()
    #: File name → (rows, SHA-256), for the run's record.
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)


def split_of(group: str) -> Split:
    """The side a group falls on, for ever: it depends on nothing but the group itself."""
    share = int(hashlib.sha256(group.encode("utf-8", "replace")).hexdigest()[:8], 16) / 16**8
    if share < TEST_SHARE:
        return "test"
    return "dev" if share < TEST_SHARE + DEV_SHARE else "train"


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


def by_time(examples: Iterable[Example]) -> list[Example]:
    """Of each set with times, the later conversations are held back, each whole on one side.

    What a company gets next is like what it got last; a draw by chance would flatter.
    """
    found = [*examples]
    last: dict[str, dict[str, datetime]] = {}
    for example in found:
        if example.at is not None:
            of_set = last.setdefault(example.source, {})
            of_set[example.group] = max(example.at, of_set.get(example.group, example.at))
    sides = {source: _sides(groups) for source, groups in last.items()}
    return [replace(e, side=sides.get(e.source, {}).get(e.group)) for e in found]


def _sides(last: Mapping[str, datetime]) -> dict[str, Split]:
    order = sorted(last, key=lambda group: (last[group], group))
    learned = round(len(order) * (1 - DEV_SHARE - TEST_SHARE))
    chosen_by = round(len(order) * (1 - TEST_SHARE))
    return {
        group: "train" if i < learned else "dev" if i < chosen_by else "test"
        for i, group in enumerate(order)
    }


def corpus_files() -> list[Path]:
    """Our own mentions and replies, as they ship."""
    return sorted((Path(__file__).parent / "corpus").glob("*/*.jsonl"))


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
        public=record.get("public", True),
        policy_offer=record.get("policy_offer"),
    )
    rules = frozenset(Rule(rule) for rule in record["rules"])
    group = record.get("writer") or record["complaint"]
    return ReplyExample(utterance, rules, record["publishable"], f"replies/{group}")
