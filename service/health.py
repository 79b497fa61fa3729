"""`/healthz`: the process lives. `/readyz`: it can do its work."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from service.bootstrap import Kulanz
from service.checks import checks

router = APIRouter(tags=["health"])


@router.get("/healthz")
def alive() -> dict[str, str]:
    return {"status": "alive"}


@router.get("/readyz", responses={503: {"description": "Something needed is missing"}})
def ready(request: Request) -> JSONResponse:
    """Database, model, workers, inboxes, Slack: what `kulanz doctor` says, for machines."""
    kulanz: Kulanz = request.app.state.kulanz
    found = checks(kulanz)
    well = all(check.well for check in found if check.needed)
    return JSONResponse(
        {
            "status": "ready" if well else "not ready",
            "checks": {c.name: {"well": c.well, "detail": c.detail} for c in found},
        },
        200 if well else 503,
    )
