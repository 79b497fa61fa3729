"""Who only thanks, asks or chats hears no apology, and the approver is told; mock thanks are a
complaint. All sentences are invented."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prompts.loader import load_playbooks, load_voice
from tests.factories import brief
from tests.prompts.briefs import PROMPTS, drafter
from triage.complaint import Topic
from triage.draft import Draft, utterance
from triage.errors import UnreadablePlaybook
from triage.guard import RuleGuard
from triage.mention import Author, Channel
from triage.remedy import Money, Remedy
from triage.wish import Wanted, Wish

DRAFTER = drafter()
VOUCHER = Remedy("voucher", Money(Decimal(50), "EUR"), "delay")


def drafted(text: str, **assessed: object) -> Draft:
    made = brief(
        text,
        mention_fields={"domain": "airline"},
        remedy=VOUCHER,
        **{"topic": Topic.OTHER, "p_topic": 0.4} | assessed,  # type: ignore[arg-type]
    )
    return DRAFTER.draft([made])[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Thank you for getting me home tonight, you were so kind.", "thanks"),
        ("Kudos to the crew of AU 118, so friendly and patient.", "thanks"),
        ("Huge thanks to the gate agent who found us seats together.", "thanks"),
        ("Amazing customer service from your desk in Bremen!", "thanks"),
        ("Thanks for the upgrade, what a treat.", "thanks"),
        ("Off to Lisbon with you tomorrow, can't wait!", "small_talk"),
        ("Just landed. Best view of the Alps I have seen.", "small_talk"),
        ("Can I bring a cello in the cabin?", "question"),
        ("How early does the bag drop open at Bremen?", "question"),
    ],
)
@pytest.mark.parametrize("irony", [{}, {"ironic": True, "p_ironic": 0.8}])
def test_who_does_not_complain_hears_no_apology(
    text: str, kind: str, irony: dict[str, object]
) -> None:
    draft = drafted(text, **irony)
    assert not draft.apologises
    assert "sorry" not in draft.reply
    assert "apolog" not in draft.reply
    assert draft.remedy is None, "nobody is compensated for praise"
    told = {"thanks": "but thanks", "question": "a question", "small_talk": "nobody complains"}
    assert told[kind] in draft.note.splitlines()[0]


@pytest.mark.parametrize(
    "text",
    [
        "Great job losing my pushchair, thanks for the amazing service.",
        "Thank you for getting me home nine hours late.",
        "A special thanks to whoever broke my suitcase.",
        "Kudos to your crew for ignoring us all the way.",
        "Amazing customer service: forty minutes on hold and then a dead line.",
        "Thanks for the great seat by the toilet, I'll never sleep again.",
        "So grateful for the extended stay in your terminal.",
        "What a wonderful crew, shame that they forgot the food.",
        "Thanks for the upgrade to standby.",
        "Shout out to your team for the surprise tour of Ohio 🙄",
    ],
)
@pytest.mark.parametrize("irony", [{}, {"ironic": True, "p_ironic": 0.5}])
def test_mock_thanks_are_no_thanks(text: str, irony: dict[str, object]) -> None:
    draft = drafted(text, **irony)
    assert draft.apologises
    assert "kind words" not in draft.reply
    assert "but thanks" not in draft.note


def test_german_thanks_are_thanked_for_and_mock_ones_are_not() -> None:
    said: dict[str, Any] = {"lang": "de", "topic": Topic.OTHER, "p_topic": 0.4}
    texts = (
        "Ein großes Lob an das Zugpersonal, so freundlich!",
        "Vielen Dank für die nette Reise in den Keller, Aufzug kaputt.",
    )
    real, mock = DRAFTER.draft([brief(text, **said) for text in texts])
    assert not real.apologises
    assert "leid" not in real.reply
    assert "Lob" in real.note.splitlines()[0]
    assert mock.apologises


def test_thanks_after_trouble_are_thanked_for_with_a_word_about_the_trouble() -> None:
    draft = drafted("We missed our flight, and Lena at the desk hooked us up with the next one!")
    assert "sorry" in draft.reply
    assert "thanks" in draft.reply or "Thank you" in draft.reply


def test_the_guard_wants_no_apology_where_none_is_due() -> None:
    for text in ("Thank you for helping my mother on board.", "Your app is broken again."):
        made = brief(text, mention_fields={"domain": "airline"}, topic=Topic.OTHER)
        draft = DRAFTER.draft([made])[0]
        said = utterance("Thank you, that's good to read.", made.conversation, None, draft)
        missing = "no_apology" in {f.rule.value for f in RuleGuard().check([said])[0]}
        assert missing is draft.apologises


def test_a_letter_of_thanks_keeps_its_frame() -> None:
    fields = {"channel": Channel.EMAIL, "author": Author("u1", "Ada Quill"), "domain": "airline"}
    made = brief("Thank you for helping my mother on board.", mention_fields=fields)
    reply = DRAFTER.draft([made])[0].reply
    assert reply.startswith("Dear Ada Quill,")
    assert "DM" not in reply


def test_in_the_other_language_too_nobody_apologises_for_praise() -> None:
    made = brief("Thank you for helping my mother on board.", mention_fields={"domain": "airline"})
    first = DRAFTER.draft([made])[0]
    wanted = replace(made, present=first, wanted=Wanted(frozenset({Wish.OTHER_LANGUAGE})))
    other = DRAFTER.draft([wanted])[0]
    assert (other.lang, other.apologises) == ("de", False)
    assert "leid" not in other.reply


def test_a_kind_that_there_is_not_is_named(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PROMPTS / "playbooks", tmp_path / "playbooks"))
    path = folder / "en" / "troubles" / "praise.md"
    path.write_text(path.read_text("utf-8").replace('"thanks"', '"thank"', 1), encoding="utf-8")
    with pytest.raises(UnreadablePlaybook, match="did you mean 'thanks'"):
        load_playbooks(folder)


def test_a_mention_without_a_trade_is_of_the_brands_own(tmp_path: Path) -> None:
    path = tmp_path / "voice.md"
    text = (PROMPTS / "voice.md").read_text("utf-8")
    path.write_text(text.replace('trade = "airline"', 'trade = "airlines"'), encoding="utf-8")
    with pytest.raises(UnreadablePlaybook, match="trade must be one of"):
        load_voice(path)
    assert load_voice(PROMPTS / "voice.md").trade == "airline"
    untold = brief("Nobody is at the desk.", topic=Topic.DELIVERY)
    assert DRAFTER.draft([untold])[0].playbook == "other", "an airline delivers nothing"
