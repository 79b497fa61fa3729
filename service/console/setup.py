"""Settings and doctor: what is set up, what is missing, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.checks import checks
from service.console.model_card import model_card
from service.console.pages import kulanz_of, page
from service.console.sign_in import SignedIn
from service.settings import InboxSettings

router = APIRouter(include_in_schema=False)


@router.get("/settings")
def show_settings(request: Request, visitor: SignedIn) -> Response:
    kulanz = kulanz_of(request)
    return page(
        request, "settings.html", visitor,
        checks=checks(kulanz),
        inboxes=_inboxes(kulanz.settings.inboxes(), _base(request)),
        card=model_card(kulanz.settings.model_dir),
        model=kulanz.desk.classifier.model,
        policy=kulanz.desk.policy,
        desks=kulanz.desk.desks,
    )  # fmt: skip


def _inboxes(configured: Mapping[str, InboxSettings], base: str) -> list[dict[str, Any]]:
    return [
        {
            "name": inbox.name,
            "webhook": f"{base}/webhooks/{inbox.name}",
            "replies_to": _without_secrets(inbox.reply_url),
            "looks_up_at": _without_secrets(inbox.lookup_url),
            "keys": len(inbox.keys),
        }
        for inbox in configured.values()
    ]


def _without_secrets(url: str | None) -> str | None:
    """Scheme, host and path: passwords and tokens stand elsewhere in an address."""
    if url is None:
        return None
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"


def _base(request: Request) -> str:
    given = kulanz_of(request).settings.public_url
    return (given or str(request.base_url)).rstrip("/")
