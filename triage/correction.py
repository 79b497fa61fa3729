"""A person's word on what the model said of a case: it counts more than the model's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from triage.complaint import Assessment, Topic


@dataclass(frozen=True)
class Correction:
    """What a person says of a case; None where they said nothing."""

    by: str
    at: datetime
    #: How often the author had written by then.
    round: int
    complaint: bool | None = None
    ironic: bool | None = None
    severity: int | None = None
    topic: Topic | None = None

    @property
    def labels(self) -> dict[str, Any]:
        """What it says, by the names that an assessment has."""
        names = ("complaint", "ironic", "severity", "topic")
        return {name: v for name in names if (v := getattr(self, name)) is not None}

    def differs_from(self, assessment: Assessment) -> bool:
        return any(getattr(assessment, name) != said for name, said in self.labels.items())

    def applied(self, assessment: Assessment, round: int) -> Assessment:
        """The assessment as the person has it.

        What the author writes later is read anew: then the topic stays, and the severity as a
        least one.
        """
        if round == self.round:
            return self._taken_over(assessment)
        if not assessment.complaint:
            return assessment
        severity = max(self.severity or 0, assessment.severity)
        return replace(assessment, topic=self.topic or assessment.topic, severity=severity)

    def _taken_over(self, assessment: Assessment) -> Assessment:
        said = replace(assessment, **self.labels)
        if self.complaint is False:
            return replace(said, severity=0, topic=Topic.NONE)
        if said.complaint and said.topic is Topic.NONE:
            said = replace(said, topic=Topic.OTHER)
        return replace(said, severity=max(said.severity, 1)) if said.complaint else said
