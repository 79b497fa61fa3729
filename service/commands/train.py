"""`kulanz train`: examples → a model folder with its card."""

from __future__ import annotations

import shlex
import sys
from argparse import Namespace
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from service.commands.calls import WrongCall, read_settings
from service.commands.labelled import labelled_file

if TYPE_CHECKING:
    from service.settings import Settings


def run(given: Namespace) -> int:
    with ExitStack() as opened:
        files = [opened.enter_context(labelled_file(name)) for name in given.files]
        if find_spec("torch") is None:
            raise WrongCall("Training needs torch: pip install 'kulanz[train]', or `make train`.")

        from models.training import TrainSettings, train

        settings = read_settings(given)
        work = settings.data_dir / "training"
        out = Path(given.out)
        name, version = _name_and_version(out)
        folder = train(
            files,
            out,
            TrainSettings(
                name=name,
                version=version,
                # The encoder of the model in use: its heads alone learn in minutes.
                encoder=None if given.everything else _encoder(given.encoder, settings, work),
                threads=settings.model_threads,
                work=work,
                command=shlex.join(["kulanz", *sys.argv[1:]]),
            ),
        )
    print(folder)
    return 0


def _encoder(name: str | None, settings: Settings, work: Path) -> Path:
    """A model folder with the encoder to learn on."""
    if name is None:
        return settings.model_dir
    from models.other_encoders import put_encoder

    return put_encoder(name, work / "encoders" / Path(name).name)


def _name_and_version(out: Path) -> tuple[str, str]:
    """Folders are named `<name>/<version>`; what is not starts at version 1.

    >>> _name_and_version(Path("artifacts/bilingual/2")), _name_and_version(Path("candidate"))
    (('bilingual', '2'), ('candidate', '1'))
    """
    out = out.absolute()
    return (out.parent.name, out.name) if out.name[:1].isdecimal() else (out.name, "1")
