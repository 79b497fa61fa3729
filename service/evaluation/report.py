"""The report of an evaluation: one page that needs no network, with every mistake on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import service.console
from models.judged import Judged, false_alarms, missed
from models.reply_evaluation import JudgedReply, let_through, wrongly_stopped
from service.evaluation.drawing import SCRIPT, packed_plotly
from service.evaluation.matrix import matrix
from service.evaluation.measured import Measured, tables
from service.evaluation.plots import Plot, calibration, flippant
from service.evaluation.texts import Piece, pieces, worth_seeing

_FOLDER = Path(__file__).parent / "page"
#: The console's colours, in the light and in the dark.
_TOKENS = Path(str(service.console.__file__)).parent / "static" / "tokens.css"


@dataclass(frozen=True)
class Entry:
    """One mistake: what stands above its text, the text, and what it answers."""

    facts: tuple[str, ...]
    lang: str
    pieces: tuple[Piece, ...]
    answers: str = ""

    @property
    def length(self) -> int:
        return sum(len(piece.text) for piece in self.pieces)


@dataclass(frozen=True)
class Mistakes:
    title: str
    sentence: str
    entries: tuple[Entry, ...]


def report_html(measured: Measured, document: Mapping[str, Any]) -> str:
    """Everything in one file: the plots' script too. Whatever came from outside is escaped."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("report.html").render(
        model=measured.model,
        learned_from=measured.learned_from,
        figures=_figures(document),
        tables=tables(document),
        plots=_plots(measured, document),
        matrices=[matrix(head, found) for head, found in document["confusion"].items()],
        mistakes=[found for found in _mistakes(measured) if found.entries],
        style=_TOKENS.read_text("utf-8") + (_FOLDER / "report.css").read_text("utf-8"),
        script=SCRIPT.read_text("utf-8") + (_FOLDER / "report.js").read_text("utf-8"),
        plotly=packed_plotly(),
    )


def _figures(document: Mapping[str, Any]) -> list[tuple[int, str]]:
    """What stands at the top: a number, and what it counts."""
    overall, replies = document["overall"], document["replies"]
    shown = [(document["mentions"], "labelled mentions")] if document["mentions"] else []
    if overall["mentions"]:
        others = overall["mentions"] - overall["complaints"]
        shown.append((overall["missed"], f"complaints missed of {overall['complaints']:,}"))
        shown.append((overall["false_alarms"], f"false alarms among {others:,} others"))
    if replies:
        guard = replies["guard"]
        shown.append((guard["bad_stopped"], f"unpublishable replies caught of {guard['bad']:,}"))
        shown.append((guard["good_stopped"], f"publishable replies stopped of {guard['good']:,}"))
    return shown


def _plots(measured: Measured, document: Mapping[str, Any]) -> list[Plot]:
    found: list[Plot | None] = [
        calibration(head, bins, document["heads"][head]["ece"])
        for head, bins in document["reliability"].items()
    ]
    found.append(flippant(measured.all_replies))
    return [plot for plot in found if plot is not None]


def _mistakes(measured: Measured) -> list[Mistakes]:
    mentions, replies = measured.all_mentions, measured.all_replies
    return [
        Mistakes(
            "Missed complaints",
            "Those it was surest of first. Marked is what carries the complaint by the label.",
            _entries(missed(mentions)),
        ),
        Mistakes(
            "False alarms",
            "Those it was surest of first. Marked is what was taken for a complaint.",
            _entries(false_alarms(mentions)),
        ),
        Mistakes(
            "Unpublishable replies let through",
            "The least suspected first.",
            _reply_entries(let_through(replies)),
        ),
        Mistakes(
            "Publishable replies stopped",
            "The most suspected first. Marked is what was found.",
            _reply_entries(wrongly_stopped(replies)),
        ),
    ]


def _entries(judged: Iterable[Judged]) -> tuple[Entry, ...]:
    return tuple(map(_entry, judged))


def _entry(j: Judged) -> Entry:
    text = j.example.conversation.mention.text
    facts = (
        f"complaint {j.assessment.p_complaint:.2f}",
        f"irony {j.assessment.p_ironic:.2f}",
        _words(str(j.example.kind or "")),
        j.lang,
        f"{j.set_name}/{j.id}",
    )
    return Entry(_filled(facts), j.lang, tuple(pieces(text, worth_seeing(j))))


def _reply_entries(judged: Iterable[JudgedReply]) -> tuple[Entry, ...]:
    return tuple(map(_reply_entry, judged))


def _reply_entry(j: JudgedReply) -> Entry:
    said = j.example.utterance
    broken, found = sorted(j.example.rules), sorted(j.found)
    facts = (
        f"breaks {_words(', '.join(broken))}" if broken else "",
        f"found {_words(', '.join(found))}" if found else "nothing found",
        f"tone {j.loudest:.2f}",
        said.lang,
        f"{j.set_name}/{j.id}",
    )
    spans = [finding.span for finding in j.findings if finding.span != (0, len(said.reply))]
    marked = tuple(pieces(said.reply, spans))
    return Entry(_filled(facts), said.lang, marked, answers=said.complaint)


def _filled(facts: Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(None, facts))


def _words(name: str) -> str:
    return name.replace("_", " ")
