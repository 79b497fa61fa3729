"""Numbers as people say them, in German and English: "vierundzwanzig", "fuffzig", "half a"."""

from __future__ import annotations

import re

_DE: dict[str, float] = {
    "halbe": 0.5, "halben": 0.5, "halber": 0.5, "'ne halbe": 0.5, "ne halbe": 0.5,
    "a halbe": 0.5, "ein": 1, "eine": 1, "einer": 1, "einen": 1, "einem": 1, "'ne": 1, "’ne": 1,
    "ne": 1, "nen": 1, "'nen": 1, "ei": 1, "oa": 1, "oane": 1, "anderthalb": 1.5,
    "eineinhalb": 1.5, "einandahalb": 1.5, "zwei": 2, "zwo": 2, "zwoa": 2,
    "oi": 1, "oin": 1, "oine": 1,
    "zwaa": 2, "dree": 3, "veer": 4, "fief": 5, "zwee": 2, "zwöi": 2,
    "drei": 3, "drü": 3, "vier": 4, "fünf": 5, "fuenf": 5, "funf": 5, "sechs": 6, "sieben": 7,
    "siebn": 7, "acht": 8, "neun": 9, "nein'": 9, "zehn": 10, "zehne": 10, "elf": 11, "zwölf": 12,
    "zwoelf": 12, "zwolf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "fuffzehn": 15,
    "sechzehn": 16, "siebzehn": 17, "achtzehn": 18, "neunzehn": 19, "fuffzig": 50,
    "fuffzich": 50, "fufzig": 50, "hundert": 100, "einhundert": 100, "tausend": 1000,
    "eintausend": 1000,
}  # fmt: skip
_TENS_DE: dict[str, float] = {
    "zwanzig": 20, "dreißig": 30, "dreissig": 30, "vierzig": 40, "fünfzig": 50, "fuenfzig": 50,
    "sechzig": 60, "siebzig": 70, "achtzig": 80, "neunzig": 90,
}  # fmt: skip
_ONES_DE: dict[str, float] = {
    "ein": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "fuenf": 5, "sechs": 6, "sieben": 7,
    "acht": 8, "neun": 9,
}  # fmt: skip
#: "dreißich", "vierzisch", "zwanzg": how the Ruhr, the Rhine and the Alps say -ig.
_SAID = ("ich", "isch", "g")
_EN: dict[str, float] = {
    "half an": 0.5, "half a": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "a hundred": 100, "one hundred": 100, "a thousand": 1000,
    "one thousand": 1000,
}  # fmt: skip
_TENS_EN: dict[str, float] = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ONES_EN: dict[str, float] = {
    word: number for word, number in _EN.items() if number in range(1, 10) and len(word) > 2
}


def _numbers() -> dict[str, float]:
    """Every word with its number; compounds are made, so that none is forgotten."""
    made: dict[str, float] = {}
    tens = _TENS_DE | {
        ten.removesuffix("ig") + said: t for ten, t in _TENS_DE.items() for said in _SAID
    }
    made |= tens
    for one, n in _ONES_DE.items():
        made |= {f"{one}und{ten}": n + t for ten, t in tens.items()}
        made |= {f"{one}einhalb": n + 0.5, f"{one}hundert": n * 100, f"{one}tausend": n * 1000}
    made |= {
        f"{word}tausend": n * 1000
        for word, n in (made | _DE).items()
        if n in range(10, 100) and len(word) > 2
    }
    for one, n in _ONES_EN.items():
        made |= {f"{ten}{joint}{one}": t + n for ten, t in _TENS_EN.items() for joint in "- "}
        made |= {f"{one} hundred": n * 100, f"{one} thousand": n * 1000}
    made |= {f"{word} hundred": n * 100 for word, n in _EN.items() if n in range(11, 20)}
    return made | _hundreds(made | _DE) | _DE | _EN | _TENS_EN


def _hundreds(numbers: dict[str, float]) -> dict[str, float]:
    """ "zweihundertfünfzig" and "hundertunddrei"."""
    below = {word: n for word, n in numbers.items() if n in range(1, 100) and len(word) > 2}
    return {
        f"{one}hundert{joint}{word}": 100 * hundreds + n
        for one, hundreds in (_ONES_DE | {"": 1, "zwo": 2}).items()
        for word, n in below.items()
        for joint in ("", "und")
    }


#: Word → number, lower case.
NUMBERS = _numbers()
_JOINTS = frozenset({"and", "und"})


def spoken(words: str) -> float | None:
    """
    >>> spoken("two hundred and fifty"), spoken("zweihundertfünfzig"), spoken("and fifty")
    (250.0, 250.0, None)
    """
    if words in NUMBERS:
        return float(NUMBERS[words])
    whole, *more = words.split(" ")
    for length in (2, 1):
        head = " ".join([whole, *more[: length - 1]])
        rest = more[length - 1 :]
        if head not in NUMBERS or NUMBERS[head] % 100 or not NUMBERS[head]:
            continue
        rest = rest[1:] if rest[:1] and rest[0] in _JOINTS else rest
        below = spoken(" ".join(rest)) if rest else None
        if below is not None and below < NUMBERS[head]:
            return NUMBERS[head] + below
    return None


#: Tens that another word may follow: "forty five".
TENS = "|".join(_TENS_EN)


def number(word: str) -> float:
    """
    >>> number("vierundzwanzig"), number("2,5"), number("half an"), number("1½")
    (24.0, 2.5, 0.5, 1.5)
    """
    word = re.sub(r"\s+", " ", word.lower())
    if word in NUMBERS:
        return float(NUMBERS[word])
    whole, half, _ = word.replace("1/2", "½").partition("½")
    return float(whole.replace(",", ".") or 0) + (0.5 if half else 0)
