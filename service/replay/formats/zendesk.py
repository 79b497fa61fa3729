"""Zendesk's tickets: the JSON export (a ticket a line) and the pages of its Tickets interface.

A ticket has a requester and comments. A comment has an author, a public flag and its words as
`plain_body`, `body` or `html_body`; people are there as objects with a role, or as ids alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from service.replay.formats.fields import channel_of, needed, text_of_html
from triage.errors import UnreadableMention

_CUSTOMER, _STAFF = "end-user", ("agent", "admin")

#: Where a ticket has people as objects, one or a list of them.
_PEOPLE = ("requester", "submitter", "assignee", "collaborator", "collaborators", "users")


def is_ticket(document: Mapping[str, Any]) -> bool:
    if isinstance(document.get("ticket"), dict):
        return True
    if "turns" in document or "messages" in document:
        return False
    return isinstance(document.get("comments"), list) or (
        "description" in document and not {"requester_id", "requester"}.isdisjoint(document)
    )


def conversation_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """Raises UnreadableMention, naming the field that is missing."""
    ticket = {**document, **document["ticket"]} if "ticket" in document else document
    customer = _id(ticket.get("requester")) or needed(ticket, "requester_id")
    return {
        "id": needed(ticket, "id"),
        "channel": channel_of(_channel(ticket)),
        "author": {"id": str(customer)},
        "posted_at": ticket.get("created_at"),
        "turns": [*_turns(ticket, customer)],
    }


def _turns(ticket: Mapping[str, Any], customer: Any) -> Iterator[dict[str, Any]]:
    roles = {_id(person): person.get("role") for person in _people(ticket)}
    for number, comment in enumerate(_comments(ticket, customer)):
        where = f"comments.{number}"
        if not isinstance(comment, dict):
            raise UnreadableMention(f"{where}: must be an object.")
        author = _id(comment.get("author")) or needed(comment, "author_id", where)
        # Notes among colleagues are no turns, and neither are pictures without a word.
        if comment.get("public") is not False and (words := _words(comment, where)):
            role = "customer" if _is_customer(author, customer, roles) else "agent"
            yield {"role": role, "text": words, "at": comment.get("created_at")}


def _comments(ticket: Mapping[str, Any], customer: Any) -> list[Any]:
    """An export without comments still has the first of them, as the description."""
    comments = ticket.get("comments")
    if isinstance(comments, list) and comments:
        return comments
    body = ticket.get("description")
    if not body:
        raise UnreadableMention("comments: field required.")
    return [{"author_id": customer, "body": body, "created_at": ticket.get("created_at")}]


def _words(comment: Mapping[str, Any], where: str) -> str:
    for field in ("plain_body", "body"):
        if isinstance(comment.get(field), str):
            return str(comment[field]).strip()
    if isinstance(comment.get("html_body"), str):
        return text_of_html(comment["html_body"])
    raise UnreadableMention(f"{where}.body: field required.")


def _is_customer(author: Any, customer: Any, roles: Mapping[Any, Any]) -> bool:
    """The requester, and whoever else is known to be none of the staff."""
    if str(author) == str(customer):
        return roles.get(author) not in _STAFF
    return roles.get(author) == _CUSTOMER


def _people(ticket: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for field in _PEOPLE:
        people = ticket.get(field)
        for person in people if isinstance(people, list) else [people]:
            if isinstance(person, dict):
                yield person


def _id(person: Any) -> Any:
    return person.get("id") if isinstance(person, dict) else None


def _channel(ticket: Mapping[str, Any]) -> str:
    via = ticket.get("via")
    return str(via.get("channel", "")) if isinstance(via, dict) else ""
