"""Words of a complaint that are fit to be quoted back: the author's own („Kein Wickeltisch an
Bord“), and what the author was told („Da müssen Sie warten“): no insult, no personal data, no
amount, no question. The wordings stand in `quoting.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from prompts.persons import names_somebody
from triage.complaint import Span
from triage.errors import UnreadablePlaybook
from triage.guard_patterns import said
from triage.personal_data import mask
from triage.sentences import sentences_of
from triage.wording_files import wording

_FILE = Path(__file__).parent / "quoting.toml"
_FEWEST_WORDS, _MOST_WORDS = 3, 15
_FEWEST_IN_GIST, _MOST_IN_GIST, _LONGEST_GIST = 2, 40, 200
#: By language what stands in a quotation for what is not repeated, so that the sentence stays
#: whole: for a sum, for where somebody lives, for an e-mail address, for a number.
SUMS = {"de": "[Summe]", "en": "[amount]"}
ADDRESSES = {"de": "[Adresse]", "en": "[address]"}
EMAILS = {"de": "[E-Mail]", "en": "[e-mail]"}
NUMBERS = {"de": "[Nummer]", "en": "[number]"}
#: Any of these.
SIGN = re.compile(
    "|".join(
        re.escape(sign) for signs in (SUMS, ADDRESSES, EMAILS, NUMBERS) for sign in signs.values()
    )
)
#: How far before quotation marks it is said whose words they are.
_BEFORE = 70
#: No emoji and the like.
_PLAIN = frozenset(" .,;:'’-–—!/&()")
_ENDS = re.compile(r"^[\s.!…,;:–—*★☆-]+|[\s.!…,;:–—*★☆-]+$")
_LEADING = re.compile(
    r"^(?:und|aber|nur|doch|also|dann|and|but|so|then|now|plus|still|yet)\s+", re.I
)
#: What is dialect or an address in one language and an ordinary word in the other.
_ORDINARY = {"en": {"a", "is", "was"}, "de": {"da", "des", "es", "im", "uns"}}
#: „um 17.20“: what may be a time and no price …
CLOCK = r"(?:[01]?\d|2[0-3])\.[0-5]\d\b(?!\.\d)"
#: "ordered four for the office for 12.30" …
DUE = rf"\b(?:ordered|booked)\b[^.!?;]*?\bfor\s(?={CLOCK})"
#: … where something is told that goes by the clock …
_BY_THE_CLOCK = re.compile(
    r"\b(?:trains?|bus(?:es)?|trams?|flights?|planes?|gate|boarding|departure|landed|leaves?|cancel\w*|canned|stop|bumped"
    r"|delay\w*|late|open\w*|clock|door|phone|zug|züge|\w*bahn|flug|flüge|flieger|fähre|abfahrt|ankunft|abflug|uhr"
    r"|jetzt|ausgefallen|fiel|fällt|verspät\w*|gestrichen|verlegt|ab|kam|fährt|fuhr|techniker|termin|schalter"
    r"|\w*schließt|öffnet|since|seit)\b|" + DUE,
    re.IGNORECASE,
)
_TIME = re.compile(rf"\b{CLOCK}")
#: What is one in any case: "the 8.14", "cab at 4.30", "our 2.05 to Cairns".
_SURELY_TIME = re.compile(
    rf"(?:(?<=\b[Tt]he\s)|(?<=\b[Aa]t\s)|(?<=\b[Uu]m\s)|(?<=\bgegen\s)){CLOCK}"
    rf"|(?<=\b[Oo]ur\s){CLOCK}(?=\s(?:to|from)\b)|(?<=\b[Mm]y\s){CLOCK}(?=\s(?:to|from)\b)"
)
#: … and nothing about money.
PRICED = re.compile(
    r"\b(?:bought|gekauft|(?:sur)?charg\w+|fees?|fares?|bill\w*|prices?|priced?|paid|pay\w*|costs?|spent|owed?|extra|refund\w*|money"
    r"|cash ?(?:machine|point)|atm|statement|geldautomat\w*|bankomat\w*|kontoauszug\w*|kassa?"
    r"|recharg\w*|debit\w*|deduct\w*|preis\w*|chosch?t\w*|kost\w*|\w*gebühr\w*|\w*gebucht|abgezogen|berechnet|bezahlt|gezahlt|zahl\w*|rechnung\w*|\w*abschlag\w*"
    r"|beitrag\w*|beiträge|miete|tarif\w*|teurer|gestiegen|erhöh\w*|gutschrift\w*|erstatt\w*|geld|fr|chf|euro?|€)\b",
    re.IGNORECASE,
)
#: Questions, names, amounts, long numbers, quotation marks; two sentences.
_NEVER = re.compile(
    r"[?@#€$£%„“”\"«»‘‚<>•_\[\]{}]|\d{3}|\d:\d|(?<!\w)\d+[.,]\d{2}|https?:|www\.|[.!:]\s"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
#: In words that need not be plain: questions, addresses, long numbers, prices, marks, pictures.
_NOT_IN_GIST = re.compile(
    r"(?<!\b[Aa]m )(?<!\b[Vv]om )(?<!\b[Bb]is )(?<!\b[Ss]eit )(?<!\b[Aa]b )"
    r"\b\d+[.,]\d{2}(?!\d|(?<=\.\d\d)\.\d\d|\s?(?:Uhr|h|[ap]\.?m|kg|k?m|°)\b)|CHF"
    r"|[?@#<>•_\[\]{}|*~^\\]|=(?! )|(?<! )="
    r"|\d{5}|https?:|www\.|[^\x00-\u024f\u1e00-\u1eff\u2010-\u201f\u2026\u20ac\u2116]"
)
#: What was said to the author may be a question.
_SAID = re.compile(r"(?<!\w)[‚'].+[‘'](?!\w)")
_SAID_WITHIN = re.compile(r"(?<!\w)[‚'][^‚‘'\d@#<>]{3,80}[‘'](?!\w)")
_QUOTED = re.compile(r"[„“\"«»‘‚]([^„“”\"«»\n]{8,64})[“”\"»«’‘]")


def is_fit_gist(words: str) -> bool:
    """Whether what went wrong may be quoted in these words: no more is asked of them than of any
    words that stand in our reply, and that they are no insult."""
    words = SIGN.sub("", words)
    return (
        len(words.split()) <= _MOST_IN_GIST
        and len(_WORD.findall(words)) >= _FEWEST_IN_GIST
        and len(words) <= _LONGEST_GIST
        and not _NOT_IN_GIST.search(_SAID_WITHIN.sub("", without_times(words)))
        and not wordings("swearing").search(words)
        and not any(wordings("hurtful").search(said[0]) for said in _SAID.finditer(words))
        and _is_harmless(words)
    )


def without_times(words: str) -> str:
    """Without what can only be the time of day there."""
    if PRICED.search(words):
        return words
    return (_TIME if _BY_THE_CLOCK.search(words) else _SURELY_TIME).sub("", words)


def told(text: str, evidence: Sequence[Span], *, whole: bool) -> str | None:
    """What somebody of ours said or wrote to the author; None where the text does not say."""
    for match in _QUOTED.finditer(text):
        start = match.start()
        # Straight quotation marks do not say where they begin.
        inside_out = match[0][0] == '"' and text.count('"', 0, start) % 2
        if inside_out or not (whole or _within(start, evidence)):
            continue
        answer = _LEADING.sub("", _ENDS.sub("", match[1]))
        if _is_told(text, start) and _may_be_repeated(answer):
            return answer
    return None


#: Not within "{0,2}" or "[,.]".
_SEPARATED = re.compile(r",\s")


@cache
def wordings(name: str) -> re.Pattern[str]:
    """One list of quoting.toml as a pattern for whole words. Raises UnreadablePlaybook."""
    try:
        file = tomllib.loads(_FILE.read_text(encoding="utf-8"))
        words = (" ".join(word.split()) for word in _SEPARATED.split(file[name].strip()))
        flags = 0 if name == "dialect" else re.IGNORECASE
        return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", flags)
    except KeyError as error:
        raise UnreadablePlaybook(f"{_FILE}: there is no {error}.") from error
    except (OSError, ValueError, re.error) as error:
        raise UnreadablePlaybook(f"{_FILE}: {error}") from error


def _says(name: str, sentence: str, lang: str) -> bool:
    found = (match[0].lower() for match in wordings(name).finditer(sentence))
    return any(word not in _ORDINARY.get(lang, ()) for word in found)


def is_dialect(words: str, lang: str) -> bool:
    """Whether a stranger had better not repeat it."""
    return _says("dialect", words, lang)


def _is_told(text: str, start: int) -> bool:
    before = text[max(sentences_of(text).around(start)[0], start - _BEFORE) : start]
    by_the_author = wordings("by_the_author").search(before)
    return wordings("told_by").search(before) is not None and not by_the_author


def _may_be_repeated(answer: str) -> bool:
    return _is_fit(answer) and not wordings("hurtful").search(answer)


def _is_fit(words: str) -> bool:
    """Whether words may stand in a public reply at all."""
    return (
        _FEWEST_WORDS <= len(words.split()) <= _MOST_WORDS
        and not words.isupper()
        and not _NEVER.search(words)
        and all(c.isalnum() or c in _PLAIN for c in words)
        and _is_harmless(words)
    )


def _is_harmless(words: str) -> bool:
    """Whether nobody is known by it and the guard lets it stand."""
    return (
        mask(words) == words
        and not names_somebody(words)
        and not wording("circumstances/abusive").search(words)
        and not said("amount_in_public").search(words)
    )


def _within(start: int, spans: Sequence[Span]) -> bool:
    return any(first <= start < end for first, end in spans)
