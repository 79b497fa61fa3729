"""`POST /webhooks/{inbox}`: size, signature, form, then one transaction and nothing else."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from service.bootstrap import Kulanz
from service.crash_points import crash_point
from service.metrics import WEBHOOKS
from service.receive import Received

router = APIRouter(tags=["webhooks"])

_STATUS = {Received.STORED: 202, Received.ALREADY_STORED: 200, Received.IGNORED: 200}

_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "Stored before, or nothing for us to do"},
    202: {"description": "Stored durably"},
    401: {"description": "Signature missing, wrong or stale"},
    404: {"description": "No inbox of that name"},
    413: {"description": "Too large"},
    422: {"description": "Can't be read as a mention"},
    503: {"description": "The store is down"},
}


async def raw_body(request: Request) -> bytes:
    """The bytes as they came: signatures are over these, and nothing is parsed before."""
    return await request.body()


@router.post("/webhooks/{inbox}", status_code=202, responses=_ANSWERS)
def receive_mention(
    inbox: str, request: Request, body: Annotated[bytes, Depends(raw_body)]
) -> JSONResponse:
    """Take in one mention from the inbox configured under that name (Standard Webhooks)."""
    kulanz: Kulanz = request.app.state.kulanz
    configured = kulanz.inboxes.get(inbox)
    if configured is None:
        return JSONResponse(
            {"error": "UnknownInbox", "detail": "No inbox of that name is configured."}, 404
        )
    now = kulanz.clock()
    delivery_id = configured.verify(request.headers, body, now)
    incoming = configured.parse(body, delivery_id)
    received = kulanz.intake.take(inbox, incoming, now)
    crash_point("after received")
    WEBHOOKS.labels(inbox=inbox, received=received).inc()
    return JSONResponse({"status": received, "id": incoming.mention.id}, _STATUS[received])
