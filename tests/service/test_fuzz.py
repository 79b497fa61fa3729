"""Whatever a program sends to our addresses: never a 5xx, and only what our OpenAPI promises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings as effort, strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from service.app import create_app
from service.bootstrap import build
from service.console.sign_in import SESSION_COOKIE, new_login_link, open_session
from tests.fakes import ANNA, fake_desk
from tests.postgres import PostgresServer
from tests.world import World, settings

PROMISED = [not_a_server_error, status_code_conformance, response_schema_conformance]

AnyCase = schemathesis.Case[Any]


@dataclass(frozen=True)
class Api:
    app: FastAPI
    case_id: str
    session: str


@pytest.fixture(scope="module")
def api(
    tmp_path_factory: pytest.TempPathFactory, postgresql_server: PostgresServer
) -> Iterator[Api]:
    """The app on PostgreSQL, the stricter of the two databases."""
    with pytest.MonkeyPatch.context() as monkeypatch, postgresql_server.filled_database() as url:
        chosen = settings(tmp_path_factory.mktemp("fuzz"), monkeypatch, None, database_url=url)
        kulanz = build(chosen, desk=fake_desk())
        try:
            case_id = World(kulanz).mention("My bag is lost")
            token = new_login_link(kulanz.database, kulanz.clock(), ANNA, "http://k").partition(
                "token="
            )[2]
            app = create_app(kulanz, workers=False)
            yield Api(app, case_id, open_session(kulanz, token))
        finally:
            kulanz.close()


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_nothing_that_fits_our_description_or_breaks_it_breaks_us(
    api: Api, mode: schemathesis.GenerationMode
) -> None:
    described = schemathesis.openapi.from_asgi("/openapi.json", api.app)
    operations: list[schemathesis.APIOperation[Any, Any, Any, Any]] = [
        found.ok() for found in described.get_all_operations() if isinstance(found, Ok)
    ]
    assert {"/webhooks/{inbox}", "/api/cases/{case_id}/decisions"} <= {o.path for o in operations}
    for operation in operations:
        _try(api, operation.as_strategy(generation_mode=mode))


def _try(api: Api, anything: st.SearchStrategy[AnyCase]) -> None:
    @effort(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
    @given(case=anything, known=st.booleans(), signed=st.booleans())
    def story(case: AnyCase, known: bool, signed: bool) -> None:
        if known:
            names = {"case_id": api.case_id, "inbox": "social"}
            case.path_parameters |= {n: v for n, v in names.items() if n in case.path_parameters}
        answer = case.call(**_credentials(api, signed))
        case.validate_response(answer, checks=PROMISED)

    # What takes no parameters can't be called wrongly.
    with suppress(Unsatisfiable):
        story()


def _credentials(api: Api, signed: bool) -> dict[str, Any]:
    return {"cookies": {SESSION_COOKIE: api.session}} if signed else {}
