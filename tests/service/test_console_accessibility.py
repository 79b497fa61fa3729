"""For everybody: labels, landmarks and headings on every page, and colours one can read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest

from service.console.pages import STATIC
from tests.receiver import Receiver, hangs_up_after
from tests.service.console_client import Person, console
from tests.service.outline import outline
from tests.world import settings
from triage.case import Status

DRAFT = "We are sorry (1). Please send us a message."

PAGES = {
    "queue": "/",
    "published": "/?tab=published",
    "case": "/cases/{waiting}",
    "decided case": "/cases/{rejected}",
    "case in doubt": "/cases/{in_doubt}",
    "insights": "/insights",
    "settings": "/settings",
    "sign-in": "/sign-in",
    "api": "/docs",
    "missing": "/nothing",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Every page of the console once."""
    with (
        pytest.MonkeyPatch.context() as patch,
        Receiver([hangs_up_after]) as receiver,
        console(settings(tmp_path_factory.mktemp("a11y"), patch, receiver)) as (world, anna),
    ):
        ids = {name: world.mention(f"late {name}") for name in ("waiting", "rejected", "in_doubt")}
        for id in ids.values():
            world.wait_for(id, Status.AWAITING)
        anna.decide(ids["rejected"], "reject", reason="no")
        anna.decide(ids["in_doubt"], "send", reply=DRAFT)
        world.wait_for(ids["in_doubt"], Status.PUBLISH_IN_DOUBT)
        yield {name: _page(anna, path.format(**ids)) for name, path in PAGES.items()} | {
            "confirm": anna.decide(ids["waiting"], "send", reply="My own words", previewed="").text
        }


def _page(anna: Person, path: str) -> str:
    return anna.get(path).text


@pytest.mark.parametrize("name", [*PAGES, "confirm"])
def test_a_page_can_be_found_through_by_ear(pages: dict[str, str], name: str) -> None:
    page = outline(pages[name])
    count = Counter(page.tags)
    assert page.lang == "en"
    assert (count["h1"], count["main"], count["header"] >= 1, count["footer"]) == (1, 1, True, 1)
    assert page.without_label == []
    assert page.without_name == []
    assert [id for id, times in Counter(page.ids).items() if times > 1] == []
    assert page.refers_to <= set(page.ids)


@pytest.mark.parametrize("name", [*PAGES, "confirm"])
def test_headings_go_down_one_step_at_a_time(pages: dict[str, str], name: str) -> None:
    body = re.sub(r"(?s)<dialog.*?</dialog>", "", pages[name])
    levels = [int(tag[1]) for tag in outline(body).tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


# -- colours -------------------------------------------------------------------------------------

#: Ink on ground; text must reach 4.5 : 1 (WCAG 2.2 AA).
TEXT = [
    *[(ink, ground) for ink in ("ink", "muted", "accent") for ground in ("surface", "paper")],
    ("muted", "sunken"), ("bad-ink", "surface"), ("good-ink", "surface"), ("s3-ink", "surface"),
    ("accent-ink", "accent"), ("accent-ink", "accent-hover"),
    ("accent-soft-ink", "accent-soft"), ("mark-ink", "mark"), ("irony-ink", "irony"),
    ("tag-ink", "tag"), ("good-ink", "good"), ("bad-ink", "bad"),
    *[(f"s{n}-ink", f"s{n}") for n in range(5)],
]  # fmt: skip
#: Borders of controls, the focus ring and bars need 3 : 1.
SHAPES = [
    ("line-strong", "surface"),
    ("focus", "surface"),
    ("focus", "paper"),
    ("plot-1", "surface"),
]


def tokens() -> dict[str, dict[str, str]]:
    light, dark = (STATIC / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    named = {name: dict(re.findall(r"--([\w-]+): (#\w{6});", part))
             for name, part in (("light", light), ("dark", dark))}  # fmt: skip
    return {"light": named["light"], "dark": {**named["light"], **named["dark"]}}


def contrast(one: str, other: str) -> float:
    """By WCAG: relative luminance of the lighter over that of the darker."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_controls_stand_out(scheme: str) -> None:
    colours = tokens()[scheme]
    faint = [
        (ink, ground, round(contrast(colours[ink], colours[ground]), 2))
        for pairs, least in ((TEXT, 4.5), (SHAPES, 3.0))
        for ink, ground in pairs
        if contrast(colours[ink], colours[ground]) < least
    ]
    assert faint == []
