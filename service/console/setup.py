"""Settings and doctor: what is set up, what is missing, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.checks import checks
from service.console.doctor_words import detail
from service.console.model_card import model_card
from service.console.pages import kulanz_of, page, words_of
from service.console.pauses import PAUSE_DONE, SPANS
from service.console.sign_in import SignedIn
from service.learning.proposals import proposed
from service.settings import SHIPPED_MODEL, InboxSettings, Settings
from triage.complaint import Topic

router = APIRouter(include_in_schema=False)


@router.get("/settings")
def show_settings(request: Request, visitor: SignedIn) -> Response:
    kulanz = kulanz_of(request)
    proposal = proposed(kulanz.settings.promotions)
    return page(
        request, "settings.html", visitor,
        checks=checks(kulanz), detail=partial(detail, words_of(request)),
        inboxes=_inboxes(kulanz.settings.inboxes(), _base(request)),
        card=model_card(_folder_in_use(kulanz.settings)),
        model=kulanz.desk.classifier.model,
        proposal=proposal,
        proposed_at=datetime.fromisoformat(proposal.at) if proposal else None,
        policy=kulanz.desk.policy,
        desks=kulanz.desk.desks,
        pauses=kulanz.pausing.current(),
        topics=[topic for topic in Topic if topic is not Topic.NONE],
        spans=SPANS,
        done=PAUSE_DONE.get(request.query_params.get("done", "")),
    )  # fmt: skip


def _folder_in_use(settings: Settings) -> Path:
    """As it is now: another one may have been promoted since we started."""
    if settings.model_is_given:
        return settings.model_dir
    return settings.promotions.current_folder() or SHIPPED_MODEL


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
