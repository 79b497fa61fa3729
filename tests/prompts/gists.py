"""Complaints whose gist, which may be quoted, stands in double brackets, as a test writes them."""

from __future__ import annotations

import re
from typing import Any

from prompts.gist import Scope, all_fit, gist_in
from prompts.quoted_sums import Bounds
from tests.factories import brief
from triage.complaint import Span
from triage.draft import Brief

_MARKED = re.compile(r"\[\[(.*?)\]\]", re.S)


def marked(text: str) -> tuple[str, tuple[Span, ...]]:
    """The text without the double brackets, and where they stood; the first is the surest."""
    spans = [
        (m.start() - 4 * n, m.end() - 4 * (n + 1)) for n, m in enumerate(_MARKED.finditer(text))
    ]
    return _MARKED.sub(r"\1", text), tuple(spans)


def passage(
    text: str, lang: str, *, has_little_room: bool = False, private: bool = False
) -> str | None:
    """The first passage that may be quoted of those marked, the first best."""
    plain, spans = marked(text)
    fit = all_fit(plain, (), spans, lang, Bounds(150 if has_little_room else 200, private))
    return fit[0].said if fit else None


def quoted(
    text: str, lang: str, *, has_little_room: bool = False, private: bool = False
) -> str | None:
    """All that is quoted where the model would quote what is marked, the first best."""
    plain, spans = marked(text)
    longest, together = (150, 150) if has_little_room else (200, 300)
    gist = gist_in(plain, (), spans, lang, Scope(Bounds(longest, private), together))
    return gist.quote if gist else None


def told(text: str, **assessed: Any) -> Brief:
    plain, spans = marked(text)
    return brief(plain, gist=spans, quotable=spans, **assessed)
