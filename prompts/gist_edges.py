"""A passage of a complaint without what stands at its edges: whom it greets, what joins it to the
text, what is only added to be kind or loud."""

from __future__ import annotations

import re

from prompts.gist_praise import past_praise, praises
from prompts.gist_telling import (
    names_a_fault,
    pleads,
    says_it_is_wrong,
    tells_of_a_death,
    tells_of_one,
)
from prompts.quoting import wordings
from triage.clauses import NOT_GOVERNED
from triage.complaint import Span
from triage.quotation import LEFT_OUT

_ENDS = " \n\t\r.!…,;:–—*~-★☆"
#: Of whom something is told, is not only told it: "@nordair is late again".
_IS_TOLD_OF = (
    r"(?:(?:is|was|does|did|would|can)\b(?!\s(?:you|u|i|we|there|your)\b)"
    r"|(?:kann|will)\b(?!\s(?:you|u|i|we|there|your|ich|ihr|sie|man|wir)\b)"
    r"|(?:has|had|never|keeps|thinks|says|lost|cancelled|left|won't|can't|doesn't|isn't|didn't|wants"
    r"|continues|needs|makes|lets|gives|charges|fails|refuses|tells|seems|allows|offers|treats|takes"
    r"|expects|claims|said|ist|war|hat|hatte|macht|schafft|lässt|verliert|schickt|sagte?|schreibt"
    r"|meint|behauptet|antwortet)\b)"
)
_PICTURE = r"[\U0001F000-\U0001FFFF\u2600-\u27BF\uFE0F\u200d]"
#: Pictures, whom it is told to, under what sign.
_BESIDE = re.compile(
    rf"^(?:\d/\d\s+)?(?:\.?@\w+\s+(?=@))*\.?@\w+(?:[,:]\s|\s(?!{_IS_TOLD_OF}))|\s(?=@){NOT_GOVERNED}@\w+(?:\.\w+)*$"
    rf"|\s(?=#){NOT_GOVERNED}#\w+(?:\s#\w+)*$|{_PICTURE}+$|,\s@\w+(?=[.!])"
    rf"|(?<=\w)\s(?=@){NOT_GOVERNED}@\w+(?=[.!]\s\S|,\s(?:aber|but|und|and)\s)"
    r"|(?<=[.!…]\s)@\w+(?:[,:]\s|\s(?=(?:das|dies|es|ich|wir|ihr|mein\w*|unser\w*|that|this|it|i|we|you|my|our)\b))"
)
#: A picture between two words stands for a pause; several are of what is told.
_PICTURES = re.compile(rf"(?P<stop>[.,:;!?…]?)\s*{_PICTURE}+\s*(?=\w)")
#: An account or a tag amid a sentence is a word there.
_HANDLE = re.compile(
    r"(?:(?:^\.?|(?<=[\w.,:;!?–-]\s)|(?<=['„\"(]))"
    # "#Oxmoor", "#RE5"; two capitals may be somebody's name.
    r"(?:@(?=\w)|#(?=[a-zäöü]{3}|[A-ZÄÖÜ][a-zäöüß]+\b|[A-Z]{1,4}\d*\b)))|^#(?=[^\W\d])"
)
#: As some systems write quotation marks within others.
_MARKS_IN_A_ROW = re.compile(r"([„“”\"])[„“”\"]+")
_JOINING = re.compile(
    r"(?:(?:&|und|aber|sondern|denn|oba|and|but|then|plus|because(?! of)|yet|however"
    r"|so(?=\s(?:@\w|(?:i|we|you|they|he|she|the|my|our|your)\b))"
    r"|(?:al[sz]o|ok(?:ay)?|right)(?=\s(?:@\w|(?:i|we|you|u|my|our|your|ur|so|ich|wir|ihr|mein|mir)\b)))[:,]?\s+"
    r"|i (?:should )?know (?:this )?because\s(?=(?:i|we|my|it)\b)"
    r"|(?:(?:ich |i )?bin |i['’]?m )(?:ja |echt |wirklich |sonst |normally |usually |really )?"
    r"(?:kein\w*|not an?|no)\s[\w-]+(?:\s@\w+)?,?\s(?:aber|but)\s"
    r"|(?:shame|pity)(?: that)?\s(?=(?:i|we|you|they|it|the|my|our|your|there)\b)"
    r"|(?:only thing|one thing|nur eins|einzige[rs]? (?:manko|haken|wermutstropfen)):\s+"
    r"|any (?:particular |good )?reason (?:that|why)\s+(?=(?:we|i|our|my|the)\b)|['’]s\s+"
    r"|(?:al[sz]o|trotzdem|doch|dann|so|sorry|well|ok(?:ay)?|naja|tja|ach|nein|ja|no|yes|morning|look|right)"
    r"[:,]\s+)+",
    re.IGNORECASE,
)
#: Mock joy before the matter: "Delighted to report that my kettle …".
_REPORTS = re.compile(
    r"(?:(?:i['’]?m|i am|we['’]?re|we are)\s)?(?:so\s)?"
    r"(?:delighted|pleased|happy|thrilled|proud)\sto\s"
    r"(?:report|announce|say|share|confirm|inform\syou|let\syou\sknow)(?:\sthat)?[,:]?\s+(?=\S+\s\S+\s\S)",
    re.IGNORECASE,
)
#: The number of a point in a list.
_LISTED = re.compile(
    r"(?:^|(?<=[.!] ))\(?\d{1,2}[.)]\s+(?=[^\W\d])"
    r"(?!(?:Jan|Feb|März|Apr|Ma|Ju|Aug|Sep|Okt|Nov|Dez))"
)
#: How many stars it gets, and what speaks against it.
_RATED = re.compile(
    r"(?:(?:(?:only|just|nur)\s)?(?:ein|zwei|drei|vier|fünf|null|zero|one|two|three|four|five|\d(?:/\d)?)"
    r"[ -](?:sterne?|stars?)\b[.!:]+\s+|\d ?(?:von|out of|of|/) ?\d\d?[.!:]+\s+"
    r"|(?:cons?|contras?|kontra|fazit|verdict):\s+)+",
    re.IGNORECASE,
)
_RATED_BEHIND = r"(?<=[.!])\s+pros?:\s"
_RATED_LAST = re.compile(
    r"(?<=[.!])\s(?:(?:null|zero|no|ein|zwei|drei|vier|one|two|three|four)|[0-4])\s(?:punkte?|sterne?|points?|stars?)"
    r"(?:\s(?:von|out of|of)\s\w+)?[.!]?$",
    re.IGNORECASE,
)
#: A call before the matter: "po, I paid …".
_CALL = re.compile(
    r"(?:hut ab|chapeau|respekt|bravo|glückwunsch|congrat\w*|well done|hats off|kudos)\b[,:!]?"
    r"(?:\s(?:to\s|an\s)?@?[\w&]+){0,3}[:!]\s+(?=\S+\s\S+\s\S)|"
    r"(?:(?:na |ja |oh |wow )(?:toll|super|klasse|prima|bravo|great|brilliant|lovely)"
    r"(?: \w+)?[,!:]\s+"
    r"|(?:po|abeg|oga|yo|bro|bruh|oi|omg|ugh|lol|oida|ha(?:ha)+|boah|puh|ey|digga|nu(?=,)|na(?=,))[,:.!]?\s+)+",
    re.IGNORECASE,
)
#: Three sentences are enough.
STOP = re.compile(r"(?<!\d)(?<!\b[dDM])(?!(?<=\w\wstr)\.\s?\d)[.!…][\"”“»«’'‘)]*\s+(?=\S)")
_SENTENCE = rf"\S.*?(?:{STOP.pattern}|$)"
#: "delayed . Long wait"
_APART = re.compile(r"\s+(?=[.,!;:](?:\s|$))")
#: How a message begins, not what it is about.
GREETING = re.compile(
    r"(?:hello|hiya|heya|howdy|hi|hey|dear|sir|madam|good (?:morning|day|evening|afternoon)"
    r"|guys|folks|update|fyi"
    r"|hallo|hoi|tach|gr(?:ü|ue)e?zi|gr(?:ü|ue)(?:ß|ss) gott"
    r"|moin|servus|griaß eich|guten (?:tag|morgen|abend)|sehr geehrte\w*|liebe[rs]?|leute"
    r"|(?:damen und )?herren(?=\s(?:der|des|von|vom|bei)\s(?-i:(?:[A-ZÄÖÜ][\w&.-]*\s?){1,5}),)"
    r"|nachtrag|zusatz|ps|re(?=:)|betr(?=[.:])|subject(?=:)"
    r"|further to|with reference to|bezugnehmend|bezüglich|betreff)\b",
    re.IGNORECASE,
)
_TITLE = r"\b(?:Hr|Fr|Dr|Mrs?|Ms)\."
#: The same up to where it ends, and under what heading: "Re: my parcel, …".
_GREETED = re.compile(
    rf"(?:re|betr|betreff|subject)[:.]\s[^,:.!?]{{2,40}}[,:]\s+"
    rf"|{GREETING.pattern}(?!\s(?:from|aus)\b)(?:(?:[^,:.!]|{_TITLE}){{0,40}}(?:[,:!]\s+|\s,\s?)"
    rf"|\s(?-i:(?:(?!{_TITLE})[A-ZÄÖÜ]\w+\s?){{1,3}})\.\s+)",
    re.IGNORECASE,
)
#: A warning to everybody.
_WARNS = re.compile(
    r"(?:BEWARE|WARNING|ACHTUNG|VORSICHT|PSA|UPDATE|ALERT)\b[:,!]?\s"
    r"|(?i:(?:please )?(?:don['’]?t|do not|never) (?:fly|book|travel) (?:with )?@\w+[.,!:]*\s)"
)
#: To whom before a colon: "Netzfisch: …", "To the business team: …".
_ADDRESSED = re.compile(
    r"(?:An\s(?:die|den|das)\s[A-ZÄÖÜ][\w&'’.-]*|(?i:warnung\san\s[\w\s]{3,30}|to\sthe\s[\w\s]{3,30}"
    r"|people\sasking\s[^.:!?]{3,50}|[\w\s]{3,20}\s(?:folks|parents|leute|eltern)"
    r"|zu\s(?:ihrem|eurem)\s(?:schreiben|brief)[^.:!?]{0,40})):\s+(?=\S+\s\S+\s\S)"
    r"|(?:An\s(?:die|den|das)\s)?(?:[A-ZÄÖÜ][\w&'’.-]*\s){1,3}?[A-ZÄÖÜ][\w&'’.-]*:\s+(?=\w+\s[^.!?]*\w\s\w)"
)
#: Who writes, at the end: „LG Herbert“, "Love Jean x".
_SIGNED = re.compile(
    r"(?:(?:^|(?<=[.!])\s)(?i:lg|vg|mfg)|(?:^|(?<=[.!])\s|,\s)(?i:(?:mit )?"
    r"(?:(?:freundliche|beste|liebe|herzliche|viele|schöne)n? )?gr(?:uß|üße|üßen)"
    r"|love|(?:kind |best )?regards))"
    r"[,.]?\s(?:aus\s)?[A-ZÄÖÜ][\w-]+(?:\s[A-ZÄÖÜ][\w-]+)?(?:\s[xX]+)?[.!]?$"
)
#: What is only added to be kind or loud.
_ADDED = re.compile(
    r"(?:,\sless so"
    r"|,?\s(?:lol|lmao|smh|ffs|cheers|thanks|thx|please|pls|mind you|by the way|btw"
    r"|innit|tbh|imo"
    r"|though|yallah|danke|bitte|ey|digga|gell|oder|jedenfalls)"
    # Elsewhere these are of what is told: "what it smells like", "in front of 30 people".
    r"|,?\s(?:bro|dude)|(?<=\d)\.\s(?:leute|folks|people|guys)|,\s(?:like|mate|folks|people|guys|alter|leute|liebe[rs]?))$",
    re.IGNORECASE,
)
#: "a *loud* bang"
_STRESSED = re.compile(r"(?<![\w*])\*(\w[\w ’'-]{0,20}\w)\*(?![\w*])")
#: "@lamp_house" is a name of two words.
_UNDERSCORE = re.compile(r"(?<=[^\W_])_(?=[^\W_])")
#: „App gekauft, äh, Ticket in App gekauft“: what is taken back, for it is said anew.
_SLIP = re.compile(
    r"[^.!?,;:]{0,25}\b(?P<anew>\w{4,})\b[^.!?,;:]{0,15},?\s(?:ä+h+m?|ehm|erm?|u[hm]),\s+"
    r"(?=[^.!?]*\b(?P=anew)\b)",
    re.IGNORECASE,
)
#: "No rice @nosh refund it": what an account is told to do, without a stop before it.
_TOLD_TO = re.compile(
    r"\s@\w+\s(?:refund|fix|sort|please|pls|bitte|macht|mach|tut|tu|what|why|wtf|do|explain|help"
    r"|hilfe|warum|wann)\b[^.!?]*$",
    re.IGNORECASE,
)
#: What comes behind it is another thought.
_BESIDES = re.compile(
    rf"(?<=\w{{2}}),\s(?:though|however)\b(?!,?\s\w)|{_RATED_BEHIND}", re.IGNORECASE
)
#: What is praised before the matter: "Good tea on board but the lamp was dead".
_PRAISED = re.compile(
    r"(?:(?:very|really|sehr|wirklich)\s)?(?:good|great|nice|lovely|loved?|smooth|super"
    r"|(?:toll|schön|gut|nett)(?:e[rsnm]?)?)\s(?!luck\b|Geld\b)[^.!?,;]{0,60},?\s(?:but|aber)\s"
    r"(?=\w+\s\w+)",
    re.IGNORECASE,
)
#: In characters: less than that is left of nothing.
_FEWEST_LEFT = 12
_QUOTED = re.compile(r"[„“”«»\"]([^„“”«»\"]*)[“”«»\"]")
MARKS = re.compile(r"[„“”«»\"]")
_SINGLE = {"de": r"‚\1‘", "en": r"'\1'"}


