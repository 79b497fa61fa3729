"""How a mention is cut."""

from __future__ import annotations

from hypothesis import given, settings, strategies as st

from models.passages import MOST_PASSAGES, PASSAGE_LENGTH, passages, pieces
from triage.mention import Conversation, Mention


def cut(text: str) -> list[str]:
    return [text[p.span[0] : p.span[1]] for p in passages(Conversation(Mention("m1", text)))]


def test_a_tweet_is_one_passage() -> None:
    assert cut("  Gate changed three times. Nobody told us! ") == [
        "Gate changed three times. Nobody told us!"
    ]


def test_a_blog_post_is_cut_at_sentences() -> None:
    post = "We walked along the harbour and ate fish. " * 30
    assert len(cut(post)) > 3
    assert all(part.endswith("fish.") and len(part) <= PASSAGE_LENGTH for part in cut(post))


def test_text_without_any_marks_is_cut_all_the_same() -> None:
    assert all(len(part) <= PASSAGE_LENGTH for part in cut("a" * 5_000))
    assert "".join(cut("a" * 5_000)) == "a" * 5_000


def test_fifty_thousand_characters_are_read_whole_and_a_million_are_bounded() -> None:
    sentence = "The queue did not move and nobody came to tell us anything at all. "
    assert sum(map(len, cut(sentence * 746))) > 49_000
    assert len(cut(sentence * 15_000)) == MOST_PASSAGES
    assert len(cut("x" * 1_000_000)) == MOST_PASSAGES


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=900))
def test_pieces_come_in_order_and_lie_inside_the_text(text: str) -> None:
    edges = [edge for piece in pieces(text) for edge in piece]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
    assert "".join("".join(text[a:b] for a, b in pieces(text)).split()) == "".join(text.split())
