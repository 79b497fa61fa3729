"""`kulanz train`: examples → a model folder with its card, compared with the model in use."""

from __future__ import annotations

import shlex
import sys
import time
from argparse import Namespace
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from service.commands.calls import WrongCall, read_settings
from service.commands.comparison_table import print_comparison
from service.commands.databases import opened_database
from service.commands.labelled import labelled_file
from service.commands.running import stopping
from service.learning.candidates import (
    Wanted,
    can_train,
    decisions_file,
    next_folder,
    train_candidate,
)
from service.learning.loop import TrainingWatch
from service.learning.promoting import recorded_comparison
from service.logs import log_to_stderr
from service.settings import Settings

#: Seconds between two looks whether enough was decided.
LOOK_EVERY = 60.0


def run(given: Namespace) -> int:
    settings = read_settings(given)
    _check(given)
    if given.watch:
        return _watch(settings)
    with ExitStack() as opened:
        files = [opened.enter_context(labelled_file(name)) for name in given.files]
        if not can_train():
            raise WrongCall("Training needs torch: pip install 'kulanz[train]', or `make train`.")
        if not files:
            database = opened.enter_context(opened_database(settings))
            files = [opened.enter_context(decisions_file(database))]
        folder = train_candidate(
            settings,
            Wanted(
                files=files,
                out=Path(given.out) if given.out else next_folder(settings),
                command=shlex.join(["kulanz", *sys.argv[1:]]),
                everything=given.everything,
                encoder=_encoder(given.encoder, settings.data_dir / "training"),
                gist=given.gist,
                quotable=given.quotable,
                corrections=given.corrections,
                letters=given.letters,
                adapter=given.adapter,
                tone=given.tone,
                jokes=given.jokes,
            ),
        )
    _print(folder)
    return 0


def _check(given: Namespace) -> None:
    if given.watch and (given.files or given.out or _part(given)):
        raise WrongCall("--watch trains on what people decide, into folders of its own.")
    from_files = {
        "--everything", "--gist", "--quotable", "--corrections", "--letters", "--adapter", "--tone",
        "--jokes",
    }  # fmt: skip
    if _part(given) in from_files and not given.files:
        raise WrongCall(f"{_part(given)} learns from files alone: name them.")


def _part(given: Namespace) -> str:
    """What is to be trained, as it was asked for; empty for all heads of the model in use."""
    asked = {
        "--everything": given.everything,
        "--encoder": given.encoder,
        "--gist": given.gist,
        "--quotable": given.quotable,
        "--corrections": given.corrections,
        "--letters": given.letters,
        "--adapter": given.adapter,
        "--tone": given.tone,
        "--jokes": given.jokes,
    }
    return next((name for name, wanted in asked.items() if wanted), "")


def _watch(settings: Settings) -> int:
    """Until somebody stops it."""
    if not can_train():
        raise WrongCall("Training needs torch: pip install 'kulanz[train]', or `make train`.")
    log_to_stderr()
    with stopping(), opened_database(settings) as database:
        print(f"A candidate after every {settings.train_after} decisions.", flush=True)
        _look_on(TrainingWatch(settings, database, lambda: datetime.now(UTC)))
    return 0


def _look_on(watch: TrainingWatch) -> None:
    while True:
        made = watch.look()
        if made is not None:
            _print(Path(made.folder))
        time.sleep(LOOK_EVERY)


def _print(folder: Path) -> None:
    comparison = recorded_comparison(folder)
    if comparison is not None:
        print_comparison(comparison)
        print(comparison.refusal or f"kulanz models promote {folder}   puts it in use.")
    print(folder, flush=True)


def _encoder(name: str | None, work: Path) -> Path | None:
    """A model folder with the encoder to learn on; None for that of the model in use."""
    if name is None:
        return None
    from models.other_encoders import put_encoder

    return put_encoder(name, work / "encoders" / Path(name).name)
