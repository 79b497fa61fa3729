"""The sentences around the passage that a reply quotes: what happened before, and what came of it.

Of a complaint that is told at length one passage says a part. Of 144 of more than 280 characters,
whose best words a reader had named, one passage or two held four fifths of them in 59 %, with the
sentences around them in 83 %."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prompts.gist_passages import Quoted
from prompts.gist_questions import asks
from prompts.gist_sentences import fit_question, fit_sentence
from prompts.gist_telling import (
    counts,
    is_call,
    says_what_came,
    shows_signs,
    tells_of_one,
    tells_what_was_said,
)
from prompts.quoted_sums import Bounds, signed
from prompts.quoting import SIGN, wordings
from prompts.retelling.clause_lists import pattern
from triage.complaint import Span
from triage.quotation import LEFT_OUT, our_words
from triage.sentences import sentences_of
from triage.stated_events import find_events

#: With more signs for what is not repeated it is a form, and no sentence.
MOST_SIGNS = 3
#: Fewer words without a sign of a fault say nothing.
_FEWEST_WORDS = 3
#: In words: so few say something only with the next sentences, and how many those may be.
_FRAGMENT_WORDS, _MOST_FRAGMENTS = 2, 6
#: In words: what says with a number when or where it was.
_TELLS_WHEN = 5
#: Of what the model would quote, what it is rather sure of.
_MOST_LIKELY = 2
#: In sentences: how far back what leans is followed.
_MOST_BEFORE = 3
#: "Upside down. She was ninety": of what, stands before it.
_FRAGMENT = re.compile(r"(?:[\w'’]+\s){0,2}[\w'’]+[.!]\s")
_LEANING = re.compile(
    r"(?:doesn['’]?t mean|because|weil|deshalb|deswegen|darum|trotzdem"
    r"|dann|danach|daraufhin|außerdem|also|so)\b"
    # „Mit unseren Jacken“, "Lost at Sala": who is gone, and what is.
    r"|(?:mit|ohne|with|without)\s(?:unsere|meine|our|my)|(?:lost|gone|left)\s(?:at|in|on)\b",
    re.IGNORECASE,
)
#: „Das ist nun fünf Wochen her“; not „Das Gerät“, „Die alte Lampe“. Case counts.
_UNCLEAR_DE = re.compile(
    r"(?:[Ee]r|[Ss]ie|[Ee]s(?!\s(?:gibt|gab|fehlt|fehlte|kommt|kam|tropft|stinkt)\b)|[Dd]ort|[Dd]a(?:mit|rauf|bei|für|von"
    r"|nach|her|ran|zu|durch|rin)?|[Bb]eide|[Ww]ar|[Ww]aren|[Ii]st|[Ss]ind"
    r"|[A-ZÄÖÜ][\wäöüß]*(?:\s\w+){0,2}\s(?:hatte|hat|war|ist|kam|bekam|wurde|musste|konnte|blieb|lag|stand|saß)\s(?:sie|er)"
    r"|[^.,]{0,40}\bhieß es(?:\s\w+)?, (?:er|sie|es)"
    r"|[Dd]ies\w*(?!\s[A-ZÄÖÜ])|[Dd](?:as|ie|er|en|em)(?!\s(?:[a-zäöüß-]+\s){0,2}[A-ZÄÖÜ]))\b"
)
#: „Wir sind für Sie da.‘“ ends already.
_STOPPED = re.compile(r"\?$|[.!?]['‘’]$")
_OMITTED = f" {LEFT_OUT} "


@dataclass(frozen=True)
class Around:
    """What stands around a passage of this text."""

    text: str
    lang: str
    bounds: Bounds
    #: What else the model would quote, the best first.
    likely: Sequence[Span]

    def widened(self, window: Quoted, longest: int, *, by_context: bool = False) -> Quoted:
        """With as many whole sentences before and behind it as there is room for, in characters;
        what had better not be quoted, and what tells nothing, ends it. By context: also with what
        only says before it when or where it was."""
        while not asks(window.said):
            found = self._wider(window, by_context)
            wider = [wide for wide in found if self._keeps_within(wide, longest)]
            if not wider:
                break
            window = min(wider, key=lambda wide: self._rank(window.span, wide.span))
        return window

    def _keeps_within(self, wide: Quoted, longest: int) -> bool:
        return 0 < len(wide.said) <= longest and len(SIGN.findall(wide.said)) <= MOST_SIGNS

    def leans(self, other: Quoted) -> bool:
        """Whether it speaks of something that stands before it."""
        return _leans(other.said, self.lang)

    def _wider(self, window: Quoted, by_context: bool) -> Iterator[Quoted]:
        """By the sentence behind, and by the one before, where it is whole up to there."""
        sentences, (begins, ends) = sentences_of(self.text), window.span
        start = sentences.around(begins)[0]
        end = sentences.around(max(begins, ends - 1))[1]
        if _has_words(self.text[ends:end]):
            yield from self._completed(window, end)
        elif end < len(self.text):
            behind = self._fit(sentences.around(end))
            if behind and self._tells_something(behind):
                yield self._joined(window, behind)
            else:
                yield from self._with_fragments(window, end)
        if start and not _has_words(self.text[start:begins]):
            yield from self._with_before(window, start, by_context)

    def _with_fragments(self, window: Quoted, start: int) -> Iterator[Quoted]:
        """By some words that tell something only together, or with the sentence behind them: "Sent
        it. Rejected. Eleven times now", "Satay. We spent the night in hospital"."""
        end = start
        for _ in range(_MOST_FRAGMENTS):
            begins, ends = sentences_of(self.text).around(end)
            words = self.text[begins:ends].strip()
            short = len(words.split()) <= _FRAGMENT_WORDS
            if (short and is_call(words.rstrip(".! "))) or not (short or end > start):
                return
            end = ends
            behind = self._fit((start, end))
            if behind and self._tells_something(behind):
                yield self._joined(window, behind)
                return
            if not short or end == len(self.text):
                return

    def _with_before(self, window: Quoted, start: int, by_context: bool) -> Iterator[Quoted]:
        """By the sentence before, and by that before it where the first leans on it."""
        wide, at, wanted = window, start, False
        for _ in range(_MOST_BEFORE):
            told = self._fit(sentences_of(self.text).around(at - 1)) if at else None
            if told is None or wordings("preamble").match(told.said) or is_call(told.said):
                break
            wanted |= self._is_wanted(told, wide, by_context)
            wide = self._joined(told, wide)
            at = sentences_of(self.text).around(at - 1)[0]
            if not _leans(told.said, self.lang):
                if wanted:
                    yield wide
                break
        before = sentences_of(self.text).around(start - 1)
        if asked := fit_question(self.text, before, self.lang, self.bounds):
            yield self._joined(asked, window)

    def _completed(self, window: Quoted, end: int) -> Iterator[Quoted]:
        """Up to the end of its sentence, if that tells as well of what went wrong."""
        whole = self._fit((window.span[0], end))
        rest = whole.said.removeprefix(window.said) if whole else ""
        tells = SIGN.search(rest) or tells_of_one(rest, self.lang)
        if whole and rest != whole.said and tells:
            yield whole

    def _fit(self, span: Span) -> Quoted | None:
        return fit_sentence(self.text, span, self.lang, self.bounds)

    def _joined(self, one: Quoted, other: Quoted) -> Quoted:
        """Side by side they stay sentences; where the author's words are left out between them,
        with a sign for that."""
        stop = "!" if self.text[: one.span[1] + 1].rstrip().endswith("!") else "."
        said = f"{one.said}{'' if _STOPPED.search(one.said) else stop} {other.said}"
        quoted = f"„{said}“"
        if our_words(quoted, self.text) == quoted:
            said = _OMITTED.join((one.said, other.said))
        # "The other 60" is a sum where money was spoken of before.
        said = signed(said, self.lang, self.bounds)
        return Quoted((one.span[0], other.span[1]), said)

    def _tells_something(self, other: Quoted) -> bool:
        """Whether the model would quote it, be it with another, or a number or a sign of a fault
        stands in it, or what came; a call („Es reicht“) tells nothing."""
        known = self._is_likely(other.span) and len(other.said.split()) >= _FEWEST_WORDS
        tells = known or tells_of_one(other.said, self.lang) or says_what_came(other.said)
        return (tells or self._goes_with_it(other)) and not is_call(other.said)

    def _goes_with_it(self, other: Quoted) -> bool:
        """Whether it says what the author was told, or what hung on it."""
        start, end = other.span
        at_stake = any(start <= event.span[0] < end for event in find_events(self.text))
        return at_stake or tells_what_was_said(other.said)

    def _is_wanted(self, before: Quoted, window: Quoted, by_context: bool) -> bool:
        """Whether what comes behind it leans on it ("It came with the neck broken"), or it is no
        mere beginning: a sign of a fault stands in it, or the model would quote it."""
        if _leans(window.said, self.lang) or _FRAGMENT.match(window.said):
            return True
        said = before.said
        context = by_context and len(said.split()) >= _TELLS_WHEN and counts(said)
        likely = self._is_likely(before.span, _MOST_LIKELY)
        wanted = context or likely or shows_signs(said, self.lang)
        return wanted and self._tells_something(before)

    def _is_likely(self, sentence: Span, most: int | None = None) -> bool:
        """Whether it, or a part of it, stands in what the model would quote, of the first so
        many."""
        likely = self.likely[:most]
        return any(start < sentence[1] and sentence[0] < end for start, end in likely)

    def _rank(self, window: Span, wider: Span) -> int:
        """The lower the sooner it is taken in: what the model would quote, then what is behind."""
        before = wider[0] < window[0]
        new = (wider[0], window[0]) if before else (window[1], wider[1])
        overlaps = (n for n, s in enumerate(self.likely) if s[0] < new[1] and new[0] < s[1])
        return 2 * next(overlaps, len(self.likely)) + before


def _leans(said: str, lang: str) -> bool:
    """Whether it begins with a word for what was told before it."""
    unclear = _UNCLEAR_DE if lang == "de" else pattern(lang, "unclear")
    return any(leaning.match(said) for leaning in (unclear, _LEANING))


def _has_words(between: str) -> bool:
    return any(c.isalnum() for c in between)
