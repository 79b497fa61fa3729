"""The webhook over real HTTP: who is let in, what is stored once, and what it answers."""

from __future__ import annotations

import json
import socket
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from service.inboxes.standard_webhooks import sign
from service.store import publications
from service.store.publications import PublicationState
from tests.postgres import PostgresServer, running_server
from tests.web import Web, serving, web_on
from tests.world import KEY, SECRET, settings
from triage.case import Status

OLD_KEY = b"fedcba9876543210fedcba9876543210"
BODY = json.dumps({"id": "signed", "text": "My flight is late"}).encode()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def web(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgresql_server: PostgresServer,
) -> Iterator[Web]:
    """One program for all stories of this file, each with mentions of its own."""
    changing = f"{SECRET} whsec_{b64encode(OLD_KEY).decode()}"
    environment = {
        "KULANZ_INBOX_SOCIAL_SECRET": changing,
        "KULANZ_INBOX_SOCIAL_OWN_AUTHOR": "us",
        "KULANZ_INBOX_REVIEWS_SECRET": SECRET,
    }
    folder = tmp_path_factory.mktemp("web")
    with web_on(request.param, postgresql_server, folder, environment) as web:
        yield web


# -- who is let in ---------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [KEY, OLD_KEY])
def test_each_of_two_keys_opens_while_they_are_changed(web: Web, key: bytes) -> None:
    assert web.send({"id": f"rotation {key!r}", "text": "late"}, key=key) == 202


def test_one_of_several_signatures_is_enough(web: Web) -> None:
    headers = sign("several", BODY, KEY, web.kulanz.clock())
    headers["webhook-signature"] = f"v1a,bm8= v1,bm8= {headers['webhook-signature']} v2,bm8="
    assert web.post(BODY, headers=headers).status_code in {200, 202}


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-signature": ""},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "v1,not base64"},
        {"webhook-signature": "v1," + b64encode(b"0" * 32).decode()},
        {"webhook-signature": "v1a," + b64encode(b"0" * 64).decode()},
        {"webhook-id": "another"},
        {"webhook-id": ""},
        {"webhook-timestamp": ""},
        {"webhook-timestamp": "now"},
        {"webhook-timestamp": "9" * 400},
        {"webhook-timestamp": "-1"},
        {"webhook-timestamp": "1e9"},
    ],
)
def test_what_is_not_signed_rightly_is_refused(web: Web, change: dict[str, str]) -> None:
    headers = sign("refused", BODY, KEY, web.kulanz.clock()) | change
    answer = web.post(BODY, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (401, "SignatureRefused")


def test_unsigned_is_refused(web: Web) -> None:
    assert web.post(BODY, headers={}).status_code == 401


def test_a_signature_of_another_body_or_key_is_refused(web: Web) -> None:
    headers = sign("other body", BODY, KEY, web.kulanz.clock())
    assert web.post(BODY + b" ", headers=headers).status_code == 401
    assert web.post(BODY, key=b"x" * 32).status_code == 401


@pytest.mark.parametrize(
    ("late", "status"),
    [
        (timedelta(minutes=6), 401),
        (timedelta(minutes=-6), 401),
        (timedelta(minutes=4), 202),
        (timedelta(minutes=-4), 202),
    ],
)
def test_the_clocks_may_differ_by_five_minutes(web: Web, late: timedelta, status: int) -> None:
    assert web.send({"id": f"skew {late}", "text": "late"}, late=late) == status


def test_an_unknown_inbox_is_not_found_whoever_signed(web: Web) -> None:
    answer = web.post(BODY, inbox="nowhere")
    assert (answer.status_code, answer.json()["error"]) == (404, "UnknownInbox")


# -- too large -------------------------------------------------------------------------------------


def test_what_says_it_is_too_large_is_refused_before_it_is_read(web: Web) -> None:
    with _connection(web) as connection:
        connection.sendall(
            b"POST /webhooks/social HTTP/1.1\r\nHost: k\r\nContent-Length: 2000001\r\n"
        )
        connection.sendall(b"\r\n{")
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def test_what_grows_too_large_is_refused_before_its_end(web: Web) -> None:
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    with _connection(web) as connection:
        connection.sendall(
            b"POST /webhooks/social HTTP/1.1\r\nHost: k\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        try:
            for _ in range(40):
                connection.sendall(chunk)
        except OSError:
            pass  # It need not listen any longer.
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def _connection(web: Web) -> socket.socket:
    parts = urlsplit(web.base)
    assert parts.hostname is not None
    assert parts.port is not None
    return socket.create_connection((parts.hostname, parts.port), timeout=20)


# -- stored once -----------------------------------------------------------------------------------


def test_a_replay_is_answered_200_and_stored_once(web: Web) -> None:
    mention = {"id": "replayed", "text": "My flight is late"}
    assert web.send(mention, id="same") == 202
    assert web.send(mention, id="same") == 200
    assert web.send(mention, id="another delivery of the same") == 200
    assert [event.kind for event in web.history("replayed")] == ["received"]


def test_duplicates_at_the_same_moment_are_stored_once(web: Web) -> None:
    """The database's own refusal of the second row would be a 500."""
    for round in range(5):
        mention = {"id": f"at once {round}", "text": "late", "conversation": f"talk {round}"}
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: web.send(mention), range(8)))  # noqa: B023
        assert sorted(answers) == [200] * 7 + [202]
        assert [event.kind for event in web.history(f"talk {round}")] == ["received"]


