"""What the pages show, and what they never do: run a stranger's text, or tell a secret."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.console.model_card import model_card
from service.console.pages import safe_address
from tests.service.console_client import Person, console, opened, sign_in, words_of
from tests.world import SECRET, World, settings

HOSTILE = '<script>alert(1)</script> late "><img src=x onerror=alert(2)> \u202eevil {{ 7*7 }} %(x)s'


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One program for all tests that don't count."""
    folder = tmp_path_factory.mktemp("shared")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KULANZ_INBOX_SOCIAL_REPLY_URL", "https://anna:geheim@in.example/r?key=s3")
        with console(settings(folder, patch, None)) as (world, _):
            yield world


@pytest.fixture
def desk(shared: World) -> tuple[World, Person]:
    return shared, sign_in(shared.kulanz)


def test_every_answer_forbids_third_parties_frames_and_caches(
    desk: tuple[World, Person],
) -> None:
    _, anna = desk
    for path in ("/", "/insights", "/settings", "/nothing", "/healthz", "/docs"):
        headers = anna.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"


def test_no_page_names_anything_outside_of_itself(desk: tuple[World, Person]) -> None:
    world, anna = desk
    case = opened(world, "My bag is late", url="https://social.example/p/1")
    for path in ("/", f"/cases/{case}", "/insights", "/settings", "/docs"):
        page = anna.get(path).text
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page
        assert 'src="http' not in page
        assert '<link rel="stylesheet" href="http' not in page


def test_a_strangers_text_is_shown_and_never_run(desk: tuple[World, Person]) -> None:
    world, anna = desk
    case = opened(world, HOSTILE, author={"id": "u1", "name": "<b>Eve</b>\u202e"})
    for path in ("/", f"/cases/{case}", f"/cases/{case}/state", "/queue"):
        page = anna.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>Eve" not in page
    assert "alert(1)&lt;/script&gt;" in anna.get(f"/cases/{case}").text
    assert '<bdi class="author">&lt;b&gt;Eve' in anna.get("/").text
    assert "{{ 7*7 }}" in words_of(anna.get("/"))


def test_links_that_lead_out_are_plain_and_tell_nothing(desk: tuple[World, Person]) -> None:
    world, anna = desk
    fine = opened(world, "late, look", url="https://social.example/p/1")
    evil = opened(world, "late, click", url="javascript:alert(1)")
    page = anna.get(f"/cases/{fine}").text
    assert 'href="https://social.example/p/1" rel="noopener noreferrer nofollow"' in page
    assert "javascript:" not in anna.get(f"/cases/{evil}").text


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://a.example/x", True),
        ("http://a.example", True),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example", False),
        ("http://[broken", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(address: str | None, safe: bool) -> None:
    assert (safe_address(address) is not None) is safe


def test_the_case_says_why_it_is_here(desk: tuple[World, Person]) -> None:
    world, anna = desk
    case = opened(world, "late again, bravo", author={"id": "u1", "name": "Priya M."})
    page = anna.get(f"/cases/{case}")
    assert "<mark>late</mark>" in page.text
    said = words_of(page)
    for expected in (
        "Delay Priya M.", "the model is 90% sure", "Meant ironically", "Severity 2",
        "We are sorry (1). Please send us a message. ^AB", "The guard has no objection",
        "for approvers", "No approved reply to a case like this one yet.", "A mention came in",
        "Draft 1 written",
    ):  # fmt: skip
        assert expected in said


def test_the_language_is_the_browsers_until_somebody_chooses(desk: tuple[World, Person]) -> None:
    _, anna = desk
    assert '<html lang="en">' in anna.get("/").text
    german = anna.get("/", headers={"accept-language": "fr;q=0.3, de-AT;q=0.9, en;q=0.5"}).text
    assert '<html lang="de">' in german
    assert "Warteschlange" in german
    anna.get("/language/de")
    assert "Warteschlange" in anna.get("/", headers={"accept-language": "en"}).text


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil.example", ""])
def test_the_language_switch_leads_nowhere_else(desk: tuple[World, Person], back: str) -> None:
    _, anna = desk
    answer = anna.get(f"/language/en?back={back}", follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_errors_are_pages_for_people_and_json_for_programs(desk: tuple[World, Person]) -> None:
    _, anna = desk
    for path in ("/cases/none", "/nothing"):
        page = anna.get(path)
        assert (page.status_code, "There is no such page" in page.text) == (404, True)
    assert anna.get("/api/cases/none").json()["error"] == "CaseNotFound"
    assert anna.client.get("/nothing").json() == {"detail": "Not Found"}


def test_settings_show_the_set_up_and_no_secret(desk: tuple[World, Person]) -> None:
    _, anna = desk
    page = anna.get("/settings")
    said = words_of(page)
    for expected in (
        "Database SQLite", "fake-1", "http://testserver/webhooks/social", "https://in.example/r",
        "Anna Berg ^AB all €200", "Cara Dorn ^CD lounge €100", "version 1",
        "Slack is not set up: the console is the only place to decide.",
    ):  # fmt: skip
        assert expected in said
    for secret in (SECRET, SECRET[6:], "geheim", "s3"):
        assert f"{secret}<" not in page.text
        assert f"={secret}" not in page.text
    assert SECRET not in page.text


def test_the_api_page_lists_the_api_without_foreign_scripts(desk: tuple[World, Person]) -> None:
    _, anna = desk
    said = words_of(anna.get("/docs"))
    assert "POST /api/cases/{case_id}/decisions" in said
    assert "POST /webhooks/{inbox}" in said


def test_our_own_files_may_be_kept(desk: tuple[World, Person]) -> None:
    _, anna = desk
    assert "immutable" in anna.client.get("/static/console.css").headers["cache-control"]


def test_a_model_card_is_shown_and_never_run(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(
        "---\nlicense: mit\n---\n# heads-1\n\n<script>alert(1)</script>\n\n"
        "[x](javascript:alert(1))\n\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n"
    )
    card = str(model_card(tmp_path))
    assert card.startswith("<h3>heads-1</h3>")
    assert "<script>" not in card
    assert 'href="javascript' not in card
    assert "<td>2</td>" in card
    assert model_card(tmp_path / "nowhere") is None
