"""What is read in Slack in two languages: nothing untranslated, nothing left over."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import prompts
import service
import service.slack
import triage
from service.slack.personal import topic_name, words_in
from triage import errors
from triage.complaint import Topic
from triage.errors import TriageError
from triage.guard_patterns import ADVICE

FOLDER = Path(str(service.slack.__file__)).parent

#: What is told to whoever acts on a case; others go to operators, who read English.
TOLD = (
    errors.CaseNotFound, errors.CaseNotOpenForDecision, errors.AlreadyDecided, errors.StaleDraft,
    errors.StatusChangeNotAllowed, errors.SnoozeRefused, errors.ApproverMayNot, errors.OverBudget,
    errors.SecondApproverNeeded, errors.GrantedBefore, errors.NoSuchRemedy, errors.WishNotFollowed,
    errors.ReplyBlocked,
)  # fmt: skip
#: What stands where names would.
NOBODY = {"nobody in the policy"}


def texts_of(folder: Path, keywords: dict[str, tuple[int, ...] | None]) -> set[str]:
    found = extract_from_dir(folder, [("**.py", "python")], keywords=keywords)
    return {message for _, _, message, _, _ in found if isinstance(message, str) and message}


def sentences_of_errors() -> set[str]:
    """As they stand where they are raised, and what an error says by itself."""
    at = {kind.__name__: (2,) if kind is errors.ReplyBlocked else (1,) for kind in TOLD}
    raised = {
        sentence
        for package in (triage, prompts, service)
        for sentence in texts_of(Path(str(package.__file__)).parent, {**at})
    }
    return raised | {(kind.__doc__ or "").strip() for kind in TOLD if not _says_more(kind)}


def _says_more(kind: type[TriageError]) -> bool:
    """Whether it is never raised without words."""
    return kind in {errors.CaseNotFound, errors.SecondApproverNeeded, errors.ReplyBlocked}


def catalogue() -> Catalog:
    with (FOLDER / "locale" / "de.po").open("rb") as file:
        return read_po(file, locale="de")


def test_every_text_is_in_the_german_catalogue_with_what_it_fills_in() -> None:
    german = {str(m.id): str(m.string) for m in catalogue() if m.id}
    needed = texts_of(FOLDER, {"N_": None, "words": None, "said": None}) | sentences_of_errors()
    # The console says it too, in the words of its own catalogue.
    assert set(german) == (needed - {*ADVICE.values()}) | NOBODY
    for text, translated in german.items():
        placeholders = re.findall(r"%\(\w+\)s", text)
        assert sorted(re.findall(r"%\(\w+\)s", translated)) == sorted(placeholders)
        assert translated


def test_no_text_hides_where_it_is_not_found() -> None:
    """Babel does not look into f-strings."""
    hidden = [
        line
        for file in FOLDER.glob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(r"f[\"'].*\{\s*(words|said)\(", line)
    ]
    assert hidden == []


def test_topics_are_called_as_in_the_console() -> None:
    assert topic_name(words_in("de", "UTC"), Topic.DELAY) == "Verspätung"
    assert topic_name(words_in("en", "UTC"), Topic.DELAY) == "Delay"
    assert words_in("fr", "UTC").code == "en"
