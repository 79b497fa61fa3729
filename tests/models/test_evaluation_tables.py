"""The tables that terminal, report and card share."""

from __future__ import annotations

from models.evaluation import evaluate
from models.evaluation_tables import (
    NOTHING,
    complaint_table,
    head_table,
    markdown,
    reply_table,
    rule_table,
)
from models.reply_evaluation import evaluate_replies
from tests.models.test_evaluation import ANSWERS, ROWS, ByHand, example, no
from tests.models.test_reply_evaluation import REPLIES, ByEar

FIGURES = {"corpus": evaluate(ByHand(ANSWERS), ROWS).as_dict()}
REPLY_FIGURES = {"pairs": evaluate_replies(ByEar(), REPLIES).as_dict()}


def test_a_set_stands_above_its_languages_and_its_slices() -> None:
    table = complaint_table(FIGURES)
    assert [(row.level, row.name) for row in table.rows] == [
        (0, "corpus"), (1, "de"), (1, "en"),
        (1, "hard negative"), (1, "ironic complaint"), (1, "plain complaint"), (1, "praise"),
    ]  # fmt: skip
    assert table.rows[0].cells == ("5", "3", "1", "1 (50 %)", "0.667", "0.667", "0.667")
    assert table.rows[3].cells == ("1", "0", "0", "1 (100 %)", NOTHING, NOTHING, NOTHING)
    assert "corpus 0.500" in table.note


def test_a_slice_that_occurs_in_two_languages_is_told_apart_by_them() -> None:
    rows = [
        example("1", "de", "praise", complaint=False),
        example("2", "en", "praise", complaint=False),
        example("3", "en", "news", complaint=False),
    ]
    said = ByHand({"1": no(0.1), "2": no(0.1), "3": no(0.1)})
    shown = complaint_table({"a": evaluate(said, rows).as_dict()}).rows
    assert [(row.level, row.name) for row in shown] == [
        (0, "a"), (1, "de"), (1, "en"), (1, "news"), (1, "praise"), (2, "de"), (2, "en"),
    ]  # fmt: skip
    alone = complaint_table({"a": evaluate(said, rows[:1]).as_dict()}).rows
    assert [row.name for row in alone] == ["a", "praise"]


def test_every_head_has_its_figures_and_none_where_there_is_none() -> None:
    rows = head_table(FIGURES).rows
    assert rows[0].name == "corpus"
    cells = {row.name: row.cells for row in rows if row.level == 1}
    assert cells["complaint"] == ("5", "0.600", "0.667", "0.583", "0.833", "0.360")
    assert cells["severity"] == ("3", "0.333", NOTHING, "0.167", NOTHING, NOTHING)


def test_a_set_that_says_nothing_of_complaints_is_no_row_of_theirs() -> None:
    about_irony = {"isarcasm": evaluate(ByHand(ANSWERS), ROWS[-1:]).as_dict()}
    assert complaint_table(about_irony).rows == ()
    assert head_table(about_irony).rows


def test_the_replies_have_their_tables() -> None:
    rows = {row.name: row.cells for row in reply_table(REPLY_FIGURES).rows}
    assert rows["pairs"] == ("3 / 4 (75.0 %)", "2 / 3 (66.7 %)", "1 / 2 (50.0 %)")
    assert rows["by tone alone"][0] == "1 / 4 (25.0 %)"
    rules = {row.name: row.cells for row in rule_table(REPLY_FIGURES).rows}
    assert rules["flippant"] == ("2", "1 (50 %)", "1 (50 %)", "1 (50 %)", "1")
    assert rules["no apology"][3] == NOTHING


def test_all_tables_can_stand_in_a_card() -> None:
    for table in (
        complaint_table(FIGURES),
        head_table(FIGURES),
        reply_table(REPLY_FIGURES),
        rule_table(REPLY_FIGURES),
    ):
        lines = markdown(table).splitlines()
        columns = {line.count("|") for line in lines if line.startswith("|")}
        assert columns == {len(table.columns) + 1}


def test_a_name_from_a_file_makes_no_cell_and_no_tag_in_a_card() -> None:
    hostile = "a|b <script>\nc"
    shown = markdown(complaint_table({hostile: FIGURES["corpus"]})).splitlines()
    assert shown[2].startswith("| a\\|b \\<script> c | 5 |")
