"""What a form of ours brings: its fields, read from the raw body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request

from service.console.sign_in import RequestRefused
from triage.decision import Granting
from triage.mention import clean_text

#: Ours have fewer than ten.
MOST_FIELDS = 40

_FORM = "application/x-www-form-urlencoded"


async def posted_fields(request: Request) -> dict[str, str]:
    """Raises RequestRefused for anything that is not a form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        raise RequestRefused
    body = (await request.body()).decode("utf-8", errors="replace")
    try:
        fields = parse_qs(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise RequestRefused from None
    # Browsers send line breaks as CRLF.
    return {name: values[-1].replace("\r\n", "\n") for name, values in fields.items()}


Fields = Annotated[dict[str, str], Depends(posted_fields)]


def typed_in(fields: Mapping[str, str]) -> str:
    """The reply as it stands in the editor."""
    return clean_text(fields.get("reply", "")).strip()


def granting_in(fields: Mapping[str, str]) -> Granting:
    granting = fields.get("granting", "")
    return Granting(granting) if granting in set(Granting) else Granting.OFFERED


def version_in(fields: Mapping[str, str]) -> int:
    """Of the draft that the person saw."""
    return number_in(fields, "draft_version")


def number_in(fields: Mapping[str, str], name: str) -> int:
    """0 for anything that is none."""
    given = fields.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0
