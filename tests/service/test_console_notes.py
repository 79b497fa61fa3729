"""The note for approvers is read in their language, and says no name of a field."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prompts.claim_words import statutory_hint
from prompts.note import note_for, note_words
from service.console.notes import legal_claim, note_lines
from service.console.words import CODES, Code
from tests.factories import brief
from tests.fakes import FakeDrafter
from tests.prompts.briefs import COMPLAINTS, Complaint, to_brief
from triage.draft import Draft

(DRAFT,) = FakeDrafter().draft([brief()])
OCCASIONS = frozenset({"several", "legal"})
#: How lines begin that the page itself says in other words.
ON_THE_PAGE = ("Erkannt als", "Found as", "Aufgegriffen:", "Picked up:", "Der Text nennt keine",
               "The text states no", "Angebot nach", "Offer by policy")  # fmt: skip


def noted(complaint: Complaint, lang: Code) -> Draft:
    """A draft with its note in that language, whatever language the complaint is in."""
    known = to_brief(complaint)
    note = note_for(known, lang, OCCASIONS, unsaid=("Ostbahnhof", "Ersatz, Bus"))
    hint = statutory_hint(known.claim, lang)
    return replace(DRAFT, lang=lang, note=note, claim=known.claim, statutory_hint=hint)


@pytest.mark.parametrize("complaint", COMPLAINTS, ids=lambda complaint: complaint.name)
def test_a_note_is_the_same_in_whatever_language_it_was_written(complaint: Complaint) -> None:
    for code in CODES:
        as_written = noted(complaint, code).note.splitlines()
        kept = tuple(line for line in as_written if not line.startswith(ON_THE_PAGE))
        for lang in CODES:
            assert note_lines(noted(complaint, lang), code) == kept
            claim, in_which = legal_claim(noted(complaint, lang), code)
            assert claim == statutory_hint(to_brief(complaint).claim, code)
            assert claim is None or in_which == code


def test_no_line_has_the_name_of_a_field() -> None:
    for complaint in COMPLAINTS:
        for line in note_lines(noted(complaint, "en"), "de"):
            assert "_" not in line


def test_what_is_not_ours_stays_as_it_is() -> None:
    said = replace(DRAFT, lang="en", note="Ring them first.\n\nThey know Ben.")
    assert note_lines(said, "de") == ("Ring them first.", "They know Ben.")
    assert note_lines(replace(said, lang="fr"), "de") == ("Ring them first.", "They know Ben.")
    hinted = replace(said, statutory_hint="Ask the legal team.", claim=None)
    assert legal_claim(hinted, "de") == ("Ask the legal team.", "en")


def test_what_only_english_notes_say_stays_english() -> None:
    german, english = note_words("de"), note_words("en")
    assert set(german["things"]) == set(english["things"])
    for name, said in english["occasions"].items():
        noted_so = replace(DRAFT, lang="en", note=said)
        assert note_lines(noted_so, "de") == (german["occasions"].get(name, said),)
