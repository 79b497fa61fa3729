"""Names of towns, countries and islands, in German and English spelling, from
triage/wordings/places/."""

from __future__ import annotations

from triage.wording_files import entries, names

#: All names, lower case.
PLACES = frozenset[str]().union(*(entries(f"places/{name}") for name in names("places")))
#: Those that are also words or people: a place only where the text says so.
AMBIGUOUS_PLACES = entries("places/ambiguous")
#: Words that look like a place after "in" or "to" and are none.
NO_PLACES = entries("words/no_places")


def _longest() -> dict[str, int]:
    found: dict[str, int] = {}
    for name in PLACES:
        first, *more = name.split()
        found[first] = max(found.get(first, 1), 1 + len(more))
    return found


#: First word → how many words the longest name has that begins with it.
LONGEST = _longest()
