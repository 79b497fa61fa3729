"""JSON: a record a line, a list, or the pages an interface answers with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.service.replay_formats.reading import as_json_lines, conversation, read_text

_ALL = [conversation("a"), conversation("b"), conversation("c")]


@pytest.mark.parametrize("name", ["past.jsonl", "past.json", "past.txt", "past"])
@pytest.mark.parametrize(
    "text",
    [
        as_json_lines(_ALL),
        json.dumps(_ALL),
        json.dumps(_ALL, indent=2),
        "[\n" + ",\n".join(json.dumps(document) for document in _ALL) + "\n]\n",
        "\n".join(json.dumps(document, indent=1) for document in _ALL),
        json.dumps({"count": 3, "conversations": _ALL}),
        json.dumps({"data": {"meta": {"all": 3}, "payload": _ALL}}, indent=1),
        as_json_lines([{"results": _ALL[:2], "next": None}, {"results": _ALL[2:]}]),
        "\ufeff" + as_json_lines(_ALL),
        as_json_lines(_ALL).replace("\n", "\r\n\r\n"),
    ],
    ids=["lines", "list", "indented", "one a line", "several", "page", "nested page", "pages",
         "mark", "empty lines"],
)  # fmt: skip
def test_records_are_found_whatever_they_lie_in(tmp_path: Path, name: str, text: str) -> None:
    reading = read_text(tmp_path, name, text)
    assert reading.errors == []
    assert reading.ids == ["a", "b", "c"]


def test_one_long_conversation_without_a_line_end_is_no_page(tmp_path: Path) -> None:
    text = json.dumps(conversation("a", "lost " * 100_000))
    assert read_text(tmp_path, "past.jsonl", text).ids == ["a"]


def test_a_conversation_with_results_of_its_own_is_no_page(tmp_path: Path) -> None:
    text = as_json_lines([{**conversation("a"), "results": [1], "data": {"payload": []}}])
    assert read_text(tmp_path, "past.jsonl", text).ids == ["a"]


@pytest.mark.parametrize(
    "broken", ["broken", '{"id": "c1", "tur', '{"a": 1', "[]", "{}}", '"text"', "3", "\x00\x01"]
)
def test_a_broken_line_costs_no_other_line_wherever_it_stands(tmp_path: Path, broken: str) -> None:
    lines = [json.dumps(document) for document in _ALL]
    for place in range(4):
        text = "\n".join([*lines[:place], broken, *lines[place:]])
        reading = read_text(tmp_path, "past.jsonl", text)
        assert reading.ids == ["a", "b", "c"]
        assert [number for number, _ in reading.errors] == [place + 1]


def test_a_document_that_breaks_off_gives_what_was_before(tmp_path: Path) -> None:
    text = json.dumps(_ALL, indent=1)
    reading = read_text(tmp_path, "past.json", text[: text.index('"c"')])
    assert reading.ids == ["a", "b"]
    assert reading.errors == [(3, "the document breaks off here: it is damaged or incomplete")]


def test_what_is_no_object_in_a_list_is_named_by_its_place(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "past.json", json.dumps([conversation("a"), "b", None]))
    assert reading.errors == [(2, "not a JSON object"), (3, "not a JSON object")]


def test_fields_are_renamed(tmp_path: Path) -> None:
    text = as_json_lines([{"key": "a", "dialogue": _ALL[0]["turns"]}])
    reading = read_text(tmp_path, "past.jsonl", text, key="id", dialogue="turns")
    assert reading.ids == ["a"]
    assert reading.said == [["c:my bag is lost"]]


@pytest.mark.parametrize("name", ["past.jsonl", "past.json", "past"])
def test_an_empty_file_has_no_conversations(tmp_path: Path, name: str) -> None:
    assert read_text(tmp_path, name, "").lines == []


def test_roles_may_have_other_names(tmp_path: Path) -> None:
    turns = [
        {"role": "user", "text": "my bag is lost"},
        {"role": "System", "text": "assigned to nobody"},
        {"role": "assistant", "text": "Oh"},
    ]
    strange = [{"role": "king", "text": "Where is it?"}]
    documents = [{"id": "1", "turns": turns}, {"id": "2", "turns": strange}]
    reading = read_text(tmp_path, "a.jsonl", as_json_lines(documents))
    assert reading.said[0] == ["c:my bag is lost", "a:Oh"]
    assert reading.errors == [(2, "turns.0.role: “king” is neither customer nor agent.")]
