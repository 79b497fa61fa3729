"""What a care team reads when it has broken a playbook, and what it sees before a customer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from prompts.loader import load_voice
from prompts.playbook_check import remarks_on
from prompts.preview import preview
from prompts.samples import WORDS
from tests.prompts.briefs import PROMPTS, shipped
from triage.complaint import Topic

VOICE = load_voice(PROMPTS / "voice.md")
SHIPPED = shipped()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A few of those that ship: all of them are read in test_phrasings."""
    few = tmp_path / "playbooks"
    for lang in ("de", "en"):
        (few / lang).mkdir(parents=True)
        for name in ("common", "general", "delay", "outage"):
            shutil.copy(PROMPTS / "playbooks" / lang / f"{name}.md", few / lang)
    return few


def test_what_ships_has_nothing_to_mend(folder: Path) -> None:
    assert remarks_on(folder, VOICE) == []


def test_every_broken_file_is_named_with_its_line(folder: Path) -> None:
    for name, line in (("delay", "- {delya} is long.\n"), ("outage", "- [chidren] Oh no.\n")):
        with (folder / "en" / f"{name}.md").open("a", encoding="utf-8") as file:
            file.write(line)
    (folder / "de" / "delay.md").write_bytes(
        "+++\n+++\n# Aufgreifen\n- Verspätung.".encode("latin-1")
    )
    told = [remark.text for remark in remarks_on(folder, VOICE)]
    assert len(told) == 3
    assert all(remark.stops for remark in remarks_on(folder, VOICE))
    last = len((folder / "en" / "outage.md").read_text("utf-8").splitlines())
    assert told[0].startswith(f"{folder}/de/delay.md: save the file as UTF-8")
    assert "there is no variable {delya}" in told[1]
    assert f"outage.md:{last}: unknown condition 'chidren'; did you mean 'children'?" in told[2]


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        ('topics = ["delay"]', 'topics = "delay"', r"delay.md:3: topics is a list, written"),
        ('topics = ["delay"]', 'topics = ["dealy"]', r"delay.md:3: .*did you mean 'delay'?"),
        ('topics = ["delay"]', 'topic = ["delay"]', r"delay.md:3: .*did you mean 'topics'?"),
        ('topics = ["delay"]', "topics = [“delay”]", r"delay.md:3: the settings between"),
        ('version = "2"', 'version = "2"\nseverities = [7]', r"delay.md:3: severities are numbers"),
        ('version = "2"', 'version = "2"\nseverities = ["2"]', r"delay.md:3: severities is a list"),
        ("# Apologise", "# Apologize", r"unknown heading '# Apologize'; known: Anrede"),
    ],
)
def test_each_mistake_says_what_was_meant(
    folder: Path, right: str, wrong: str, reason: str
) -> None:
    path = folder / "en" / "delay.md"
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    (remark,) = remarks_on(folder, VOICE)
    assert remark.stops
    head, _, said = reason.partition(": ")
    assert head in remark.text or said in remark.text
    assert reason.split(".*")[-1].strip("?") in remark.text


def test_a_file_saved_by_a_word_processor_of_windows_is_read(folder: Path) -> None:
    path = folder / "en" / "delay.md"
    text = path.read_text("utf-8")
    path.write_bytes(("\ufeff" + text).replace("\n", "\r\n").encode("utf-8"))
    assert remarks_on(folder, VOICE) == []


def test_a_phrase_that_would_be_stopped_later_is_pointed_out(folder: Path) -> None:
    path = folder / "en" / "delay.md"
    at = len(path.read_text("utf-8").splitlines())
    with path.open("a", encoding="utf-8") as file:
        file.write("- [dm] DM me and you get 50 EUR.\n- [dm] Any inconvenience: DM me.\n")
        file.write(f"- [dm] {'DM me. ' * 30}\n")
    remarks = remarks_on(folder, VOICE)
    assert not any(remark.stops for remark in remarks)
    told = " ".join(remark.text for remark in remarks)
    assert f"delay.md:{at + 1}: the guard would say: No amount" in told
    assert f"delay.md:{at + 2}: is never said, since 'inconvenience' is forbidden." in told
    assert f"delay.md:{at + 3}: is too long for a short channel" in told


def test_an_empty_folder_is_no_set_of_playbooks(tmp_path: Path) -> None:
    assert "there are no playbooks" in remarks_on(tmp_path, VOICE)[0].text


@pytest.mark.parametrize(("lang", "register"), [("de", "du"), ("de", "sie"), ("en", "neutral")])
@pytest.mark.parametrize("severity", range(5))
def test_a_preview_shows_whole_replies_for_many_situations(
    lang: str, register: str, severity: int
) -> None:
    for topic in (Topic.DELAY, Topic.BAGGAGE_LOST, Topic.OTHER):
        shown = dict(preview(SHIPPED, VOICE, topic, lang, register, severity))  # type: ignore[arg-type]
        assert len(shown) == 9
        quoted = WORDS[lang]["gist"]
        assert all(quoted in reply for reply in shown["says plainly what went wrong"])
        for replies in shown.values():
            assert replies
            assert not set("{}[]|") & set("".join(replies))
        formal = any("Sie" in reply.split() for reply in shown["writes again"])
        assert formal == (register == "sie")
