"""Places where tests let the process die, at every commit and every call to the outside.

`KULANZ_CRASH_AT=<point>:<n>` ends the process the n-th time it comes past; unset, nothing happens.
"""

from __future__ import annotations

import os
from collections import Counter

_passed: Counter[str] = Counter()


def crash_point(name: str) -> None:
    """Die here if the environment says so, as kill −9 would: no clean-up, no flush."""
    wanted = os.environ.get("KULANZ_CRASH_AT")
    if wanted is None:
        return
    point, _, time = wanted.rpartition(":")
    _passed[name] += 1
    if name == point and _passed[name] == int(time):
        os._exit(9)
