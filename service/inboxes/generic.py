"""The generic inbox: Standard Webhooks both ways, mentions in the form of the contracts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from service.inboxes.base import Incoming, Kind
from service.inboxes.mention_form import LONGEST_ID, read_mention
from service.inboxes.outgoing import Answer, Outgoing
from service.inboxes.standard_webhooks import sign, verify
from service.settings import InboxSettings
from triage.errors import DeliveryInDoubt, DeliveryRefused, NotDelivered, UnreadableMention
from triage.mention import clean_text
from triage.ports import Clock, OutgoingReply, Publisher, Receipt

#: What the types of an envelope mean, by their last word.
_KINDS = {
    "created": Kind.NEW,
    "updated": Kind.EDITED,
    "edited": Kind.EDITED,
    "deleted": Kind.DELETED,
    "removed": Kind.DELETED,
}

#: The inbox did not take it, and says so: sending again is no double.
_CERTAINLY_NOT_TAKEN = {408, 425, 429, 503}


class GenericInbox:
    def __init__(self, settings: InboxSettings, outgoing: Outgoing, clock: Clock) -> None:
        self._settings = settings
        self._publisher = (
            GenericPublisher(settings, outgoing, clock) if settings.reply_url else None
        )

    @property
    def name(self) -> str:
        return self._settings.name

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
        return verify(headers, body, self._settings.keys, now)

    def parse(self, body: bytes, delivery_id: str) -> Incoming:
        document = _read_json(body)
        kind = Kind.NEW
        type, enveloped = document.get("type"), document.get("data")
        if isinstance(type, str) and isinstance(enveloped, dict):
            kind, document = _kind(type), enveloped
        form = read_mention(document, default_id=delivery_id, may_be_empty=kind is Kind.DELETED)
        ours = form.is_agent or (
            self._settings.own_author is not None
            and form.mention.author.id == self._settings.own_author
        )
        return Incoming(
            kind=Kind.IGNORED if ours else kind,
            mention=form.mention,
            delivery_id=delivery_id,
            context=form.context,
            extra=form.extra,
        )

    @property
    def publisher(self) -> Publisher | None:
        return self._publisher


class GenericPublisher:
    """Posts `reply.approved`; the case's key is the delivery's id and the idempotency key."""

    def __init__(self, settings: InboxSettings, outgoing: Outgoing, clock: Clock) -> None:
        self._settings = settings
        self._outgoing = outgoing
        self._clock = clock

    @property
    def can_look_up(self) -> bool:
        return self._settings.lookup_url is not None

    def publish(self, reply: OutgoingReply) -> Receipt:
        assert self._settings.reply_url is not None
        body = json.dumps(_envelope(reply), ensure_ascii=False).encode()
        headers = sign(reply.key, body, self._settings.keys[0], self._clock())
        headers |= {"content-type": "application/json", "idempotency-key": reply.key}
        answer = self._outgoing.send(
            "POST", self._settings.reply_url, content=body, headers=headers
        )
        return _receipt(answer, self._clock())

    def look_up(self, key: str) -> Receipt | None:
        url = f"{self._settings.lookup_url}?key={quote(key, safe='')}"
        headers = sign(key, b"", self._settings.keys[0], self._clock())
        try:
            answer = self._outgoing.send("GET", url, content=b"", headers=headers)
        except (NotDelivered, DeliveryRefused) as error:
            # That we can't ask says nothing of the reply.
            raise DeliveryInDoubt(str(error)) from error
        if answer.status == 404:
            return None
        if answer.status != 200:
            raise DeliveryInDoubt(f"The inbox's look-up answered {answer.status}.")
        return _receipt(answer, self._clock())


def _envelope(reply: OutgoingReply) -> dict[str, object]:
    return {
        "type": "reply.approved",
        "timestamp": reply.approved_at.isoformat(),
        "data": {
            "case": reply.case_id,
            "idempotency_key": reply.key,
            "in_reply_to": reply.mention.id,
            "conversation": reply.mention.conversation,
            "channel": reply.mention.channel,
            "url": reply.mention.url,
            "reply": reply.text,
            "approved_by": reply.approved_by,
        },
    }


def _receipt(answer: Answer, now: datetime) -> Receipt:
    """What an answer means. Raises NotDelivered, DeliveryInDoubt or DeliveryRefused."""
    status = answer.status
    if 200 <= status < 300:
        return _receipt_in(answer.body)
    if status in _CERTAINLY_NOT_TAKEN:
        raise NotDelivered(f"The inbox answered {status}.", retry_after=_retry_after(answer, now))
    if status >= 500:
        # Standard Webhooks: the sender tries again with the same id, by which it is known.
        raise DeliveryInDoubt(f"The inbox answered {status}.", asks_again=True)
    if 300 <= status < 400:
        raise DeliveryRefused(f"The inbox answered {status}: redirects are not followed.")
    raise DeliveryRefused(f"The inbox refused the reply ({status}).")


def _receipt_in(body: bytes) -> Receipt:
    """The reply's id and address, where the inbox gives them."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return Receipt()
    if not isinstance(document, dict):
        return Receipt()
    # The reply is out: nothing that stands in the answer may make us doubt it.
    id = clean_text(str(document.get("id") or ""))
    url = clean_text(str(document.get("url") or ""))
    return Receipt(
        external_id=id if 0 < len(id) <= LONGEST_ID else None,
        url=url if url.startswith(("https://", "http://")) else None,
    )


def _retry_after(answer: Answer, now: datetime) -> float | None:
    """Seconds to wait: the header gives them as a number or as a date."""
    given = answer.headers.get("retry-after", "")
    if given.isascii() and given.isdecimal():
        return float(given[:12])
    try:
        moment = parsedate_to_datetime(given)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())


def _read_json(body: bytes) -> dict[str, object]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableMention("The body is not JSON.") from error
    if not isinstance(document, dict):
        raise UnreadableMention("The body must be a JSON object.")
    return document


def _kind(type: str) -> Kind:
    kind = _KINDS.get(type.rpartition(".")[2])
    if kind is None:
        raise UnreadableMention(
            "The type must end in .created, .updated or .deleted, as in mention.created."
        )
    return kind
