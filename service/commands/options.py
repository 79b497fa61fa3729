"""What the commands are put together of: a parser that says in a sentence what is wrong, a command
by the module that runs it, and options that stand before the settings."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from service.commands.calls import WRONG_CALL


class Parser(argparse.ArgumentParser):
    """One sentence for a wrong call, not the usage of everything."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_CALL, f"{self.prog}: {message} (`{self.prog} --help` says more)\n")


class Version(argparse.Action):
    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace,
        values: str | Sequence[Any] | None, option_string: str | None = None,
    ) -> NoReturn:  # fmt: skip
        # Here and not above: no other call needs it.
        from importlib.metadata import version

        print(f"kulanz {version('kulanz')}")
        parser.exit()


def topic(name: str) -> str:
    from triage.complaint import Topic

    if name not in set(Topic) - {Topic.NONE}:
        raise argparse.ArgumentTypeError(f"no topic {name!r}; topics: {', '.join(Topic)}")
    return name


def add_command(
    commands: Any, name: str, meaning: str, *, module: str | None = None
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=meaning, description=meaning)
    parser.set_defaults(module=module or name)
    return parser


def add_model(command: argparse.ArgumentParser) -> None:
    add_option(command, "--model", "DIR", "model folder", setting="model_dir")


def add_policy(command: argparse.ArgumentParser) -> None:
    add_option(command, "--policy", "FILE", "remedy policy")


def add_option(
    command: argparse.ArgumentParser,
    flag: str,
    metavar: str,
    meaning: str,
    *,
    setting: str | None = None,
    type: type = str,
) -> None:
    """An option that stands before the variable of the same setting."""
    setting = setting or flag.removeprefix("--")
    command.add_argument(
        flag, metavar=metavar, dest=setting, type=type, help=f"{meaning} [KULANZ_{setting.upper()}]"
    )
