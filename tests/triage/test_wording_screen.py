"""The screen leaves out no wording that fits: it says of a text what trying them all would say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings, strategies as st

from triage.circumstances import find_circumstances
from triage.guard_patterns import WORDED_RULES
from triage.wording_files import first, lines, names, possible, sieve, wording
from triage.wording_needs import branches
from triage.wording_screen import Screen, Sieve, Sieves

FOLDERS = ("circumstances", "travellers", "asks", "requests", "things", "times")
FILES = [f"{folder}/{name}" for folder in FOLDERS for name in names(folder)]


@pytest.mark.parametrize(
    ("pattern", "need"),
    [
        (r"\bhung up\b", {"hung up"}),
        (r"colou?r", {"colo"}),
        (r"(?:kein|nie)e? antwort", {" antwort"}),
        (r"\b(?:lift|aufzug)\b", {"lift", "aufzug"}),
        (r"a+bc", {"bc"}),
        (r"(?:\w+\s){0,3}zurück", {"zurück"}),
        (r"foo(?!bar)baz", {"foobaz"}),
        (r"[€£]\s?", {"€", "£"}),
        (r"[Ff]light\s?[1-9]", {"flight"}),
        (r"[3-5]\w", {"3", "4", "5"}),
        (r"(?:ab)?", None),
        (r"[a-z]+", None),
        (r"\w", None),
    ],
)
def test_what_a_pattern_needs(pattern: str, need: set[str] | None) -> None:
    ((_, needed),) = branches(pattern)
    assert needed == (None if need is None else frozenset(need))


@pytest.mark.parametrize("name", FILES)
def test_every_wording_can_be_read_and_compiled(name: str) -> None:
    for line in lines(name):
        assert "|".join(branch for branch, _ in branches(line)) == line
        for branch, _ in branches(line):
            re.compile(branch)


# Made from the patterns themselves, so that each of them has texts that it matches.
_ENTRIES = [(name, line) for name in FILES for line in lines(name)]


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_whatever_matches_passes_the_screen(data: st.DataObject) -> None:
    name, line = data.draw(st.sampled_from(_ENTRIES))
    pattern = re.compile(line, re.IGNORECASE)
    text = data.draw(st.from_regex(pattern))
    assert any(p.search(text) for p in possible(name, text)) or pattern.search(text) is None
    found, expected = first(name, text), wording(name).search(text)
    assert (found and found.start()) == (expected and expected.start())


def test_a_sieve_finds_what_the_pattern_would_and_skips_what_can_t_fit() -> None:
    sieve = Sieve(r"\d+ (?:march|may)\b|easter|may \d+", re.IGNORECASE)
    assert [m[0] for m in sieve.finditer("Easter, 3 May 4, EASTER")] == [
        "Easter",
        "3 May",
        "EASTER",
    ]
    assert list(sieve.finditer("nothing of the kind")) == []


_OF_THE_GUARD = (
    "apology", "private_way", "in_public", "amount_in_public", "gives_money", "tells_a_price",
    *WORDED_RULES,
)  # fmt: skip
_SAID = [(name, line) for name in _OF_THE_GUARD for line in lines(f"guard/{name}")]


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_sieve_of_a_file_finds_what_all_its_patterns_would(data: st.DataObject) -> None:
    name, line = data.draw(st.sampled_from(_SAID))
    text = data.draw(st.from_regex(re.compile(line, re.IGNORECASE)))
    found, expected = sieve(f"guard/{name}").search(text), wording(f"guard/{name}").search(text)
    assert (found and found.span()) == (expected and expected.span())


def test_a_sieve_wants_all_that_a_pattern_needs() -> None:
    both = Sieve(r"(?:gate|counter)s? \w+ (?:nobody|empty)|(?:empty|shut) \d+")
    assert both.search("the GATE is empty") is None
    found = both.search("the gate was empty")
    assert found is not None
    assert found[0] == "gate was empty"
    assert both.search("gates and counters") is None


def test_of_many_sieves_those_are_named_that_may_find_something() -> None:
    sieves = Sieves(map(Sieve, [r"gate \d", r"seat|gate", r"\w+ly", r"\S"]))
    assert sieves.able("The GATE was shut") == [1, 3]
    assert sieves.able("gate 5, sadly") == [0, 1, 2, 3]
    assert sieves.able("") == [3]


def test_a_screen_names_only_what_may_fit() -> None:
    screen = Screen(
        [("late", r"\blate\b|delay"), ("wc", r"\bwc\b"), ("any", r"\w\S"), ("figure", r"\w\d")]
    )
    assert set(screen.possible("a DELAY")) == {"late", "any"}
    assert set(screen.possible("the WC")) == {"wc", "any"}


def test_a_circumstance_is_told_where_the_text_first_says_so() -> None:
    text = "Nobody told us. Freezing, really freezing cabin."
    (cold,) = (fact for fact in find_circumstances(text) if fact.value == "cold")
    assert text[slice(*cold.span)] == "Freezing"
