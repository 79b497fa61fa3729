"""Signatures of webhooks: whatever was signed is verified in time, and nothing else is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from service.inboxes.standard_webhooks import TOLERANCE, SignatureRefused, sign, verify
from tests.service.other_side import NOW

_headers = st.dictionaries(
    st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature", "x"]),
    st.text(st.characters())
    | st.sampled_from(["v1,", "v1,bm8=", str(int(NOW.timestamp())), "９９９"]),
)


@given(_headers, st.binary(), st.lists(st.binary(min_size=1), max_size=2))
def test_no_headers_but_the_right_ones_open_the_door(
    headers: Mapping[str, str], body: bytes, keys: list[bytes]
) -> None:
    with pytest.raises(SignatureRefused):
        verify(headers, body, keys, NOW)


@given(
    st.text(st.characters(codec="utf-8"), min_size=1),
    st.binary(),
    st.binary(min_size=1),
    st.timedeltas(min_value=-2 * TOLERANCE, max_value=2 * TOLERANCE),
)
def test_what_was_signed_is_verified_within_the_tolerance(
    id: str, body: bytes, key: bytes, late: timedelta
) -> None:
    headers = sign(id, body, key, NOW - late)
    whole_seconds = abs(NOW.timestamp() - int((NOW - late).timestamp()))
    if whole_seconds <= TOLERANCE.total_seconds():
        assert verify(headers, body, [b"another", key], NOW) == id
        with pytest.raises(SignatureRefused):
            verify(headers, body + b"x", [key], NOW)
    else:
        with pytest.raises(SignatureRefused):
            verify(headers, body, [key], NOW)
