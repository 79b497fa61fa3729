"""The console as part of the web app: its pages, its files, its headers, its error pages."""

from __future__ import annotations

import gzip
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import FastAPI, Request
from fastapi.staticfiles import StaticFiles
from starlette.responses import FileResponse, Response

from service.bootstrap import Kulanz
from service.console import (
    account,
    api_page,
    case,
    correcting,
    insights,
    labelling,
    pauses,
    queue,
    redraft,
    setup,
)
from service.console.error_pages import add_error_pages
from service.console.pages import STATIC
from service.console.security import SecurityHeaders

#: Our files' addresses change with them, plotly's with its version.
_FOREVER = "public, max-age=31536000, immutable"


_PLOTLY = files("plotly").joinpath("package_data", "plotly.min.js")


class OwnFiles(StaticFiles):
    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = _FOREVER
        return response


def mount_console(app: FastAPI, kulanz: Kulanz) -> None:
    """Add the console to the app whose `state.kulanz` is set."""
    app.add_middleware(SecurityHeaders)
    for pages in (queue, case, redraft, insights, setup, account, api_page, correcting, labelling,
                  pauses):  # fmt: skip
        app.include_router(pages.router)
    app.add_api_route("/static/plotly.min.js", show_plotly, include_in_schema=False)
    app.mount("/static", OwnFiles(directory=STATIC), name="static")
    add_error_pages(app)


def show_plotly(request: Request) -> Response:
    """Plotly's own script, from its package: 5 MB, or a quarter of that compressed."""
    headers = {"Cache-Control": _FOREVER, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(_compressed(), media_type="text/javascript", headers=headers)
    return FileResponse(str(_PLOTLY), media_type="text/javascript", headers=headers)


@cache
def _compressed() -> bytes:
    return gzip.compress(_PLOTLY.read_bytes(), compresslevel=6)
