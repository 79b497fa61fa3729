"""Columns: known by their names, guessed, or said."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import pytest

from service.lines import UnreadableFile
from service.replay.formats.columns import Columns, columns_of


def _columns(header: str, *rows: Sequence[object]) -> Columns:
    return columns_of(header.split(), rows, {})


@pytest.mark.parametrize(
    ("header", "turn_a_row"),
    [
        ("id text reply", False),
        ("id turns", False),
        ("id role text created_at", True),
        ("text likes", False),
    ],
)
def test_our_own_names_are_certain(header: str, turn_a_row: bool) -> None:
    columns = _columns(header)
    assert columns.certain
    assert columns.turn_a_row == turn_a_row


@pytest.mark.parametrize(
    ("header", "row", "fields"),
    [
        ("tweet_id body answer", ["1", "a", "b"], "id text reply"),
        ("Vorgangsnummer Beschwerde Antwort Datum", ["1", "a", "b", "1.1.2026"],
         "id text reply at"),
        ("Conversation-ID Author_Type Message Sent_At", ["1", "end-user", "a", "2026-01-01"],
         "id role text at"),
        ("thread inbound content lang", ["1", "True", "a", "de"], "id role text lang"),
        ("region words_of_the_person", ["north", "my bag is lost again"], "– text"),
    ],
)  # fmt: skip
def test_other_names_are_guessed_and_to_be_confirmed(
    header: str, row: list[str], fields: str
) -> None:
    columns = _columns(header, row)
    expected = zip(header.split(), fields.split(), strict=True)
    assert dict(columns.fields) == {column: field for column, field in expected if field != "–"}
    assert not columns.certain


def test_what_was_guessed_can_be_pasted_and_is_certain_then() -> None:
    header, row = ["Ticket Id", "Customer Message", "The agent's reply"], ["1", "a b c d", "b"]
    guess = columns_of(header, [row], {})
    options = shlex.split(guess.as_options)
    said = dict(option.rsplit("=", 1) for option in options if option != "--map")
    pasted = columns_of(header, [row], said)
    assert pasted.certain
    assert pasted.fields == guess.fields


def test_what_is_said_leaves_no_room_for_guesses() -> None:
    columns = columns_of(["id", "body", "answer"], [], {"body": "text"})
    assert dict(columns.fields) == {"id": "id", "body": "text"}
    assert columns.certain


def test_what_is_said_comes_before_a_name() -> None:
    columns = columns_of(["text", "body"], [], {"body": "text"})
    assert dict(columns.fields) == {"body": "text"}


def test_a_role_is_known_by_what_stands_in_it() -> None:
    columns = _columns("id direction text", ["1", "to the north", "a"])
    assert "direction" not in columns.fields


def test_authors_make_turns_only_where_ids_repeat_and_never_for_certain() -> None:
    header = "id author text"
    several = _columns(header, ["1", "u1", "lost"], ["1", "desk", "oh"])
    assert several.by_author
    assert not several.certain
    single = _columns(header, ["1", "u1", "lost"], ["2", "u2", "late"])
    assert not single.turn_a_row
    assert single.certain
    said = columns_of(header.split(), [["1", "u", "a"], ["1", "d", "b"]], {"author": "author"})
    assert said.by_author
    assert said.certain


@pytest.mark.parametrize(
    ("header", "said", "why"),
    [
        ("a b", {}, "--map COLUMN=text"),
        ("a b", {"a": "id"}, "--map COLUMN=text"),
        ("a b", {"a": "txt"}, "no field txt"),
        ("role text", {}, "--map COLUMN=id"),
    ],
)
def test_a_table_without_words_is_refused(header: str, said: dict[str, str], why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        columns_of(header.split(), [["1", "2"]], said)
