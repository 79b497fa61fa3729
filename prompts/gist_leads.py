"""With what a message begins that is not what it is about: whom it greets, what joins it to the
text, how many stars it gives."""

from __future__ import annotations

import re

_JOINING = re.compile(
    r"(?:(?:sir|madam|hallo|hi|hello|hey|moin|servus)\s+(?=(?:i|my|our|the|ich|mein\w*|wir)\b)"
    r"|(?:&|und|aber|sondern|denn|oba|and|but|then|plus|because(?! of)|yet|however"
    r"|so(?=\s(?:@\w|(?:i|we|you|they|he|she|the|my|our|your)\b))"
    r"|(?:al[sz]o|ok(?:ay)?|right)(?=\s(?:@\w|(?:i|we|you|u|my|our|your|ur|so|ich|wir|ihr|mein|mir)\b)))[:,]?\s+"
    r"|i (?:should )?know (?:this )?because\s(?=(?:i|we|my|it)\b)"
    r"|(?:(?:ich |i )?bin |i['’]?m )(?:ja |echt |wirklich |sonst |normally |usually |really )?"
    r"(?:kein\w*|not an?|no)\s[\w-]+(?:\s@\w+)?,?\s(?:aber|but)\s"
    r"|(?:doesn['’]?t|does not) change (?:the fact )?that\s|ich (?:nämlich |leider )?nicht:\s+"
    r"|for\s(?=(?!(?:being|nothing|having)\b)[a-z]+ing\s(?:my|our|us|me|the)\b)"
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
#: How many stars it gets, and what speaks against it.
_RATED = re.compile(
    r"(?:(?:(?:only|just|nur)\s)?(?:ein|zwei|drei|vier|fünf|null|zero|one|two|three|four|five|\d(?:/\d)?)"
    r"[ -](?:sterne?|stars?)\b[.!:]+\s+|\d ?(?:von|out of|of|/) ?\d\d?[.!:]+\s+"
    r"|(?:cons?|contras?|kontra|fazit|verdict):\s+)+",
    re.IGNORECASE,
)
#: A call before the matter: "po, I paid …".
_CALL = re.compile(
    r"(?:mahlzeit|moin(?: moin)?|servus|grüezi|griaß\w*|huhu|right so|right then|hello|hallo|hi)"
    r"(?:\s\w+){0,3}[.!]\s+(?=\S+\s\S+\s\S)|"
    r"(?:hut ab|chapeau|respekt|bravo|glückwunsch|congrat\w*|well done|hats off|kudos)\b[,:!]?"
    r"(?:\s(?:to\s|an\s)?@?[\w&]+){0,3}[:!]\s+(?=\S+\s\S+\s\S)|"
    r"(?:(?:na |ja |oh |wow )(?:toll|super|klasse|prima|bravo|great|brilliant|lovely)"
    r"(?: \w+)?[,!:]\s+"
    r"|(?:po|abeg|oga|yo|bro|bruh|oi|omg|ugh|lol|oida|ha(?:ha)+|boah|puh|ey|digga|nu(?=,)|na(?=,))[,:.!]?\s+)+",
    re.IGNORECASE,
)
#: How a message begins, not what it is about.
GREETING = re.compile(
    r"(?:hello|hiya|heya|howdy|hi|hey|dear|sir|madam|good (?:morning|day|evening|afternoon)"
    r"|guys|folks|update|fyi"
    r"|hallo|hoi|tach|gr(?:ü|ue)e?zi|gr(?:ü|ue)(?:ß|ss) gott"
    r"|respected|g['’]day"
    r"|werte[rs]?|moin|servus|griaß eich|guten (?:tag|morgen|abend)|sehr geehrte\w*|liebe[rs]?"
    r"|leute"
    r"|(?:damen und )?herren(?=\s(?:der|des|von|vom|bei)\s(?-i:(?:[A-ZÄÖÜ][\w&.-]*\s?){1,5}),)"
    r"|nachtrag|zusatz|ps|re(?=:)|betr(?=[.:])|subject(?=:)"
    r"|further to|with reference to|bezugnehmend|bezüglich|betreff)\b",
    re.IGNORECASE,
)
_TITLE = r"\b(?:Hr|Fr|Dr|Mrs?|Ms)\."
#: The same up to where it ends, and under what heading: "Re: my parcel, …".
_GREETED = re.compile(
    rf"(?:re|betr|betreff|subject)[:.]\s[^,:.!?]{{2,40}}[,:]\s+"
    rf"|{GREETING.pattern}(?!\s(?:from|aus|my|our|i)\b)(?:(?:[^,:.!]|{_TITLE}){{0,40}}(?:[,:!]\s+|\s,\s?)"
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
    r"|(?!(?:Eure|Ihre|Unsere?|Meine?|Our|Your|My|The|Die|Der|Das)\s)(?:An\s(?:die|den|das)\s)?(?:[A-ZÄÖÜ][\w&'’.-]*\s){1,3}?[A-ZÄÖÜ][\w&'’.-]*:\s+(?=\w+\s[^.!?]*\w\s\w)"
)
#: „App gekauft, äh, Ticket in App gekauft“: what is taken back, for it is said anew.
_SLIP = re.compile(
    r"[^.!?,;:]{0,25}\b(?P<anew>\w{4,})\b[^.!?,;:]{0,15},?\s(?:ä+h+m?|ehm|erm?|u[hm]),\s+"
    r"(?=[^.!?]*\b(?P=anew)\b)",
    re.IGNORECASE,
)
_LEADS = (_RATED, _WARNS, _GREETED, _CALL, _ADDRESSED, _REPORTS, _SLIP, _JOINING)


def without_leads(words: str) -> str:
    """Each at most once, in the order in which they stand before one another."""
    for lead in _LEADS:
        words = _without(words, lead)
    return words


def without_joining(words: str) -> str:
    return _without(words, _JOINING)


def _without(words: str, lead: re.Pattern[str]) -> str:
    found = lead.match(words)
    return words[found.end() :] if found else words
