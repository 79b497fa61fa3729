"""`kulanz evaluate`: labelled mentions and replies → metrics."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from models.classifier import ComplaintClassifier
from models.tone import HeadToneModel
from prompts.loader import load_voice
from service.commands.calls import WrongCall, read_settings
from service.commands.labelled import labelled_file
from service.evaluation.measured import Judges, Measured, measure
from service.evaluation.sets import LabelledSet, learned_from, read_sets
from service.settings import Settings


def run(given: Namespace) -> int:
    if given.report is not None:
        _check_place(Path(given.report))
    with ExitStack() as opened:
        sets = read_sets([opened.enter_context(labelled_file(name)) for name in given.files])
    settings = read_settings(given)
    with _progress(sets) as advance:
        taught = learned_from(sets, settings.model_dir)
        measured = measure(sets, _judges(settings), taught, advance)
    show(measured, as_json=given.json, report=given.report)
    return 0


def show(measured: Measured, *, as_json: bool, report: str | None) -> None:
    """What was asked for, on standard output and in the report's file."""
    document = measured.as_dict()
    if report is not None:
        from service.evaluation.report import report_html

        # First: whoever stops reading the tables still gets it.
        page = report_html(measured, document)
        Path(report).write_bytes(page.encode("utf-8", "replace"))
    if as_json:
        print(json.dumps(document, indent=2, ensure_ascii=False))
        return
    from service.evaluation import terminal

    terminal.show(measured, document)
    if report is not None:
        print(f"\nThe report: {report}")


def _check_place(report: Path) -> None:
    """Before anything is judged. Raises WrongCall."""
    if report.is_dir() or not report.absolute().parent.is_dir():
        raise WrongCall(f"The report can't be written to {report}: there is no such place.")


def _judges(settings: Settings) -> Judges:
    """Raises UnreadableModel or UnreadablePlaybook."""
    classifier = ComplaintClassifier.load(settings.model_dir, threads=settings.model_threads)
    return Judges(
        classifier,
        load_tone=lambda: HeadToneModel.load(settings.model_dir, classifier.encoder),
        contacts=[load_voice(settings.voice).contact],
    )


@contextmanager
def _progress(sets: Mapping[str, LabelledSet]) -> Iterator[Callable[[int], None]]:
    """How far we are, on standard error, if somebody looks on."""
    if not sys.stderr.isatty():
        yield lambda _count: None
        return
    from rich.console import Console
    from rich.progress import Progress

    total = sum(len(found.mentions) + len(found.replies) for found in sets.values())
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda count: bar.advance(task, count)
