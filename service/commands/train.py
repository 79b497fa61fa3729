"""`kulanz train`: examples → a model folder with its card."""

from __future__ import annotations

import shlex
import sys
from argparse import Namespace
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

from service.commands.calls import WrongCall, read_settings
from service.commands.labelled import labelled_file


def run(given: Namespace) -> int:
    with ExitStack() as opened:
        files = [opened.enter_context(labelled_file(name)) for name in given.files]
        if find_spec("torch") is None:
            raise WrongCall("Training needs torch: pip install 'kulanz[train]', or `make train`.")

        from models.training import TrainSettings, train

        settings = read_settings(given)
        out = Path(given.out)
        name, version = _name_and_version(out)
        folder = train(
            files,
            out,
            TrainSettings(
                name=name,
                version=version,
                # The encoder of the model in use: its heads alone learn in minutes.
                encoder=None if given.everything else settings.model_dir,
                threads=settings.model_threads,
                cache=settings.data_dir / "features",
                command=shlex.join(["kulanz", *sys.argv[1:]]),
            ),
        )
    print(folder)
    return 0


def _name_and_version(out: Path) -> tuple[str, str]:
    """Folders are named `<name>/<version>`; what is not starts at version 1.

    >>> _name_and_version(Path("artifacts/bilingual/2")), _name_and_version(Path("candidate"))
    (('bilingual', '2'), ('candidate', '1'))
    """
    out = out.absolute()
    return (out.parent.name, out.name) if out.name[:1].isdecimal() else (out.name, "1")