def test_many_voices_in_one_conversation_at_the_same_moment_are_all_stored(web: Web) -> None:
    def say(number: int) -> int:
        return web.send({"id": f"voice {number}", "text": "late", "conversation": "choir"})

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(say, range(24))) == [202] * 24
    case = web.case("choir")
    assert case is not None
    assert case.round == 24
    assert all(web.mention(f"voice {number}") for number in range(24))


def test_the_same_id_in_two_inboxes_is_two_mentions(web: Web) -> None:
    body = json.dumps({"id": "in both", "text": "late"}).encode()
    assert web.post(body, inbox="social").status_code == 202
    assert web.post(body, inbox="reviews").status_code == 202


def test_a_delivery_without_an_id_of_the_mention_goes_by_its_own(web: Web) -> None:
    body = b'{"text": "My bag is lost"}'
    assert web.post(body, id="delivery-7").status_code == 202
    assert web.post(body, id="delivery-7").status_code == 200
    assert web.mention("delivery-7") is not None


# -- edits and deletions ---------------------------------------------------------------------------


def test_a_known_id_with_another_text_is_an_edit_and_the_case_says_so(web: Web) -> None:
    web.send({"id": "edited", "text": "My flight is late"})
    assert web.send({"id": "edited", "text": "My bag is lost"}) == 200
    stored = web.mention("edited")
    assert stored is not None
    assert (stored.mention.text, stored.edited_at is not None) == ("My bag is lost", True)
    assert [e.kind for e in web.history("edited")] == ["received", "edited", "reopened"]


def test_an_older_edit_that_is_sent_again_does_not_undo_a_newer_one(web: Web) -> None:
    web.send({"id": "twice edited", "text": "one"}, id="first")
    web.send({"id": "twice edited", "text": "two"}, "mention.updated", id="second")
    web.send({"id": "twice edited", "text": "three"}, "mention.updated", id="third")
    for repeated in ("second", "first"):
        text = {"first": "one", "second": "two"}[repeated]
        assert web.send({"id": "twice edited", "text": text}, id=repeated) == 200
    stored = web.mention("twice edited")
    assert stored is not None
    assert stored.mention.text == "three"


def test_an_edit_of_a_post_we_never_saw_is_a_mention(web: Web) -> None:
    assert web.send({"id": "late edit", "text": "My bag is lost"}, "mention.updated") == 202


def test_a_deleted_post_withdraws_the_case_and_its_words_are_forgotten(web: Web) -> None:
    web.send({"id": "deleted", "text": "My flight is late"})
    assert web.send({"id": "deleted"}, "mention.deleted") == 202
    assert web.send({"id": "deleted"}, "mention.deleted") == 200
    stored, case = web.mention("deleted"), web.case("deleted")
    assert stored is not None
    assert case is not None
    assert (stored.mention.text, case.status) == ("", Status.DISMISSED)
    assert [e.kind for e in web.history("deleted")] == ["received", "deleted", "dismissed"]


