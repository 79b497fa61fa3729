"""What one person reads in Slack in two languages: nothing untranslated, nothing left over."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import service.slack
from service.slack.personal import topic_name, words_in
from triage.complaint import Topic

FOLDER = Path(str(service.slack.__file__)).parent


def texts_in_the_code() -> set[str]:
    found = extract_from_dir(
        FOLDER, [("**.py", "python")], keywords={"N_": None, "words": None}
    )  # fmt: skip
    return {message for _, _, message, _, _ in found if isinstance(message, str) and message}


def test_every_text_is_in_the_german_catalogue_with_what_it_fills_in() -> None:
    with (FOLDER / "locale" / "de.po").open("rb") as file:
        german = {str(m.id): str(m.string) for m in read_po(file, locale="de") if m.id}
    assert set(german) == texts_in_the_code()
    for text, translated in german.items():
        placeholders = re.findall(r"%\(\w+\)s", text)
        assert sorted(re.findall(r"%\(\w+\)s", translated)) == sorted(placeholders)
        assert translated


def test_topics_are_called_as_in_the_console() -> None:
    assert topic_name(words_in("de", "UTC"), Topic.DELAY) == "Verspätung"
    assert topic_name(words_in("en", "UTC"), Topic.DELAY) == "Delay"
    assert words_in("fr", "UTC").code == "en"
