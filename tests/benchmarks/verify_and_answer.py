"""The baseline: the webhook's route as far as the signature, then an answer. Nothing is stored.

Everything else is as in the real one: the server and its settings, the size cap, the raw body, a
function of FastAPI's thread pool, the form of the answer.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse

from service.commands.running import address_of, listening, web_server
from service.inboxes.standard_webhooks import verify
from service.settings import Settings
from service.webhooks import raw_body
from tests.world import KEY


def create_baseline() -> FastAPI:
    cap: int = Settings.model_fields["max_body_bytes"].default
    app = FastAPI(max_body_size=cap)

    @app.post("/webhooks/{inbox}", status_code=202)
    def receive(
        inbox: str, request: Request, body: Annotated[bytes, Depends(raw_body)]
    ) -> JSONResponse:
        delivery_id = verify(request.headers, body, [KEY], datetime.now(UTC))
        return JSONResponse({"status": "stored", "id": delivery_id}, 202)

    return app


if __name__ == "__main__":
    bound = listening("127.0.0.1", 0)
    print(address_of(bound), flush=True)
    web_server(create_baseline()).run(sockets=[bound])
