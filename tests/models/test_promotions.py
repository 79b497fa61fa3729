"""The log of promotions: the last word counts, one step back at a time, nothing overwritten."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from models.promotions import Promotions
from tests.factories import NOON
from triage.errors import NothingToRollBackTo, UnreadableModel


@pytest.fixture
def promotions(tmp_path: Path) -> Promotions:
    return Promotions(tmp_path / "data")


def test_without_a_word_it_is_the_model_that_ships(promotions: Promotions) -> None:
    assert promotions.current() is None
    assert promotions.current_folder() is None
    with pytest.raises(NothingToRollBackTo):
        promotions.roll_back("bilingual-11", by="anna", now=NOON)


def test_what_was_promoted_last_is_in_use_and_the_log_says_by_whom(promotions: Promotions) -> None:
    for n in (1, 2):
        promotions.promote(Path(f"own/{n}"), f"own-{n}", by="anna", now=NOON)
    current = promotions.current()
    assert current is not None
    assert (current.model, current.by, current.since) == ("own-2", "anna", NOON)
    assert promotions.current_folder() == Path("own/2").absolute()
    assert [line.model for line in promotions.all()] == ["own-1", "own-2"]


def test_rolling_back_goes_one_step_further_each_time(promotions: Promotions) -> None:
    for n in (1, 2):
        promotions.promote(Path(f"own/{n}"), f"own-{n}", by="anna", now=NOON)
    assert promotions.roll_back("bilingual-11", by="ben", now=NOON).model == "own-1"
    promotions.promote(Path("own/3"), "own-3", by="anna", now=NOON)
    back = [promotions.roll_back("bilingual-11", by="ben", now=NOON).model for _ in range(2)]
    assert back == ["own-1", "bilingual-11"]
    assert promotions.current_folder() is None
    with pytest.raises(NothingToRollBackTo):
        promotions.roll_back("bilingual-11", by="ben", now=NOON)
    assert len(promotions.all()) == 6, "nothing is forgotten"


def test_two_who_promote_at_once_lose_no_line(promotions: Promotions) -> None:
    def promote(n: int) -> None:
        promotions.promote(Path(f"own/{n}"), f"own-{n}", by="anna", now=NOON)

    threads = [threading.Thread(target=promote, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {line.model for line in promotions.all()} == {f"own-{n}" for n in range(12)}


def test_a_damaged_log_is_said_to_be_one(promotions: Promotions) -> None:
    promotions.promote(Path("own/1"), "own-1", by="anna", now=NOON)
    promotions.file.write_text("[{", "utf-8")
    with pytest.raises(UnreadableModel, match="damaged"):
        promotions.current()
