"""`kulanz evaluate`: labelled mentions → metrics."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from models.classifier import ComplaintClassifier
from models.dataset import read_examples
from models.evaluation import Evaluation, HeadScore, Slice, evaluate
from service.commands.calls import WrongCall, read_settings
from service.commands.labelled import labelled_file


def run(given: Namespace) -> int:
    settings = read_settings(given)
    with labelled_file(given.file) as file:
        mentions = read_examples([file]).mentions
    if not mentions:
        raise WrongCall(f"{given.file} holds no labelled mention.")
    classifier = ComplaintClassifier.load(settings.model_dir, threads=settings.model_threads)
    evaluation = evaluate(classifier, mentions)
    if given.json:
        print(json.dumps(evaluation.as_dict(), indent=2, ensure_ascii=False))
    else:
        _print(evaluation)
    return 0


def _print(evaluation: Evaluation) -> None:
    console = Console()
    console.print(f"{evaluation.model} on {evaluation.mentions:,} mentions", highlight=False)
    console.print(_heads(evaluation.heads))
    for lang, scores in evaluation.languages.items():
        if len(evaluation.languages) > 1:
            console.print(_heads(scores, title=lang))
    slices = {"all": evaluation.overall, **evaluation.language_slices, **evaluation.kinds}
    console.print(_slices(slices))
    if evaluation.evidence_overlap is not None:
        console.print(f"evidence overlap {evaluation.evidence_overlap:.3f}", highlight=False)


def _heads(scores: Mapping[str, HeadScore], title: str | None = None) -> Table:
    table = Table(title=title)
    for name in ("head", "mentions", "accuracy", "F1", "calibration error"):
        table.add_column(name, justify="left" if name == "head" else "right")
    for head, score in scores.items():
        ece = "" if score.ece is None else f"{score.ece:.3f}"
        table.add_row(head, f"{score.mentions:,}", f"{score.accuracy:.3f}", f"{score.f1:.3f}", ece)
    return table


def _slices(slices: Mapping[str, Slice]) -> Table:
    table = Table(title="complaints")
    for name in ("part", "mentions", "complaints", "missed", "false alarms"):
        table.add_column(name, justify="left" if name == "part" else "right")
    for name, part in slices.items():
        counts = (part.mentions, part.complaints, part.missed, part.false_alarms)
        table.add_row(name, *(f"{count:,}" for count in counts))
    return table
