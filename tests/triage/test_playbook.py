"""How a reply is composed of phrasings."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, strategies as st

from triage.complaint import Topic
from triage.playbook import Move, Phrase, Playbook, Situation, compose, sentences

PLAYBOOK = Playbook(
    name="delay",
    lang="en",
    version="1",
    topics=frozenset({Topic.DELAY}),
    severities=frozenset(range(5)),
    moves=(
        Move(
            "take_up",
            (Phrase("{delay} is long."), Phrase("A long wait."), Phrase("That was long.")),
        ),
        Move("worsened", (Phrase("And with children.", frozenset({"children"})),)),
        Move("apologise", (Phrase("I'm sorry."), Phrase("I apologise."))),
        Move("own", (Phrase("That was on us to prevent, all of it."),)),
        Move("next_step", (Phrase("DM me."), Phrase("Send me a direct message, please."))),
    ),
)


def composed(situation: Situation, most: int = 500) -> str:
    return compose(PLAYBOOK, situation, lambda reply: len(reply) <= most)


def test_what_the_author_states_is_taken_up() -> None:
    assert composed(Situation(words={"delay": "five hours"})).startswith("Five hours is long.")


def test_a_phrase_whose_variable_is_not_stated_is_not_said() -> None:
    assert "{" not in composed(Situation())


def test_conditions_must_hold() -> None:
    assert "children" not in composed(Situation())
    assert "children" in composed(Situation(conditions=frozenset({"children"})))


def test_the_same_mention_gets_the_same_words_and_its_neighbours_others() -> None:
    replies = {seed: composed(Situation(seed=seed)) for seed in "abcdefgh"}
    assert replies["a"] == composed(Situation(seed="a"))
    assert len(set(replies.values())) > 2


def test_no_sentence_is_said_twice_to_one_person() -> None:
    first = composed(Situation(seed="a"))
    second = composed(Situation(seed="a", said_before=(first,)))
    assert not set(sentences(first)) & set(sentences(second))


def test_a_reply_is_condensed_never_cut() -> None:
    short = composed(Situation(words={"delay": "five hours"}), most=40)
    assert len(short) <= 40
    assert all(sentence.endswith(".") for sentence in sentences(short))
    assert "on us" not in short


def test_a_phrase_can_make_a_later_move_as_well() -> None:
    fused = Phrase("You waited, and I'm sorry.", covers=frozenset({"apologise"}))
    moves = (Move("take_up", (fused,)), *PLAYBOOK.moves[1:])
    reply = compose(replace(PLAYBOOK, moves=moves), Situation(), lambda _: True)
    assert reply.startswith("You waited, and I'm sorry. That was on us")


def test_du_and_sie_are_chosen_by_register() -> None:
    phrase = Phrase("{du wartest|Sie warten} lange.")
    assert phrase.render(Situation(register="du")) == "Du wartest lange."
    assert phrase.render(Situation(register="sie")) == "Sie warten lange."


def test_when_even_the_shortest_words_are_too_long_they_are_shown() -> None:
    assert composed(Situation(), most=3) == "A long wait. I'm sorry. DM me."


@given(
    st.text(max_size=20),
    st.lists(st.text(max_size=60), max_size=3),
    st.integers(min_value=30, max_value=300),
)
def test_composing_never_fails_and_keeps_the_limit(seed: str, said: list[str], most: int) -> None:
    reply = composed(Situation(seed=seed, said_before=tuple(said)), most=most)
    assert len(reply) <= most
