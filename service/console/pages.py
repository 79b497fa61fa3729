"""Turning a template into a response, in the visitor's language."""

from __future__ import annotations

from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from service.bootstrap import Kulanz
from service.console.labels import say
from service.console.sign_in import Visitor
from service.console.stated import value_in_words
from service.console.words import Code, Words, translations, words_for
from triage.pause import Pause
from triage.personal_data import mask

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"


def kulanz_of(request: Request) -> Kulanz:
    kulanz: Kulanz = request.app.state.kulanz
    return kulanz


def words_of(request: Request) -> Words:
    return words_for(request, kulanz_of(request).desk.hours.zone)


def page(
    request: Request, template: str, visitor: Visitor | None, *, status: int = 200, **context: Any
) -> HTMLResponse:
    return HTMLResponse(_render(request, template, visitor, context), status)


def fragment(request: Request, template: str, visitor: Visitor | None, **context: Any) -> Response:
    """A part of a page; 304 when it is what the browser has already."""
    body = _render(request, template, visitor, context).encode()
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache, private", "Vary": "Cookie"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return HTMLResponse(body, headers=headers)


def pause_sentence(words: Words, pause: Pause) -> str:
    """Which topic, who, until when and why: `Delay: no drafts, paused by …`."""
    topic = say(words, "topic", pause.topic)
    begun = words("%(topic)s: no drafts, paused by %(name)s", topic=topic, name=pause.by_name)
    end = words("until %(at)s", at=words.moment(pause.until)) if pause.until else ""
    why = f" – {pause.reason}" if pause.reason else ""
    return f"{begun} {end}".strip() + why


def safe_address(url: str | None) -> str | None:
    """The address if a browser may follow it: http and https only."""
    try:
        return url if url and urlsplit(url).scheme in {"http", "https"} else None
    except ValueError:
        return None


def asset(name: str) -> str:
    """The address of one of our files; it changes with the file."""
    return f"/static/{name}?v={_fingerprint(STATIC / name)}"


def _render(
    request: Request, template: str, visitor: Visitor | None, context: dict[str, Any]
) -> str:
    words = words_of(request)
    kulanz = kulanz_of(request)
    return _environment(words.code).get_template(template).render(
        **context,
        words=words,
        say=partial(say, words),
        value_in_words=partial(value_in_words, words),
        pause_sentence=pause_sentence,
        visitor=visitor,
        here=_here(request),
        now=kulanz.clock(),
        slack_is_set_up=kulanz.approvals is not None,
    )  # fmt: skip


def _here(request: Request) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


@cache
def _environment(code: Code) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    # The extension types its methods only at run time.
    install: Any = environment.install_gettext_translations  # type: ignore[attr-defined]
    install(translations(code), newstyle=True)
    environment.globals.update(asset=asset, plotly_version=version("plotly"))
    environment.filters["address"] = safe_address
    environment.filters["masked"] = mask
    return environment


@cache
def _fingerprint(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]
