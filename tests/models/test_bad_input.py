"""Texts and folders that nobody means well with: a defined answer each."""

from __future__ import annotations

import shutil
import tracemalloc
from pathlib import Path

import pytest

from models.classifier import ComplaintClassifier
from models.passages import MOST_PASSAGES, PASSAGE_LENGTH, passages
from triage.errors import UnreadableModel
from triage.mention import Conversation, Mention

MEGABYTE = 1_000_000
ENDLESS = {
    "sentences": "The sea was kind. Nobody complained about it at all. " * 19_000,
    "one word": "ä" * MEGABYTE,
    "accents": "e" + "\u0301" * MEGABYTE,
    "dots": "...." * 250_000 + " late",
    "commas": "a, " * 333_000,
    "lines": "x\n" * 500_000,
    "emoji": "\U0001f621" * 250_000 + " why",
    "handles": "@a " * 333_000,
    "links": "http://a " * 111_000,
    "right to left": "لم تصل حقيبتي بعد " * 55_000,
    "invisible": "late\u200b\u202e " * 140_000,
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_a_megabyte_is_cut_into_no_more_than_can_be_read(kind: str) -> None:
    text = ENDLESS[kind]
    parts = passages(Conversation(Mention("m1", text)))

    assert 1 <= len(parts) <= MOST_PASSAGES
    assert all(0 <= start < end <= len(text) for part in parts for start, end in part.spans)
    assert all(part.span[1] - part.span[0] <= PASSAGE_LENGTH for part in parts)


def test_a_megabyte_is_cut_with_little_memory() -> None:
    tracemalloc.start()
    try:
        passages(Conversation(Mention("m1", ENDLESS["sentences"])))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 100 * MEGABYTE


# Each is read in as many passages as any: one kind tells what thirty would, seldom another thing.
@pytest.mark.parametrize(
    "kind", ["dots", *(pytest.param(k, marks=pytest.mark.slow) for k in ("emoji", "invisible"))]
)
def test_a_megabyte_is_answered(classifier: ComplaintClassifier, kind: str) -> None:
    text = ENDLESS[kind]
    [assessment] = classifier.assess([Conversation(Mention("m1", text))])
    assert bool(assessment.evidence) is assessment.complaint
    shown = (*assessment.evidence, *assessment.gist, *assessment.quotable)
    assert all(0 <= start < end <= len(text) for start, end in shown)


@pytest.mark.parametrize("file", ["encoder.onnx", "tokenizer.json", "projection.safetensors"])
def test_the_file_of_another_model_is_named(shipped: Path, tmp_path: Path, file: str) -> None:
    folder = Path(shutil.copytree(shipped, tmp_path / "model"))
    (folder / file).write_bytes((shipped / "heads.safetensors").read_bytes())
    with pytest.raises(UnreadableModel, match=f"{file}.* is not the one it was made with"):
        ComplaintClassifier.load(folder)
