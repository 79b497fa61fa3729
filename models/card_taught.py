"""What the card says of each thing that the model was taught beside its heads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_PUT_RIGHT = """\
## Where its heads are put right

What an encoder was tuned with it knows too well to say how it errs. Small nets beside the heads for
complaints and irony learned that from {passages:,} passages that it was never shown: each from all
but a tenth of the writers, so that the calibration goes by what is said of writers not seen. They
were added to {of}; all else of it is as it was.
"""

_LETTERED = """\
## What runs of letters say of a complaint

A sum over runs of three to five letters, learned from {passages:,} passages, those among them that
the encoder was never shown, stands beside the head for complaints; how much each counts was learned
from held-back mentions. It was added to {of}; all else of it is as it was.
"""

_LETTERED_QUOTES = """\
## What runs of letters say of what to quote

Such a sum over each passage, and the passage's length, stand beside the head that chooses what to
quote; how much each counts was learned from held-back mentions. It was added to {of}; all else of
it is as it was.

"""

_ADAPTED = """\
## How its encoder was adapted

{numbers:,} numbers stand for others in the encoder: the scales of its products, its biases and
norms. They were learned for the heads as they were in {of}, which were only calibrated anew, with
what the encoder made of each token held close to what it was, and stand {share:.0%} of the way
between what was and what was learned; the weights are as they were.
"""


_HEARD = """\
## How it hears replies

The heads for the tone of replies were learned anew for {of}; all else of it is as it was.{more}
"""

_JOKES = """\
## How it knows a joke

A small net on each sentence and clause of a reply, as the encoder reads it half way, learned from
{pieces:,} of them, {joking:,} of which joke. It is heard beside heads and letters; how much it
counts, and the line of all of them, were learned from held-back replies. It was added to {of}; all
else of it is as it was.
"""


def taught_sections(record: Mapping[str, Any]) -> list[str]:
    """In order; empty for what it was not taught."""
    return [
        _gist(record.get("gist")),
        _quotable(record.get("quotable")),
        _tone(record.get("tone")),
        _jokes(record.get("jokes")),
        _corrections(record.get("corrections")),
        _complaint_letters(record.get("complaint_letters")),
        _quotable_letters(record.get("quotable_letters")),
        _adapter(record.get("adapter")),
    ]


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)


def _gist(taught: Mapping[str, Any] | None) -> str:
    """How often the words it points at first are, at least in part, those a reader would choose."""
    if taught is None:
        return ""
    title = "## What went wrong, in the author's words\n\n"
    text = (
        "One more head points at the gist of a complaint: the fewest of its words that say what\n"
        "went wrong. It was added to a model that was there; all else of it is as it was.\n\n"
    )
    columns = ["side", "complaints", "shares a word with a reader's choice"]
    return title + text + table(columns, _by_side(taught["examples"], taught["met"]))


def _quotable(taught: Mapping[str, Any] | None) -> str:
    """How often a reader would quote the passage that it puts first."""
    if taught is None:
        return ""
    title = "## What a reply quotes\n\n"
    text = (
        "Another head chooses the sentences or clauses that say the main trouble so that a reply\n"
        f"can quote them. It was added to {taught['of']}; all else of it is as it was.\n\n"
    )
    columns = ["side", "complaints with one", "a reader would quote it"]
    return title + text + table(columns, _by_side(taught["examples"], taught["fit"]))


def _tone(taught: Mapping[str, Any] | None) -> str:
    """How often the sentence that it names is the one that readers marked."""
    if taught is None:
        return ""
    placed = ", ".join(f"{share:.1%} ({side})" for side, share in taught.get("placed", {}).items())
    where = f" The piece it names breaks the rule in {placed} of replies." if placed else ""
    runs = taught.get("letters")
    letters = (
        f" Beside them, {runs:,} runs of two to six letters say how it is put." if runs else ""
    )
    return _HEARD.format(of=taught["of"], more=letters + where)


def _jokes(taught: Mapping[str, Any] | None) -> str:
    return _JOKES.format(**taught) if taught else ""


def _by_side(counts: Mapping[str, int], shares: Mapping[str, float]) -> list[list[object]]:
    return [[side, count, f"{shares[side]:.1%}"] for side, count in counts.items() if count]


def _corrections(taught: Mapping[str, Any] | None) -> str:
    if taught is None:
        return ""
    return _PUT_RIGHT.format(passages=taught["passages"], of=taught["of"])


def _complaint_letters(taught: Mapping[str, Any] | None) -> str:
    return _LETTERED.format(**taught) if taught else ""


def _quotable_letters(taught: Mapping[str, Any] | None) -> str:
    """How often a reader would quote the passage that both together put first."""
    if taught is None:
        return ""
    columns = ["side", "complaints with one", "a reader would quote it"]
    fit = _by_side(taught["examples"], taught["fit"])
    return _LETTERED_QUOTES.format(**taught) + table(columns, fit)


def _adapter(taught: Mapping[str, Any] | None) -> str:
    return _ADAPTED.format(**taught, share=taught["settings"]["share"]) if taught else ""
