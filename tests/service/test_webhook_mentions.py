"""What the webhook makes of mentions: stored once, changed by edits, emptied by deletions, and
what we said ourselves is none."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.store import publications
from service.store.publications import PublicationState
from tests.web import Web
from triage.case import Status

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


def published(web: Web, conversation: str, reply: str, external_id: str) -> None:
    case = web.case(conversation)
    assert case is not None
    now = web.kulanz.clock()
    with web.kulanz.database.begin() as session:
        publications.plan(session, case.id, case.id, 1, reply, now)
        publications.move(
            session, case.id, from_states=set(PublicationState), to=PublicationState.PUBLISHED,
            now=now, external_id=external_id,
        )  # fmt: skip


def test_the_echo_of_a_reply_is_known_by_its_id_or_its_words(web: Web) -> None:
    web.send({"id": "question", "text": "late", "conversation": "echo"})
    published(web, "echo", "We are sorry. ^AB", external_id="reply 1")
    assert web.send({"id": "reply 1", "text": "We are s…", "conversation": "echo"}) == 200
    words = {"id": "reply 2", "text": "We are sorry. ^AB", "conversation": "echo"}
    assert web.send(words) == 200
    assert [event.kind for event in web.history("echo")] == ["received"]


def test_a_mention_in_another_inbox_that_has_the_number_of_a_reply_is_taken_in(web: Web) -> None:
    web.send({"id": "asked", "text": "late"})
    published(web, "asked", "We are sorry.", external_id="17")
    body = json.dumps({"id": "17", "text": "My bag is lost"}).encode()
    assert web.post(body, inbox="reviews").status_code == 202
