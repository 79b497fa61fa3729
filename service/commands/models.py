"""`kulanz models`: what there is, what is in use, what is proposed; promote one, or go back."""

from __future__ import annotations

import getpass
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from models.folder import ModelFolder
from service.commands.calls import WrongCall, read_settings
from service.commands.comparison_table import print_comparison
from service.learning.promoting import promote, roll_back, shipped_model
from service.learning.proposals import proposed
from service.settings import SHIPPED_MODEL, Settings
from triage.errors import UnreadableModel


def run(given: Namespace) -> int:
    settings = read_settings(given)
    if given.what == "promote":
        _promote(settings, given.model)
    elif given.model is not None:
        raise WrongCall(f"`kulanz models {given.what}` takes no model.")
    elif given.what == "rollback":
        _roll_back(settings)
    elif given.what == "current":
        _print_current(settings)
    else:
        _list(settings)
    return 0


def _promote(settings: Settings, name: str | None) -> None:
    waiting = proposed(settings.promotions)
    if name is None and waiting is None:
        raise WrongCall("Name the model's folder: nothing is proposed.")
    folder = _folder(settings, name) if name else Path(waiting.folder if waiting else "")
    before = ModelFolder.open(settings.model_dir)
    comparison = promote(settings, folder, by=_who(), now=datetime.now(UTC))
    print_comparison(comparison)
    print(f"{comparison.candidate} is in use; `kulanz models rollback` goes back.")
    if ModelFolder.open(folder).reads_as != before.reads_as:
        print("It has another encoder: past replies are read anew before they are precedents.")
    _warn_of_variable(settings)


def _roll_back(settings: Settings) -> None:
    back = roll_back(settings, by=_who(), now=datetime.now(UTC))
    print(f"{back.model} is in use again.")
    _warn_of_variable(settings)


def _print_current(settings: Settings) -> None:
    print(f"{ModelFolder.open(settings.model_dir).model}  {settings.model_dir}")
    current = settings.promotions.current()
    if settings.model_is_given:
        print("named by KULANZ_MODEL_DIR")
    elif current is not None:
        print(f"{current.act.replace('_', ' ')} {current.at} by {current.by}")


def _list(settings: Settings) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("model", "", "folder"):
        table.add_column(column, overflow="fold")
    for model, state, folder in _known(settings):
        table.add_row(model, state, folder)
    Console(width=160).print(table)
    waiting = proposed(settings.promotions)
    if waiting is not None:
        print()
        print_comparison(waiting.compared)
        print(
            waiting.compared.refusal
            or f"{waiting.model} is proposed: `kulanz models promote` puts it in use."
        )


def _known(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Model, state and folder: what ships, what was promoted, and what lies in the data folder."""
    log = settings.promotions.all()
    waiting = proposed(settings.promotions)
    folders = [SHIPPED_MODEL, settings.model_dir, *(Path(p.folder) for p in log if p.folder)]
    folders += sorted(settings.promotions.folder.glob("*/*/"), key=_by_number)
    for folder in dict.fromkeys(path.absolute() for path in folders):
        states = ["ships"] if folder == SHIPPED_MODEL.absolute() else []
        if folder == settings.model_dir.absolute():
            states.append("in use")
        states += [
            f"{p.act.replace('_', ' ')} {p.at} by {p.by}" for p in log if p.folder == str(folder)
        ]
        if waiting is not None and waiting.folder == str(folder):
            states.append(f"proposed {waiting.at} after {waiting.new} decisions")
        try:
            yield ModelFolder.open(folder).model, ", ".join(states), str(folder)
        except UnreadableModel:
            if states:
                yield "?", ", ".join([*states, "unreadable"]), str(folder)


def _folder(settings: Settings, name: str) -> Path:
    """A folder, or the name of a model in the data folder. Raises WrongCall."""
    if Path(name).is_dir():
        return Path(name)
    if name == shipped_model():
        return SHIPPED_MODEL
    called, _, version = name.rpartition("-")
    folder = settings.promotions.folder / called / version
    if called and folder.is_dir():
        return folder
    raise WrongCall(f"There is no model {name}: `kulanz models list` shows what there is.")


def _by_number(folder: Path) -> tuple[str, int, str]:
    number = int(folder.name) if folder.name.isdecimal() else 0
    return folder.parent.name, number, folder.name


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def _warn_of_variable(settings: Settings) -> None:
    if settings.model_is_given:
        print("KULANZ_MODEL_DIR is set and stands before it: unset it.")
