"""The line in front of each channel, which takes one message a second: who is at its front, and how
long is waited there for what."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from triage.errors import NotDelivered


@dataclass(frozen=True)
class Patience:
    """Seconds to wait for what."""

    #: Between two posts to one channel: Slack takes about one a second.
    between_posts: float = 1.0
    #: Until a post without an answer is looked for.
    look: float = 0.5
    #: Until it certainly is not there, if it is not found; where Slack gave an error of its own,
    #: the first look counts.
    settle: float = 5.0
    #: Until what Slack refused is tried again, somebody having put it right.
    refused: float = 60.0
    #: After which a process that claimed a card counts as gone.
    lease: float = 30.0
    #: For which whoever is in front stays there, through what passes meanwhile.
    stretch: float = 4.0
    #: For which who came in later gives way to who is being drafted.
    drafting: float = 10.0


class Fronts:
    """One at a time posts into a channel; who finds somebody at it has no need to wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fronts: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    @contextmanager
    def step_up(self, channel: str) -> Iterator[bool]:
        """Whether nobody else of this process stands there."""
        with self._lock:
            front = self._fronts[channel]
        free = front.acquire(blocking=False)
        try:
            yield free
        finally:
            if free:
                front.release()


class Doubts:
    """Posts whose end nobody knows. That one is not in the channel is believed only when Slack had
    time to be done with it."""

    def __init__(self, settle: float) -> None:
        self._settle = settle
        #: Case → when that is; of what a process before us left we count from now.
        self._settled_at: dict[str, float] = {}

    def arose(self, case_id: str, seconds: float) -> None:
        then = time.monotonic() + seconds
        self._settled_at[case_id] = max(then, self._settled_at.get(case_id, then))

    def ensure_settled(self, case_id: str) -> None:
        """Raises NotDelivered until then."""
        now = time.monotonic()
        left = self._settled_at.setdefault(case_id, now + self._settle) - now
        if left > 0:
            raise NotDelivered("Slack may not be done with the post.", retry_after=left)

    def cleared_up(self, case_id: str) -> None:
        self._settled_at.pop(case_id, None)