def plain(passage: str, lang: str) -> str:
    """On one line, what it quotes in single quotation marks."""
    told = _TOLD_TO.sub("", passage.strip(_ENDS))
    words = " ".join(_BESIDE.sub("", told).strip(_ENDS).split())
    words = _PICTURES.sub(lambda m: f"{m['stop'] or f' {LEFT_OUT}'} ", words, count=1)
    words = _STRESSED.sub(r"\1", _APART.sub("", words))
    words = _LISTED.sub("", _MARKS_IN_A_ROW.sub(r"\1", words))
    for lead in (_RATED, _WARNS, _GREETED, _CALL, _ADDRESSED, _REPORTS, _SLIP, _JOINING):
        words = _without_lead(words, lead)
    words = _HANDLE.sub("", _UNDERSCORE.sub(" ", _BESIDE.sub("", words)))
    words = _RATED_LAST.sub("", _SIGNED.sub("", words))
    praised = _PRAISED.match(words)
    if praised and not tells_of_one(praised[0], lang):
        words = words[praised.end() :]
    words = _without_asides(_BESIDES.split(words, maxsplit=1)[0], lang)
    words = _without_lead(past_praise(words, lang), _JOINING)
    words = _ADDED.sub("", words).rstrip(_ENDS)
    if not MARKS.search(words):
        return words
    whole = _QUOTED.fullmatch(words)
    return whole[1].strip(_ENDS) if whole else _QUOTED.sub(_SINGLE.get(lang, r"'\1'"), words)


