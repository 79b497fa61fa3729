"""Public data sets, recognised by their keys, as the labels that they hold for our heads.

What a set's label does not mean is left out: the `severity` of `complaints` grades how loudly
somebody complains, ours how bad the harm is, so it trains nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from triage.errors import UnreadableExamples

Record = Mapping[str, Any]
Labels = dict[str, Any]
#: Text, name of the set, labels.
Labelled = tuple[str, str, Labels]

#: Share of annotators from which on, and up to which, they agree enough on irony.
IRONIC_FROM, PLAIN_UP_TO = 0.6, 0.2


def labels_of_set(record: Record) -> list[Labelled]:
    """The examples one record holds; none when its labels are too uncertain.

    Raises UnreadableExamples for a shape we don't know.
    """
    for keys, read in _SHAPES.items():
        if set(keys) <= record.keys():
            return read(record)
    raise UnreadableExamples("not one of the known forms of labelled text.")


def _complaints(record: Record) -> list[Labelled]:
    labels: Labels = {"complaint": record["complaint"]}
    if record["complaint"]:
        labels |= {"sentiment": "negative", "needs_reply": True}
    return [(record["text"], "complaints", labels)]


def _isarcasm(record: Record) -> list[Labelled]:
    found: list[Labelled] = [(record["text"], "isarcasm", {"ironic": record["sarcastic"]})]
    if record["rephrase"]:
        found.append((record["rephrase"], "isarcasm", {"ironic": False}))
    return found


def _multipico(record: Record) -> list[Labelled]:
    p = record["p_ironic"]
    if PLAIN_UP_TO < p < IRONIC_FROM:
        return []
    return [(record["text"], "multipico", {"ironic": p >= IRONIC_FROM})]


def _potts(record: Record) -> list[Labelled]:
    labels: Labels = {"ironic": record["sarcastic"]}
    if record["label"] != "mixed":
        labels["sentiment"] = record["label"]
    # No word on complaints: thousands of German tweets that are none, beside a few hundred that
    # are, taught that what is German and short is no complaint.
    return [(record["text"], "potts", labels)]


def _germeval2018(record: Record) -> list[Labelled]:
    # Quarrels about politics: what is offensive says nothing to any head of ours, but the words
    # are those of German social media.
    return [(record["text"], "germeval2018", {})]


def _skytrax(record: Record) -> list[Labelled]:
    """Stars of five for lounges, of ten for seats; what is lukewarm says nothing certain."""
    if record["rating"] is None:
        return []
    share = float(record["rating"]) / (5 if record["kind"] == "lounge" else 10)
    recommended = record["recommended"] == "1"
    if share <= 0.4 and not recommended:
        labels: Labels = {"complaint": True, "sentiment": "negative"}
        if record["kind"] == "seat":
            labels["topic"] = "onboard_comfort"
        return [(record["text"], "skytrax", labels)]
    if share >= 0.8 and recommended:
        return [(record["text"], "skytrax", {"complaint": False, "sentiment": "positive"})]
    return []


#: The keys that tell a set from all others.
_SHAPES: dict[tuple[str, ...], Callable[[Record], list[Labelled]]] = {
    ("complaint", "severity", "cause"): _complaints,
    ("sarcastic", "rephrase"): _isarcasm,
    ("p_ironic", "post"): _multipico,
    ("sarcastic", "label"): _potts,
    ("offensive", "kind"): _germeval2018,
    ("rating", "recommended"): _skytrax,
}
