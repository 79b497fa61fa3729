"""What the trouble was and what made it worse, as the text says it: children, a night on the floor,
nobody to ask, a seat that drips. One file of wordings each in triage/wordings/circumstances/."""

from __future__ import annotations

from collections.abc import Iterator

from triage.facts import Fact
from triage.wording_files import stated


def find_circumstances(text: str) -> Iterator[Fact]:
    """One fact per circumstance that the text states, at the place where it does so first."""
    for name, match in stated("circumstances", text):
        yield Fact("circumstance", name, match.span())
