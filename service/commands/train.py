"""`kulanz train`: examples → a model folder with its card."""

from __future__ import annotations

import shlex
import sys
from argparse import Namespace
from importlib.util import find_spec
from pathlib import Path

from service.commands.calls import WrongCall, read_settings


def run(given: Namespace) -> int:
    files = [Path(file) for file in given.files]
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        raise WrongCall(f"There is no file {', '.join(missing)}.")
    if find_spec("torch") is None:
        raise WrongCall("Training needs torch: pip install 'kulanz[train]'.")

    from models.training import TrainSettings, train

    settings = read_settings(given)
    command = shlex.join(["kulanz", *sys.argv[1:]])
    folder = train(
        files, Path(given.out), TrainSettings(threads=settings.model_threads, command=command)
    )
    print(folder)
    return 0
