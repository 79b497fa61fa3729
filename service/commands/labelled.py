"""Labelled texts from a file or from standard input, for what reads whole files."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from service.commands.calls import WrongCall
from service.lines import is_zipped


@contextmanager
def labelled_file(name: str) -> Iterator[Path]:
    """The file of that name; `-` is written to one first. Raises WrongCall where there is none."""
    if name != "-":
        if not Path(name).is_file():
            raise WrongCall(f"There is no file {name}.")
        yield Path(name)
        return
    with TemporaryDirectory(prefix="kulanz-") as folder:
        ending = ".gz" if is_zipped(sys.stdin.buffer) else ""
        spooled = Path(folder) / f"input.jsonl{ending}"
        with spooled.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield spooled
