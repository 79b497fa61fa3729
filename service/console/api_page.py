"""`/docs`: the API for people, from our own OpenAPI description and without anybody's scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.console.pages import page
from service.console.sign_in import NotSignedIn, visitor

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Operation:
    """One route of the API."""

    method: str
    path: str
    summary: str
    parameters: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]


@router.get("/docs")
def show_api(request: Request) -> Response:
    try:
        known = visitor(request)
    except NotSignedIn:
        known = None
    operations = [*_operations(request.app.openapi())]
    return page(request, "api.html", known, operations=operations)


def _operations(description: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield Operation(
                method=method.upper(),
                path=path,
                summary=operation.get("description") or operation.get("summary", ""),
                parameters=tuple(p["name"] for p in operation.get("parameters", ())),
                answers=tuple(
                    (code, answer["description"]) for code, answer in operation["responses"].items()
                ),
            )
