"""What the stories of one world share: it is arranged once, each has a conversation of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    """For as long as a module's world stands."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture
def key(request: pytest.FixtureRequest) -> str:
    """The conversation of this story alone."""
    return str(request.node.name)
