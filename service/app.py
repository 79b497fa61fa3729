"""The web app: webhooks, Slack, console, API, health; and the workers unless told not to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from service import api, api_handling, health, metrics, webhooks
from service.bootstrap import Kulanz
from service.console.app import mount_console
from service.errors import add_error_handlers
from service.slack.events import mount_slack
from service.slack.socket import socket_mode
from service.worker import working


def create_app(
    kulanz: Kulanz, *, workers: bool = True, link_command: str = "kulanz login"
) -> FastAPI:
    """The app around the parts; starts and stops the workers with itself.

    `link_command` is what its page of the sign-in says makes another link.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with ExitStack() as running:
            if workers:
                await run_in_threadpool(running.enter_context, working(kulanz))
            await run_in_threadpool(running.enter_context, socket_mode(kulanz))
            yield
            await run_in_threadpool(running.close)

    app = FastAPI(
        title="Kulanz",
        lifespan=lifespan,
        max_body_size=kulanz.settings.max_body_bytes,
        # FastAPI's own page loads scripts from elsewhere; the console has one that does not.
        docs_url=None,
        redoc_url=None,
    )
    app.state.kulanz = kulanz
    app.state.link_command = link_command
    add_error_handlers(app)
    app.include_router(webhooks.router)
    app.include_router(api.router)
    app.include_router(api_handling.router)
    app.include_router(health.router)
    app.include_router(metrics.router)
    mount_slack(app, kulanz)
    mount_console(app, kulanz)
    return app