def _without_lead(words: str, lead: re.Pattern[str]) -> str:
    found = lead.match(words)
    return words[found.end() :] if found else words


def _without_asides(words: str, lang: str) -> str:
    """Without sentences at its beginning and end that thank, demand, threaten, say what comes of
    it, or are a single word, and tell of no fault; where one is told, without those that praise."""
    sentences = [m.span() for m in re.finditer(_SENTENCE, words)]
    told = [_tells(words[slice(*span)], lang) for span in sentences]
    another = [_is_another(words[slice(*span)], lang) for span in sentences]
    wrong = any(tells and not other for tells, other in zip(told, another, strict=True))
    said = [
        not (other and wrong) and (tells or not _is_aside(words, span))
        for other, tells, span in zip(another, told, sentences, strict=True)
    ]
    if all(said) or not any(said):
        return words
    first, last = said.index(True), len(said) - said[::-1].index(True)
    left = words[sentences[first][0] : sentences[last - 1][1]].rstrip(_ENDS)
    return left if len(left) >= _FEWEST_LEFT else words


def _is_another(sentence: str, lang: str) -> bool:
    """Whether it tells of another matter: it is kind to somebody and names no fault ("Crew sorted
    it in the end, fair play"), or somebody died."""
    kind = praises(sentence, lang) and not says_it_is_wrong(sentence, lang)
    beside_it = any(wordings(name).match(sentence) for name in ("preamble", "wants"))
    asks = pleads(sentence) and not names_a_fault(sentence, lang)
    return kind or beside_it or asks or tells_of_a_death(sentence)


def _is_aside(words: str, sentence: Span) -> bool:
    said = words[slice(*sentence)].strip(_ENDS)
    if said.isalpha() or wordings("call").fullmatch(said):
        return True
    return any(wordings(name).match(words, *sentence) for name in ("aside", "threat"))


def _tells(sentence: str, lang: str) -> bool:
    """Whether it tells of a fault; a number that says until when tells of none."""
    if wordings("threat").match(sentence):
        return names_a_fault(sentence, lang)
    if sentence.strip(_ENDS).isalpha():
        return says_it_is_wrong(sentence, lang)
    return tells_of_one(sentence, lang)
