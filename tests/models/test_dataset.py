"""Labelled files of every form become examples."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from models.dataset import Example, Examples, Labels, ReplyExample, split_of
from models.labelled_files import read_examples
from models.lessons import class_of, lessons, reply_lessons
from triage.complaint import Topic
from triage.errors import UnreadableExamples
from triage.guard import Rule, Utterance
from triage.mention import Channel, Conversation, Mention, Role

CORPUS = {
    "id": "de-1",
    "text": "Drei Stunden Gate B14. Danke für nichts.",
    "lang": "de",
    "channel": "x",
    "domain": "airline",
    "kind": "ironic_complaint",
    "writer": "w-1",
    "scenario": "gate",
    "labels": {
        "complaint": True,
        "sentiment": "negative",
        "ironic": True,
        "severity": 2,
        "topic": "delay",
        "urgent": False,
        "needs_reply": True,
        "evidence": "Drei Stunden Gate B14.",
    },
}


def read(tmp_path: Path, *records: Any, name: str = "some.jsonl") -> Examples:
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path = tmp_path / name
    path.write_bytes(gzip.compress(lines.encode()) if name.endswith(".gz") else lines.encode())
    return read_examples([path])


def only(tmp_path: Path, record: Any) -> Example:
    [example] = read(tmp_path, record).mentions
    return example


def test_a_corpus_record_labels_every_head(tmp_path: Path) -> None:
    example = only(tmp_path, CORPUS)
    assert example.source == "corpus"
    assert example.kind == "ironic_complaint"
    assert example.labels.topic is Topic.DELAY
    assert example.labels.severity == 2
    assert example.conversation.mention.lang == "de"


@pytest.mark.parametrize(
    ("record", "source", "labels"),
    [
        (
            {"text": "a", "complaint": True, "severity": 4, "cause": "a", "domain": "food"},
            "complaints",
            Labels(complaint=True, sentiment="negative", needs_reply=True),
        ),
        (
            {"text": "a", "complaint": False, "severity": 0, "cause": "a"},
            "complaints",
            Labels(complaint=False),
        ),
        (
            {"text": "a", "label": "mixed", "sarcastic": True},
            "potts",
            Labels(ironic=True),
        ),
        (
            {"text": "a", "label": "positive", "sarcastic": False},
            "potts",
            Labels(ironic=False, sentiment="positive"),
        ),
        ({"text": "a", "post": "b", "p_ironic": 0.8}, "multipico", Labels(ironic=True)),
        (
            {"text": "a", "kind": "seat", "rating": "2.0", "recommended": "0"},
            "skytrax",
            Labels(complaint=True, sentiment="negative", topic=Topic.ONBOARD_COMFORT),
        ),
        (
            {"text": "a", "kind": "lounge", "rating": "5.0", "recommended": "1"},
            "skytrax",
            Labels(complaint=False, sentiment="positive"),
        ),
    ],
)
def test_a_set_labels_only_what_it_speaks_of(
    tmp_path: Path, record: Any, source: str, labels: Labels
) -> None:
    example = only(tmp_path, record)
    assert (example.source, example.labels) == (source, labels)


@pytest.mark.parametrize(
    "record",
    [
        {"text": "a", "post": "b", "p_ironic": 0.4},
        {"text": "a", "kind": "seat", "rating": "5.0", "recommended": "1"},
        {"text": "a", "kind": "lounge", "rating": None, "recommended": "0"},
    ],
)
def test_what_is_uncertain_teaches_nothing(tmp_path: Path, record: Any) -> None:
    assert read(tmp_path, record).mentions == ()


def test_an_ironic_text_and_its_plain_form_stay_on_one_side(tmp_path: Path) -> None:
    record = {"text": "Love Mondays", "sarcastic": True, "rephrase": "I hate Mondays"}
    ironic, plain = read(tmp_path, record).mentions
    assert (ironic.labels.ironic, plain.labels.ironic) == (True, False)
    assert ironic.group == plain.group


def test_a_replayed_conversation_keeps_its_turns(tmp_path: Path) -> None:
    turns = [
        {"role": "customer", "text": "No bag."},
        {"role": "agent", "text": "Sorry!"},
        {"role": "customer", "text": "Still no bag."},
    ]
    record = {
        "conversation": {"id": "c1", "lang": "en", "turns": turns},
        "labels": {"complaint": True},
    }
    example = only(tmp_path, record)
    assert example.source == "replay"
    assert example.conversation.mention.text == "Still no bag."
    assert [t.role for t in example.conversation.earlier] == [Role.CUSTOMER, Role.AGENT]


def test_what_a_model_said_of_itself_is_kept_apart_from_what_people_said(tmp_path: Path) -> None:
    said = {"labels": {"complaint": True, "ironic": False}}
    people = {"complaint": "person", "ironic": "person"}
    first = {"conversation": {"text": "No bag."}, **said, "labelled_by": people}
    second = {
        "conversation": {"text": "No seat."},
        **said,
        "labelled_by": people | {"ironic": "model"},
    }
    third = {
        "conversation": {"text": "No tea."},
        **said,
        "labelled_by": dict.fromkeys(people, "model"),
    }
    one, two, three = read(tmp_path, first, second, third).mentions
    assert [e.source for e in (one, two, three)] == ["replay", "replay", "replay_by_model"]
    assert two.labels == Labels(complaint=True), "beside what people said a model says nothing"
    assert three.labels == one.labels


def test_a_reply_is_read_with_what_is_wrong_with_it(tmp_path: Path) -> None:
    record = {
        "id": "p1", "complaint": "No bag.", "reply": "Lol", "lang": "en", "channel": "x",
        "public": True, "policy_offer": None, "publishable": False,
        "rules": ["flippant", "no_apology"], "writer": "r-1",
    }  # fmt: skip
    [reply] = read(tmp_path, record).replies
    assert reply.rules == {Rule.FLIPPANT, Rule.NO_APOLOGY}
    assert not reply.publishable
    assert (reply.evidence, reply.heads_only) == ({}, False)
    marked = {**record, "evidence": {"flippant": "Lol"}, "teaches": "heads"}
    [reply] = read(tmp_path, marked).replies
    assert (reply.evidence, reply.heads_only) == ({Rule.FLIPPANT: "Lol"}, True)


def test_a_gzipped_file_works_and_a_text_counts_once(tmp_path: Path) -> None:
    twice = CORPUS | {"id": "de-2", "text": CORPUS["text"].upper()}  # type: ignore[attr-defined]
    examples = read(tmp_path, CORPUS, twice, name="x.jsonl.gz")
    assert len(examples.mentions) == 1
    assert examples.files["x.jsonl.gz"][0] == 2


def test_one_writer_is_on_one_side_for_ever() -> None:
    assert [split_of(f"corpus/w-{i}") for i in range(6)] == [
        split_of(f"corpus/w-{i}") for i in range(6)
    ]
    sides = [split_of(f"group {i}") for i in range(2_000)]
    assert 0.18 < sides.count("test") / 2_000 < 0.22
    assert 0.13 < sides.count("dev") / 2_000 < 0.17


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "line 1: not JSON"),
        ("[1]", "line 1: not a JSON object"),
        ('{"text": "a"}', "line 1: not one of the known forms"),
        ('{"text": "a", "labels": {"sentiment": "angry"}}', "line 1: 'angry' is no sentiment"),
        ('{"text": "a", "labels": {"severity": 9}}', "line 1: 9 is no severity"),
        ('{"text": "a", "labels": {"quotes": "a"}}', "line 1: 'a' is no list of quotations"),
        ('{"text": "a", "labels": {"topic": "food"}}', "line 1: "),
        ('{"text": 7, "labels": {}}', "line 1: "),
        ('{"labels": {}}', "line 1: "),
        (
            '{"complaint": "a", "reply": "b", "lang": "en", "publishable": false, '
            '"rules": ["flippant"], "evidence": {"flippant": "lol"}}',
            "line 1: 'lol' does not stand in the reply",
        ),
    ],
)
def test_a_line_that_cant_be_read_is_named(tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / "bad.jsonl").write_text(line + "\n", "utf-8")
    with pytest.raises(UnreadableExamples, match=f"bad.jsonl, {says}"):
        read_examples([tmp_path / "bad.jsonl"])


def test_a_file_that_is_no_gzip_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl.gz").write_bytes(b"no gzip")
    with pytest.raises(UnreadableExamples, match=r"bad\.jsonl\.gz can't be read"):
        read_examples([tmp_path / "bad.jsonl.gz"])


# -- lessons -------------------------------------------------------------------------------------


def test_of_a_long_complaint_only_the_passage_with_the_evidence_teaches() -> None:
    calm = "We walked along the harbour and watched the boats come in at dusk. " * 8
    evidence = "Then they lost our bags and nobody picked up the phone for four days."
    conversation = Conversation(Mention("m1", calm + evidence + " " + calm))
    example = Example(conversation, Labels(complaint=True, evidence=evidence), "corpus", "corpus/w")

    [lesson] = lessons([example])

    start, end = lesson.passage.span
    assert evidence[:40] in conversation.mention.text[start:end]


def test_of_a_long_reply_only_the_passage_that_breaks_a_rule_teaches_it() -> None:
    calm = "I am sorry, and I have asked the depot where your parcel is. " * 5
    joke = "It must have liked the van."
    utterance = Utterance(f"{calm}{joke} {calm}", "My parcel is late.", "en", Channel.X)
    rules = frozenset({Rule.FLIPPANT, Rule.NO_APOLOGY})
    marked = ReplyExample(utterance, rules, False, "replies/r-1", {Rule.FLIPPANT: joke})
    found = reply_lessons([marked])
    assert len(found) > 1
    told = [lesson for lesson in found if Rule.FLIPPANT in lesson.broken_here]
    assert [joke in lesson.text for lesson in told] == [True]
    assert all(Rule.NO_APOLOGY in lesson.broken_here for lesson in found)
    assert all(lesson.rules == rules for lesson in found)


def test_severity_and_topic_are_learned_from_complaints_alone() -> None:
    none = Labels(complaint=False, severity=0, topic=Topic.NONE)
    assert class_of("severity", none) is class_of("topic", none) is None
    assert class_of("complaint", none) == 0
    assert class_of("severity", Labels(severity=1)) == 0
