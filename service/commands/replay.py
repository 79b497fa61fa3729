"""`kulanz replay`: past conversations through the whole desk, nothing published; a report."""

from __future__ import annotations

import fcntl
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DBAPIError

from service.commands.calls import WrongCall, read_settings
from service.commands.columns import confirm_columns, read_as
from service.commands.replay_shown import print_figures, progress
from service.lines import UnreadableFile
from service.replay.admission import Admission
from service.replay.assembly import assemble
from service.replay.desk_files import DeskFiles
from service.replay.figures import Figures, Rules
from service.replay.lead import Lead, ReplayStopped, is_full_disk
from service.replay.ray_engine import RayLead
from service.replay.run import Run
from service.replay.scratch import Scratch
from service.replay.sources import Inputs, find_inputs
from service.replay.times import Dates
from service.settings import Settings

if TYPE_CHECKING:
    from service.replay.crew import Replayers


def run(given: Namespace) -> int:
    if given.cancel or given.compare:
        return _other(given)
    if given.file is None or given.out is None:
        raise WrongCall("A replay takes FILE and --out DIR.")
    out = Path(given.out)
    said = dict(_column_and_field(mapping) for mapping in given.mapping)
    if given.limit is not None and given.limit < 1:
        raise WrongCall("--limit must be at least 1.")
    settings = read_settings(given)
    # Before hours of work: the policy may be unreadable.
    rules = _rules(settings)
    try:
        inputs = find_inputs(given.file, said, without=out)
        admission = Admission(dates=Dates(ZoneInfo(rules.hours.zone)), place=inputs.place)
        confirm_columns(inputs.tables)
        figures = _replayed(given, settings, rules, out, inputs, admission)
    except UnreadableFile as error:
        raise WrongCall(str(error)) from error
    print_figures(figures, inputs, admission, out)
    return int(figures.unreadable > 0)


def _other(given: Namespace) -> int:
    if given.cancel:
        from service.commands.replay_cancelled import cancel

        return cancel(read_settings(given), Path(given.cancel))
    from service.commands.replay_compared import compare

    if given.out is None:
        raise WrongCall("--compare takes --out DIR, for the page that sets the two side by side.")
    a, b = map(Path, given.compare)
    return compare(a, b, Path(given.out))


def _replayed(
    given: Namespace, settings: Settings, rules: Rules, out: Path, inputs: Inputs,
    admission: Admission,
) -> Figures:  # fmt: skip
    name = "standard input" if given.file == "-" else Path(given.file).name
    try:
        with alone_in(out), Scratch() as scratch:
            with _lead(given.engine, settings, out) as lead:
                if given.gpu and given.engine == "dbos" and not lead.gpu:
                    _leave_to_others(settings)
                files = DeskFiles.of(settings, gpu=given.gpu or lead.gpu)
                run, led_before = Run.begun(out.absolute(), files, lead.leader)
                admitted = admission.admit(inputs.lines(scratch), scratch)
                with lead.working(), progress() as shows, _paused_by_interrupt():
                    shards = lead.follow(
                        run, led_before, islice(admitted, given.limit), settings.replay_shard, shows
                    )
            figures = Figures(
                name, rules, admission.as_dict(), admission.noticed, read_as(inputs.tables)
            )
            assemble(out, [run.done(shard.name) for shard in shards], figures)
            run.forget_others(shards)
            return figures
    except ReplayStopped as error:
        raise WrongCall(str(error)) from error
    except OSError as error:
        # Of what is read, nothing gets so far.
        where = error.filename or out
        raise WrongCall(
            f"{where} can't be written: {error.strerror}. The same command goes on where it "
            "stopped."
        ) from error
    except DBAPIError as error:
        full = is_full_disk(error)
        why = f"The disk of {out} is full" if full else "The database can't be reached"
        raise WrongCall(f"{why}. The same command goes on where it stopped.") from error


@contextmanager
def _lead(engine: str, settings: Settings, out: Path) -> Iterator[Lead | RayLead]:
    """Raises WrongCall."""
    from service.bootstrap import build_lead, build_ray_lead

    if engine == "ray":
        if find_spec("ray") is None:
            raise WrongCall("--engine ray needs Ray: pip install 'kulanz[ray]'.")
        yield build_ray_lead(settings)
        return
    lead = build_lead(settings, out, _replayers())
    try:
        yield lead
    finally:
        lead.database.dispose()


def _leave_to_others(settings: Settings) -> None:
    """Raises WrongCall where there can be none."""
    if settings.uses_sqlite:
        raise WrongCall(
            "--gpu leaves the replay to workers that have a graphics processor: this machine has"
            " none, and others can only help over PostgreSQL (KULANZ_DATABASE_URL)."
        )
    print("Left to workers with a graphics processor: `kulanz work` there.", file=sys.stderr)


def _rules(settings: Settings) -> Rules:
    from service.bootstrap import replay_rules

    return replay_rules(settings)


def _replayers() -> Replayers | None:
    """None for as many processes as the settings say."""
    return None


def _column_and_field(mapping: str) -> tuple[str, str]:
    column, sign, field = mapping.rpartition("=")
    if not (column and sign and field):
        raise WrongCall(f"--map takes COLUMN=FIELD, not {mapping!r}.")
    return column, field


@contextmanager
def alone_in(out: Path) -> Iterator[None]:
    """Two runs into one folder would take each other's files away. Raises WrongCall."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WrongCall(f"Another replay is writing to {out}.") from error
        yield


@contextmanager
def _paused_by_interrupt() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        with suppress(OSError):
            print("Paused. The same command goes on where it stopped.", file=sys.stderr)
        raise