def test_an_edit_after_the_deletion_brings_no_words_back(web: Web) -> None:
    web.send({"id": "gone", "text": "My flight is late"})
    web.send({"id": "gone"}, "mention.deleted")
    assert web.send({"id": "gone", "text": "My bag is lost"}, "mention.updated") == 200
    stored = web.mention("gone")
    assert stored is not None
    assert stored.mention.text == ""


def test_posts_of_one_conversation_deleted_at_the_same_moment_leave_nothing_to_answer(
    web: Web,
) -> None:
    for number in range(6):
        web.send({"id": f"taken back {number}", "text": "late", "conversation": "regret"})
    with ThreadPoolExecutor(6) as pool:
        answers = pool.map(
            lambda n: web.send({"id": f"taken back {n}"}, "mention.deleted"), range(6)
        )
        assert list(answers) == [202] * 6
    case = web.case("regret")
    assert case is not None
    assert case.status is Status.DISMISSED


# -- our own words ---------------------------------------------------------------------------------


@pytest.mark.parametrize("ours", [{"role": "agent"}, {"author": {"id": "us"}}])
def test_what_we_said_ourselves_is_ignored(web: Web, ours: dict[str, object]) -> None:
    id = f"ours {sorted(ours)}"
    assert web.send({"id": id, "text": "We are sorry, late is bad", **ours}) == 200
    assert web.mention(id) is None


def test_the_echo_of_a_reply_is_known_by_its_id_or_its_words(web: Web) -> None:
    web.send({"id": "question", "text": "late", "conversation": "echo"})
    case = web.case("echo")
    assert case is not None
    now = web.kulanz.clock()
    with web.kulanz.database.begin() as session:
        publications.plan(session, case.id, case.id, 1, "We are sorry. ^AB", now)
        publications.move(
            session, case.id, from_states=set(PublicationState), to=PublicationState.PUBLISHED,
            now=now, external_id="reply 1",
        )  # fmt: skip
    assert web.send({"id": "reply 1", "text": "We are s…", "conversation": "echo"}) == 200
    words = {"id": "reply 2", "text": "We are sorry. ^AB", "conversation": "echo"}
    assert web.send(words) == 200
    assert [event.kind for event in web.history("echo")] == ["received"]


def test_a_mention_in_another_inbox_that_has_the_number_of_a_reply_is_taken_in(web: Web) -> None:
    web.send({"id": "asked", "text": "late"})
    case = web.case("asked")
    assert case is not None
    now = web.kulanz.clock()
    with web.kulanz.database.begin() as session:
        publications.plan(session, case.id, case.id, 1, "We are sorry.", now)
        publications.move(
            session, case.id, from_states=set(PublicationState), to=PublicationState.PUBLISHED,
            now=now, external_id="17",
        )  # fmt: skip
    body = json.dumps({"id": "17", "text": "My bag is lost"}).encode()
    assert web.post(body, inbox="reviews").status_code == 202


# -- the database is away --------------------------------------------------------------------------


def test_while_the_database_is_away_the_sender_is_asked_to_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost and nothing stored twice, although PostgreSQL is stopped for real."""
    mention = {"id": "patient", "text": "My flight is late"}
    with ExitStack() as stack:
        server = stack.enter_context(running_server())
        url = stack.enter_context(server.fresh_database())
        chosen = settings(tmp_path, monkeypatch, None, database_url=url)
        web = stack.enter_context(serving(chosen))
        assert web.send({"id": "before", "text": "late"}) == 202
        server.stop("immediate")
        answer = web.post(json.dumps(mention).encode())
        assert (answer.status_code, answer.json()["error"]) == (503, "StoreIsDown")
        assert int(answer.headers["retry-after"]) > 0
        server.start()
        assert web.send(mention) == 202
        assert web.send(mention) == 200
        assert web.mention("before") is not None
