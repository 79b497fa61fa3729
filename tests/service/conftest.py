"""What the stories of one world share: it is arranged once, each has a conversation of its own."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

import pytest

from tests.postgres import PostgresServer
from tests.web import OLD_KEY, Web, web_on
from tests.world import SECRET


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    """For as long as a module's world stands."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture
def key(request: pytest.FixtureRequest) -> str:
    """The conversation of this story alone."""
    return str(request.node.name)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def web(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgresql_server: PostgresServer,
) -> Iterator[Web]:
    """One program for all stories of a file, each with mentions of its own."""
    changing = f"{SECRET} whsec_{b64encode(OLD_KEY).decode()}"
    environment = {
        "KULANZ_INBOX_SOCIAL_SECRET": changing,
        "KULANZ_INBOX_SOCIAL_OWN_AUTHOR": "us",
        "KULANZ_INBOX_REVIEWS_SECRET": SECRET,
    }
    folder = tmp_path_factory.mktemp("web")
    with web_on(request.param, postgresql_server, folder, environment) as web:
        yield web
