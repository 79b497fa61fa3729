"""The command `kulanz`: runs one command. What that needs is loaded when it is called."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from service.commands.calls import WRONG_CALL, WrongCall
from service.commands.parser import build_parser
from triage.errors import TriageError

#: The exit codes, as the shell has them, of a call whose reader went away and of one interrupted.
PIPE_CLOSED, INTERRUPTED = 141, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that knows no arrow or umlaut shows a question mark, not a traceback.
            stream.reconfigure(errors="replace")
    given = build_parser().parse_args(arguments)
    try:
        code = _run(given)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python must not complain at its own end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(given: argparse.Namespace) -> int:
    command = import_module(f"service.commands.{given.module}")
    try:
        code: int = command.run(given)
        return code
    except (WrongCall, TriageError) as error:
        print(f"kulanz {given.command}: {error}", file=sys.stderr)
    except OSError as error:
        if isinstance(error, BrokenPipeError) or error.filename is None:
            raise
        print(f"kulanz {given.command}: {error.filename}: {error.strerror}.", file=sys.stderr)
    return WRONG_CALL


if __name__ == "__main__":
    sys.exit(main())
