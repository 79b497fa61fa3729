"""Nouns that replies decline, with their grammatical gender, and what people have to be at in time;
those are listed in triage/wordings/words/."""

from __future__ import annotations

from triage.wording_files import entries, lines

#: German noun → grammatical gender (m, f, n, or p for plural only).
ITEMS_DE = {
    "koffer": ("Koffer", "m"),
    "rollkoffer": ("Rollkoffer", "m"),
    "handkoffer": ("Handkoffer", "m"),
    "trolley": ("Trolley", "m"),
    "rucksack": ("Rucksack", "m"),
    "tasche": ("Tasche", "f"),
    "reisetasche": ("Reisetasche", "f"),
    "sporttasche": ("Sporttasche", "f"),
    "handtasche": ("Handtasche", "f"),
    "kinderwagen": ("Kinderwagen", "m"),
    "buggy": ("Buggy", "m"),
    "kindersitz": ("Kindersitz", "m"),
    "gepäck": ("Gepäck", "n"),
    "gepaeck": ("Gepäck", "n"),
    "handgepäck": ("Handgepäck", "n"),
    "gepäckstück": ("Gepäckstück", "n"),
    "rollstuhl": ("Rollstuhl", "m"),
    "rollator": ("Rollator", "m"),
    "gitarre": ("Gitarre", "f"),
    "geige": ("Geige", "f"),
    "cello": ("Cello", "n"),
    "fahrrad": ("Fahrrad", "n"),
    "rennrad": ("Rennrad", "n"),
    "surfbrett": ("Surfbrett", "n"),
    "surfboard": ("Surfboard", "n"),
    "ski": ("Ski", "p"),
    "skier": ("Ski", "p"),
    "snowboard": ("Snowboard", "n"),
    "golfschläger": ("Golfschläger", "p"),
    "kamera": ("Kamera", "f"),
    "laptop": ("Laptop", "m"),
    "zelt": ("Zelt", "n"),
    "brille": ("Brille", "f"),
    "paket": ("Paket", "n"),
}


def _nouns(name: str) -> dict[str, tuple[str, str]]:
    """`Hochzeit, f` lower case → (as it is written, gender); `anschluß: Anschluss, m` under another
    spelling."""
    nouns = {}
    for line in lines(name):
        spelled, _, noun = line.rpartition(": ")
        written, gender = noun.split(", ")
        nouns[spelled or written.lower()] = (written, gender)
    return nouns


EVENTS_DE = _nouns("words/events_de")
EVENTS_EN = tuple(sorted(entries("words/events_en")))

#: Missing these is never just an inconvenience; the reply does not hurry past them.
MOURNING = frozenset({"Beerdigung", "Begräbnis", "Beisetzung", "Trauerfeier", "funeral", "burial"})
