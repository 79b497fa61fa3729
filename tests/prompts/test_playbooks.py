"""The playbooks that ship, and what happens when somebody breaks one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from prompts.loader import load_playbooks, load_voice
from tests.prompts.briefs import PROMPTS, shipped
from triage.complaint import Topic
from triage.errors import MissingVariable, UnreadablePlaybook
from triage.playbook import REQUIRED, Playbook

SHIPPED = shipped()


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("topic", list(Topic))
@pytest.mark.parametrize("severity", range(5))
def test_there_is_a_playbook_for_everything(lang: str, topic: Topic, severity: int) -> None:
    assert SHIPPED.find(lang, topic, severity).lang == lang


def test_what_is_critical_has_a_playbook_without_gestures() -> None:
    assert SHIPPED.find("de", Topic.DELAY, 4).name == "critical"
    assert SHIPPED.find("de", Topic.DELAY, 3).name == "delay"


def test_a_language_we_do_not_write_in_is_answered_in_english() -> None:
    assert SHIPPED.find("fr", Topic.DELAY, 2).lang == "en"


@pytest.mark.parametrize("playbook", SHIPPED.playbooks, ids=lambda p: f"{p.lang}-{p.name}")
def test_every_move_that_must_be_made_has_many_phrasings(playbook: Playbook) -> None:
    for move in REQUIRED:
        assert len(playbook.phrases(move)) >= 6


def test_both_languages_have_the_same_playbooks() -> None:
    names = {lang: {p.name for p in SHIPPED.playbooks if p.lang == lang} for lang in ("de", "en")}
    assert names["de"] == names["en"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROMPTS / "playbooks", tmp_path / "playbooks"))


def broken(folder: Path, line: str, name: str = "delay") -> Path:
    path = folder / "en" / f"{name}.md"
    path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")
    return path


def test_an_unknown_variable_names_file_and_line(folder: Path) -> None:
    path = broken(folder, "- {delya} is long.\n")
    last = len(path.read_text(encoding="utf-8").splitlines())
    with pytest.raises(
        MissingVariable, match=rf"delay\.md:{last}: there is no variable \{{delya\}}"
    ):
        load_playbooks(folder)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("- [childern] Oh no.\n", "unknown condition 'childern'"),
        ("- [+apologize] Sorry.\n", r"unknown move after \+"),
        ("# Apologize\n", "unknown heading"),
        ("Just a line.\n", "a phrase starts with"),
        ("- A {brace left open.\n", "brace"),
        ("- {one|two|three}\n", "two forms"),
    ],
)
def test_what_a_person_may_get_wrong_is_named(folder: Path, line: str, reason: str) -> None:
    broken(folder, line)
    with pytest.raises(UnreadablePlaybook, match=reason):
        load_playbooks(folder)


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ('+++\ntopics = ["dealy"]\n+++\n', "no topic 'dealy'"),
        ('+++\ntopic = ["delay"]\n+++\n', "unknown setting 'topic'"),
        ("# Take up\n", "between"),
        ("+++\ntopics = [\n+++\n", "settings between"),
    ],
)
def test_a_broken_head_is_named(folder: Path, head: str, reason: str) -> None:
    (folder / "en" / "delay.md").write_text(head, encoding="utf-8")
    with pytest.raises(UnreadablePlaybook, match=reason):
        load_playbooks(folder)


def test_a_wording_that_is_no_pattern_stops_the_start(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = tmp_path / "wordings" / "claims" / "late.txt"
    late.parent.mkdir(parents=True)
    late.write_text("# Late.\n\\b(?:late|delayed\\b\n", encoding="utf-8")
    monkeypatch.setattr("prompts.loader.WORDINGS", late.parents[1])
    with pytest.raises(UnreadablePlaybook, match=r"late\.txt:2: .* is no pattern: missing \)"):
        load_playbooks(folder)


def test_a_language_needs_its_common_phrases(folder: Path) -> None:
    (folder / "de" / "common.md").unlink()
    with pytest.raises(UnreadablePlaybook, match=r"common\.md is missing"):
        load_playbooks(folder)


def test_a_move_that_only_some_authors_can_get_is_refused(folder: Path) -> None:
    (folder / "en" / "general.md").write_text(
        "+++\n+++\n# Take up\n- {flight} was bad.\n", encoding="utf-8"
    )
    with pytest.raises(UnreadablePlaybook, match="take_up needs a phrase without"):
        load_playbooks(folder)


def test_the_voice_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "voice.md"
    path.write_text(
        '+++\nbrand = "B"\ncontact = "a@b.example"\nregister = "ihr"\n+++\n', encoding="utf-8"
    )
    with pytest.raises(UnreadablePlaybook, match="register must be"):
        load_voice(path)


def test_the_voice_prefers_its_own_words() -> None:
    voice = load_voice(PROMPTS / "voice.md")
    assert voice.in_our_words("Jeder Passagier zählt.") == "Jeder Gast zählt."
