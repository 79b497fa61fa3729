"""A matter in the cases a sentence needs, with the article or the author's own "your"."""

from __future__ import annotations

from prompts.matter import Matter
from triage.draft import Register

#: Gender → nominative, accusative, dative article, then the same endings for dein/Ihr.
ARTICLES = {
    "m": ("der", "den", "dem"), "f": ("die", "die", "der"),
    "n": ("das", "das", "dem"), "p": ("die", "die", "den"),
}  # fmt: skip
ENDINGS = {
    "m": ("", "en", "em"),
    "f": ("e", "e", "er"),
    "n": ("", "", "em"),
    "p": ("e", "e", "en"),
}
CASES = ("", "_acc", "_dat")
#: What is not counted lacks: "the lack of water", but "the missing ramp".
_UNCOUNTED = frozenset(
    {
        "assistance", "bedding", "broadband", "cleaning", "compensation", "electricity", "food",
        "gas", "heat", "heating", "housekeeping", "information", "internet", "legroom", "network",
        "power", "seating", "signal", "soap", "water", "wi-fi", "wifi",
    }
)  # fmt: skip


def matter_cases(
    matter: Matter, lang: str, register: Register, variable: str = "matter"
) -> dict[str, str]:
    """`{"matter": "der Aufzug", "matter_acc": "den Aufzug", "matter_dat": "dem Aufzug"}`."""
    noun = matter.noun
    if lang != "de":
        lack = "lack of " if noun.name.split()[-1] in _UNCOUNTED else "missing "
        spoken = f"{'your' if noun.own else 'the'} {lack if matter.lacking else ''}{noun.name}"
        return {f"{variable}{case}": spoken for case in CASES}
    gender = "m" if noun.gender == "w" else noun.gender
    yours = "dein" if register == "du" else "Ihr"
    articles = [yours + e for e in ENDINGS[gender]] if noun.own else ARTICLES[gender]
    oblique = f"{noun.name}en" if noun.gender == "w" else noun.name
    dative = f"{noun.name}n" if gender == "p" and noun.name[-1] not in "ns" else oblique
    names = (noun.name, oblique, dative)
    endings = ("en", "en", "en") if gender == "p" else ("e", "en" if gender == "m" else "e", "en")
    lacks = [f"fehlend{ending} " if matter.lacking else "" for ending in endings]
    return {
        f"{variable}{case}": f"{article} {lack}{form}"
        for case, article, lack, form in zip(CASES, articles, lacks, names, strict=True)
    }
