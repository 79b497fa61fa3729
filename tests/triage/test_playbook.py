"""How a reply is composed of phrasings."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, strategies as st

from triage.complaint import Topic
from triage.composing import compose
from triage.playbook import Move, Phrase, Playbook, Situation, Telling, sentences

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


def test_a_reply_thanks_once() -> None:
    ways = (Phrase("Thank you for this."), Phrase("Thanks a lot."), Phrase("It was long."))
    moves = (
        Move("greeting", (Phrase("Hello, and thank you."),)),
        Move("take_up", ways),
        *PLAYBOOK.moves[1:],
    )
    thankful = replace(PLAYBOOK, moves=moves)
    for seed in "abcdef":
        assert "long" in compose(thankful, Situation(seed=seed), lambda _: True)


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


NAMING = replace(
    PLAYBOOK,
    moves=(
        Move("take_up", (Phrase("Your suitcase is broken."),)),
        Move("worsened", (Phrase("And it was so {how_long}."),)),
        Move("apologise", (Phrase("I'm sorry."),)),
        Move("own", (Phrase("That was on us."), Phrase("Never {where}."), Phrase("Oh, {thing}."))),
        Move("make_good", (Phrase("I'd like to make it good."),)),
        Move("next_step", (Phrase("DM me."),)),
    ),
)
SUITCASE = Telling({"thing": "your suitcase"}, frozenset({0}))
IN_FARO = Telling({"where": "in Faro"}, frozenset({1}))
FIVE_HOURS = Telling({"how_long": "for five hours"}, frozenset({1}))


def naming(*tellings: Telling, sign: str = "faro", most: int = 500) -> str:
    stated = (frozenset({"suitcase"}), frozenset({sign}))
    situation = Situation(stated=stated, tellings=tellings)
    return compose(NAMING, situation, lambda reply: len(reply) <= most)


def test_a_stated_fact_that_no_sentence_names_is_named_by_one_that_can() -> None:
    assert "Never in Faro." in naming(SUITCASE, IN_FARO)
    assert "And it was so for five hours." in naming(SUITCASE, FIVE_HOURS, sign="five hours")


def test_what_a_sentence_names_already_is_not_named_again() -> None:
    assert "Oh, your suitcase." not in naming(SUITCASE)
    assert "That was on us." in naming(SUITCASE), "a general word, where nothing is left to name"


def test_without_words_for_it_nothing_is_named() -> None:
    assert "Faro" not in naming()


def test_a_fact_takes_the_room_of_a_general_sentence() -> None:
    whole = naming(SUITCASE, IN_FARO)
    assert "make it good" in whole
    short = naming(SUITCASE, IN_FARO, most=len(whole) - 5)
    assert "Never in Faro." in short
    assert "make it good" not in short
    assert "Faro" not in naming(SUITCASE, IN_FARO, most=45)


def test_two_facts_in_one_phrase_need_a_telling_of_both() -> None:
    both = Telling({**SUITCASE.words, **IN_FARO.words}, frozenset({0, 1}))
    phrase = Phrase("No more of {thing} {where}.")
    assert not phrase.fits(Situation(tellings=(SUITCASE, IN_FARO)))
    assert phrase.fits(Situation(tellings=(both,)))
    assert phrase.render(Situation(), both.words) == "No more of your suitcase in Faro."
