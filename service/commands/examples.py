"""`kulanz examples`: what people decided, in the form that training reads."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from service.commands.calls import WrongCall, read_settings
from service.commands.databases import opened_database
from service.learning.examples import EVER, examples_of
from service.lines import written


def run(given: Namespace) -> int:
    since = _moment(given.since) if given.since else EVER
    count = 0
    with ExitStack() as opened:
        database = opened.enter_context(opened_database(read_settings(given)))
        out = sys.stdout.buffer
        if given.out is not None:
            out = opened.enter_context(Path(given.out).open("wb"))
        for example in examples_of(database, since):
            out.write(written(example))
            count += 1
    print(f"{count:,} examples", file=sys.stderr)
    return 0


def _moment(said: str) -> datetime:
    """A day or a moment; without a zone it is UTC. Raises WrongCall."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError as error:
        raise WrongCall(f"--since takes a date such as 2026-11-01, not {said!r}.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
