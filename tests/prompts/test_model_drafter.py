"""A language model in front of the playbooks: it proposes, our rules decide. The model here says
what the test has it say; real ones are in tests/models."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from prompts.model_drafter import reply_in
from prompts.prompt import load_prompt_writer
from tests.factories import agent, brief
from tests.prompts.briefs import drafter
from tests.prompts.scripted_model import GOOD, VOICE, Material, always, drafted, with_model
from triage.complaint import Topic
from triage.errors import UnreadablePlaybook, WishNotFollowed
from triage.mention import Author, Channel
from triage.outcome import Precedent
from triage.remedy import Remedy
from triage.wish import Wanted, Wish


def test_what_the_model_writes_is_the_reply_and_all_else_is_as_ever() -> None:
    made = brief("Four hours late on AU 302", remedy=Remedy("voucher", None, "delay-3h"))
    (plain,) = drafter().draft([made])
    draft, model = drafted(made, always(GOOD["en"]))
    assert (draft.reply, draft.drafter) == (GOOD["en"], "endpoint:scripted")
    assert replace(draft, reply=plain.reply, drafter="playbook", note=plain.note) == plain
    assert model.calls == 1


def test_it_gets_the_matter_as_data_and_never_an_amount() -> None:
    made = brief(
        "Vier Stunden Verspätung mit AU 231, und ihr sagt nichts.",
        earlier=(agent("Das tut uns leid."),), lang="de",
        remedy=Remedy("voucher", None, "delay-3h"),
    )  # fmt: skip
    made = replace(made, precedents=(Precedent("c9", "Auch spät", "Tut mir leid.", 0.9),))
    _, model = drafted(made, always(GOOD["de"]))
    (material,) = model.materials
    assert (material["language"], material["address"]) == ("German", "du")
    assert material["facts"]["flight"] == ["AU 231"]
    assert material["offer"] == "the wish to make it good"
    assert material["said_before"] == ["Das tut uns leid."]
    assert material["similar"] == [{"complaint": "Auch spät", "our_reply": "Tut mir leid."}]
    assert all(len(said) <= 3 for said in material["moves"].values())
    assert "voucher" not in model.given[0].material
    assert VOICE.guidance in model.given[0].rules


def test_personal_data_is_masked_before_it_leaves() -> None:
    made = brief(
        "My bag is lost, PNR X7K9QP, write to mara.k@post.example or +44 7700 900123.",
        topic=Topic.BAGGAGE_LOST, earlier=(agent("Noted, X7K9QP."),),
        mention_fields={"author": Author("u-4711", "Mara Kessler")},
    )  # fmt: skip
    made = replace(made, precedents=(Precedent("c", "IBAN DE89370400440532013000", "x", 0.9),))
    _, model = drafted(made, always(GOOD["en"]))
    for secret in ("X7K9QP", "mara.k", "900123", "Kessler", "u-4711", "0532013000"):
        assert secret not in model.given[0].material + model.given[0].rules


@pytest.mark.parametrize(
    ("bad", "named"),
    [
        ("I'm sorry, haha, enjoy the extra time at the gate! DM me.", "jokes"),
        ("I'm sorry, you get 200 EUR. Please send me a direct message.", "No amount"),
        ("I'm sorry. See https://evil.example and send me a direct message.", "link"),
        ("I'm sorry about flight AU 999. Please send me a direct message.", "did not state"),
        ("As a language model I'm sorry. Please send me a direct message.", "itself"),
        ("I'm sorry, a voucher is yours. Please send me a direct message.", "gift"),
        ("I'm sorry about that.", "in private"),
        ("Es tut mir leid. Bitte schreiben Sie mir eine Direktnachricht, ich bin für Sie da.",
         "language"),
        ("", "no reply"),
        ("I'm sorry. " * 100 + "Please send me a direct message.", "too long"),
    ],
)  # fmt: skip
def test_a_fault_is_named_and_the_model_tries_once_more(bad: str, named: str) -> None:
    def answer(material: Material) -> str:
        return json.dumps({"reply": GOOD["en"] if "findings" in material else bad})

    draft, model = drafted(brief("Four hours late at the gate on AU 302"), answer)
    assert (draft.reply, draft.drafter) == (GOOD["en"], "endpoint:scripted")
    second = model.materials[1]
    assert any(named in finding for finding in second["findings"])
    assert second["rejected"][:12] == bad[:12]


def test_after_two_faults_the_playbook_answers() -> None:
    made = brief("Four hours late on AU 302")
    draft, model = drafted(made, always("haha"))
    assert draft == drafter().draft([made])[0]
    assert (draft.drafter, model.calls) == ("playbook", 2)


def test_where_the_model_is_silent_the_playbook_answers_at_once() -> None:
    made = brief("Four hours late on AU 302")
    draft, model = drafted(made, lambda _: None)
    assert draft == drafter().draft([made])[0]
    assert model.calls == 1


def test_only_what_failed_is_written_again() -> None:
    def answer(material: Material) -> str:
        late = "AU 302" in material["complaint"]
        return json.dumps({"reply": "haha" if late else GOOD["en"]})

    maker, model = with_model(answer)
    drafts = maker.draft([brief("Late on AU 302"), brief("Late at the gate, four hours")])
    assert [draft.drafter for draft in drafts] == ["playbook", "endpoint:scripted"]
    assert len(model.given) == 3


# -- where nothing is left to a model ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lang", "severity"),
    [
        ("Ich bringe mich um.", "de", 4),
        ("I'm 12 years old and my suitcase never came", "en", 2),
        ("Ma valise est perdue.", "fr", 2),
        ("The door came off in flight and my husband is in hospital.", "en", 4),
    ],
)
def test_some_answers_are_never_left_to_a_model(text: str, lang: str, severity: int) -> None:
    made = brief(text, lang=lang, severity=severity)
    draft, model = drafted(made, always(GOOD["en"]))
    assert draft == drafter().draft([made])[0]
    assert model.calls == 0


# -- letters, wishes, and what comes back --------------------------------------------------------


def test_a_letter_keeps_our_frame() -> None:
    made = brief("Four hours late.", mention_fields={
        "channel": Channel.EMAIL, "author": Author("u", "Margaret Hollis")})  # fmt: skip
    draft, _ = drafted(made, always("Four hours is too long. I'm sorry. Just reply to this."))
    greeting, body, closing = draft.reply.split("\n\n")
    assert greeting == "Dear Margaret Hollis,"
    assert body == "Four hours is too long. I'm sorry. Just reply to this."
    assert closing in ("Kind regards", "With best wishes", "Yours sincerely")


def test_an_approvers_words_reach_the_model_and_the_guard_stands_above_them() -> None:
    made = brief("Four hours late at the gate")
    present = drafter().draft([made])[0]
    wanted = Wanted(frozenset({Wish.WARMER}), "mention the taxi")
    again = replace(made, present=present, wanted=wanted, version=1)
    reply = f"{GOOD['en']} I'll ask about the taxi too."
    draft, model = drafted(again, always(reply))
    assert (draft.reply, draft.wishes) == (reply, (Wish.WARMER,))
    assert model.materials[0]["wanted"] == ["warmer", "mention the taxi"]
    assert model.materials[0]["present"] == present.reply
    with pytest.raises(WishNotFollowed, match="mention the taxi"):
        drafted(again, always("haha"))


def test_a_model_that_keeps_to_a_language_that_was_not_wanted_is_not_heard() -> None:
    made = brief("Four hours late at the gate")
    present = drafter().draft([made])[0]
    wanted = replace(made, present=present, wanted=Wanted(frozenset({Wish.OTHER_LANGUAGE})))
    assert drafted(wanted, always(GOOD["de"]))[0].reply == GOOD["de"]
    assert drafted(wanted, always(GOOD["en"]))[0].drafter == "playbook"


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        ('{"reply": "I am sorry."}', "I am sorry."),
        ('Sure:\n```json\n{"reply": "I am\\n\\nsorry. ^AB"}\n```', "I am sorry."),
        ("I am sorry.", "I am sorry."),
        ('"I am sorry."', "I am sorry."),
        ('{"reply": 5}', ""),
        ('{"answer": "I am sorry."}', ""),
        ('{"reply": "I am sor', ""),
        ("{}", ""),
        ("", ""),
        ('{"reply": "I am\\u0000 sorry."}', "I am sorry."),
    ],
)
def test_the_reply_is_found_in_what_a_model_says(answer: str, reply: str) -> None:
    assert reply_in(answer) == reply


def test_rules_that_ask_for_no_reply_are_refused(tmp_path: Path) -> None:
    rules = tmp_path / "reply.md"
    rules.write_text("+++\n+++\nBe nice.\n", "utf-8")
    with pytest.raises(UnreadablePlaybook, match=r"reply\.md: below the settings"):
        load_prompt_writer(rules, VOICE)
    with pytest.raises(UnreadablePlaybook, match="No such file"):
        load_prompt_writer(tmp_path / "none.md", VOICE)
