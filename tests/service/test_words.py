"""What is read from the playbooks is kept for the next start, and never outlives a change."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from service import words
from service.settings import ROOT, Settings
from service.words import Words, load_words
from tests.prompts.briefs import COMPLAINTS, to_brief
from triage.errors import UnreadablePlaybook

Read = Callable[[], Words]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "kulanz"


@pytest.fixture
def playbooks(tmp_path: Path) -> Path:
    """A folder of few playbooks, quickly read."""
    for lang in ("de", "en"):
        for name in ("common.md", "general.md"):
            (tmp_path / "playbooks" / lang).mkdir(parents=True, exist_ok=True)
            written = ROOT / "prompts" / "playbooks" / lang / name
            shutil.copy(written, tmp_path / "playbooks" / lang / name)
    return tmp_path / "playbooks"


@pytest.fixture
def read(cache: Path, playbooks: Path) -> Read:
    settings = Settings(_env_file=None, playbooks=playbooks)
    return lambda: load_words(settings)


def not_to_be_read(settings: Settings) -> Words:
    raise AssertionError("the files are read again")


def drafts(found: Words) -> list[str]:
    return [draft.reply for draft in found.playbooks.draft(list(map(to_brief, COMPLAINTS)))]


def only(cache: Path) -> Path:
    (kept,) = cache.iterdir()
    return kept


def test_a_second_start_reads_no_playbook_and_says_the_same(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read()
    monkeypatch.setattr(words, "_read", not_to_be_read)
    second = read()
    assert drafts(second) == drafts(first)
    assert second.own_sentences == first.own_sentences
    assert second.voice == first.voice


def test_a_changed_word_is_said_at_the_next_start(read: Read, playbooks: Path) -> None:
    read()
    common = playbooks / "en" / "common.md"
    common.write_text(common.read_text("utf-8").replace("sorry", "ever so sorry"), "utf-8")
    assert "ever so sorry" in " ".join(drafts(read()))


def test_a_broken_playbook_is_told_at_each_start(read: Read, playbooks: Path, cache: Path) -> None:
    read()
    with (playbooks / "en" / "general.md").open("a", encoding="utf-8") as file:
        file.write("\n# No such heading\n")
    for _ in range(2):
        with pytest.raises(UnreadablePlaybook, match=r"general\.md:\d+: unknown heading"):
            read()
    assert len([*cache.iterdir()]) == 1


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda raw: b"", id="empty"),
        pytest.param(lambda raw: raw[: len(raw) // 2], id="cut off"),
        pytest.param(lambda raw: raw[:-1] + bytes([raw[-1] ^ 1]), id="one bit"),
    ],
)
def test_a_damaged_file_is_written_again(
    read: Read, cache: Path, damage: Callable[[bytes], bytes]
) -> None:
    read()
    whole = only(cache).read_bytes()
    only(cache).write_bytes(damage(whole))
    said = drafts(read())
    assert said == drafts(read())
    assert len(only(cache).read_bytes()) == len(whole)


def test_what_somebody_else_wrote_is_not_loaded(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    read()
    somebody_else = os.getuid() + 1
    monkeypatch.setattr(words, "_read", not_to_be_read)
    monkeypatch.setattr(os, "getuid", lambda: somebody_else)
    with pytest.raises(AssertionError, match="read again"):
        read()


def test_what_is_saved_while_it_is_read_is_not_kept(
    read: Read, playbooks: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = words._read

    def meanwhile(settings: Settings) -> Words:
        found = really(settings)
        with (playbooks / "en" / "common.md").open("a", encoding="utf-8") as file:
            file.write("\n")
        return found

    monkeypatch.setattr(words, "_read", meanwhile)
    read()
    assert not cache.exists()


def test_what_was_kept_of_other_classes_is_read_again(
    read: Read, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = drafts(read())
    kept = only(cache)
    content = kept.read_bytes()[32:].replace(b"PlaybookDrafter", b"PlaybookGrafter")
    kept.write_bytes(sha256(content).digest() + content)
    assert drafts(read()) == said


def test_what_is_no_file_does_not_stop_the_start(read: Read, playbooks: Path) -> None:
    (playbooks / "en" / "notes.md.d").mkdir()
    (playbooks / "en" / "old.txt").mkdir()
    (playbooks / "en" / ".#common.md").symlink_to("nobody@nowhere")
    assert drafts(read())


def test_without_a_place_to_write_it_starts_all_the_same(
    read: Read, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.parent.write_text("a file where the folder should be")
    assert drafts(read())


def test_what_no_start_asked_for_in_weeks_is_deleted(
    read: Read, playbooks: Path, cache: Path
) -> None:
    read()
    old = only(cache)
    long_ago = time.time() - 15 * 24 * 3600
    os.utime(old, (long_ago, long_ago))
    with (playbooks / "en" / "common.md").open("a", encoding="utf-8") as file:
        file.write("\n")
    read()
    assert only(cache) != old


def test_only_the_user_can_read_it(read: Read, cache: Path) -> None:
    read()
    assert cache.stat().st_mode & 0o077 == 0
    assert only(cache).stat().st_mode & 0o077 == 0
