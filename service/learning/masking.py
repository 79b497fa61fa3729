"""Texts as they may leave the store: without what leads to a person."""

from __future__ import annotations

import re
from collections.abc import Iterable

from triage.personal_data import mask

#: As the model reads them anyway: who and where never decide what is said.
_HANDLE = re.compile(r"(?<![\w.])@\w+(?:@[\w.-]+\w)?")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
#: Shorter parts of a name are words of their own too often.
_SHORTEST_NAME = 3
#: ` ^AB`, by which the person signed who approved a reply.
_SIGN_OFF = re.compile(r"\s\^\w{1,4}$")


def masked(text: str, names: Iterable[str] = ()) -> str:
    """The text without personal data, handles, links, and these names.

    >>> masked("@mara_w Frau Wald, Code X7K9QP: https://a.example/u7", ["Mara Wald"])
    '@user Frau ••••, Code ••••••: http'
    """
    # First what has a form: half of an address masked as a name would not be known as one.
    text = _HANDLE.sub("@user", _LINK.sub("http", mask(text)))
    for part in {part for name in names for part in re.split(r"\W+", name)}:
        if len(part) >= _SHORTEST_NAME:
            found = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)", re.IGNORECASE)
            text = found.sub("•" * len(part), text)
    return text


def without_sign_off(reply: str) -> str:
    """
    >>> without_sign_off("Das tut uns leid. ^AB")
    'Das tut uns leid.'
    """
    return _SIGN_OFF.sub("", reply)
