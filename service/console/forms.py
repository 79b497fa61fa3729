"""What a form of ours brings: its fields, read from the raw body."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request

from service.console.sign_in import RequestRefused

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
