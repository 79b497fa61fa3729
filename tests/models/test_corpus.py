"""Our own corpus keeps to its guide: forms, near-duplicates, the figures that its README shows."""

from __future__ import annotations

from collections import Counter

from models.diversity import near_duplicates
from tests.models.corpus_figures import CORPUS, Row, rows_of, tables
from triage.complaint import Topic
from triage.guard import Rule
from triage.mention import Channel


def _wrong(row: Row) -> list[str]:
    labels = row["labels"]
    complaint = labels["complaint"]
    rules = {
        "a complaint has a severity, anything else has none": complaint == (labels["severity"] > 0),
        "a complaint has a topic, anything else has none": complaint == (labels["topic"] != "none"),
        "the evidence stands in the text": (labels.get("evidence") or "") in row["text"],
        "a complaint has evidence": complaint == bool(labels.get("evidence")),
        "an ironic complaint is both": row["kind"] != "ironic_complaint"
        or (complaint and labels["ironic"]),
        "a hard negative is no complaint": row["kind"] != "hard_negative" or not complaint,
        "the topic is one of ours": labels["topic"] in {*Topic},
        "the channel is one of ours": row["channel"] in {*Channel},
    }
    return [f"{row['id']}: {rule}" for rule, holds in rules.items() if not holds]


def test_the_labels_keep_to_the_guide() -> None:
    assert [wrong for row in rows_of("mentions") for wrong in _wrong(row)] == []


def test_replies_name_known_rules_and_only_clean_ones_are_publishable() -> None:
    for row in rows_of("replies"):
        assert {*row["rules"]} <= {*Rule}, row["id"]
        assert not (row["publishable"] and row["rules"]), row["id"]
        told = row.get("evidence", {})
        assert {*told} <= {*row["rules"]}, row["id"]
        assert all(words in row["reply"] for words in told.values()), row["id"]


def test_every_line_has_an_id_of_its_own() -> None:
    for folder in ("mentions", "replies"):
        ids = Counter(row["id"] for row in rows_of(folder))
        assert [id for id, count in ids.items() if count > 1] == []


def test_no_mention_is_nearly_another() -> None:
    assert [*near_duplicates({row["id"]: row["text"] for row in rows_of("mentions")})] == []


def test_the_readme_shows_the_figures_as_they_are() -> None:
    # To renew them: python -c 'from tests.models.corpus_figures import tables; print(tables())'
    assert tables() in (CORPUS / "README.md").read_text("utf-8")
