"""What the trouble was and what made it worse, as the text says it: children, a night on the floor,
nobody to ask, a seat that drips. One file of wordings each in triage/wordings/circumstances/."""

from __future__ import annotations

from collections.abc import Iterator

from triage.facts import Fact
from triage.wording_files import names, wording


def find_circumstances(text: str) -> Iterator[Fact]:
    """One fact per circumstance that the text states, at the place where it does so first."""
    for name in names("circumstances"):
        match = wording(f"circumstances/{name}").search(text)
        if match:
            yield Fact("circumstance", name, match.span())
