"""`POST /slack/events`: what Slack sends over HTTP."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from service.bootstrap import Kulanz


def mount_slack(app: FastAPI, kulanz: Kulanz) -> None:
    """Add the endpoint; without a signing secret it does not exist."""

    @app.post("/slack/events", tags=["slack"])
    def switched_off() -> JSONResponse:
        return JSONResponse(
            {"error": "SlackIsOff", "detail": "KULANZ_SLACK_SIGNING_SECRET is not set."}, 404
        )
