"""Whether a person's word on an assessment changed anything."""

from __future__ import annotations

from triage.case import Event


def is_confirmation(event: Event) -> bool:
    """Of an event `corrected`: whether everything said stood there before."""
    said, was = event.details.get("said", {}), event.details.get("was", {})
    return all(was.get(label) == told for label, told in said.items())
