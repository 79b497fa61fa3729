"""`kulanz replay --cancel DIR`: a replay that nobody wants any more."""

from __future__ import annotations

import time
from pathlib import Path

from service.commands.calls import WrongCall
from service.replay.run import Run
from service.replay.work import jobs_of
from service.settings import Settings

#: Seconds that a replay which is running gets to see that it was cancelled.
_PATIENCE = 60.0


def cancel(settings: Settings, out: Path) -> int:
    """Take its shards out of the queue and delete what it has not finished. Raises WrongCall."""
    from service.bootstrap import build_lead
    from service.commands.replay import alone_in

    try:
        run = Run.opened(out.absolute())
    except FileNotFoundError as error:
        raise WrongCall(f"There is no replay in {out}.") from error
    # Whoever leads it sees that and stops.
    run.forget()
    _wait_until_alone(out)
    with alone_in(out):
        lead = build_lead(settings, out)
        try:
            lead.engine.forget(jobs_of(run))
        finally:
            lead.engine.stop(drain_seconds=0)
            lead.database.dispose()
        run.forget_parts()
    print(f"Cancelled. What {out} holds of earlier replays is as it was.")
    return 0


def _wait_until_alone(out: Path) -> None:
    from service.commands.replay import alone_in

    end = time.monotonic() + _PATIENCE
    while True:
        try:
            with alone_in(out):
                return
        except WrongCall:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)
