"""The wordings that the guard's rules know, German and English: where a rule is right, no model
is asked. Each table is read by triage/guard.py."""

from __future__ import annotations

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)


APOLOGY = _any(
    r"\b(?:tut|tun|täte)\s(?:\w+\s){0,4}leid\b", r"\bleid\s?(?:tut|tun)\b", r"entschuldig", r"\bsorry\b", r"\bverzeih",
    r"\bbedauer(?:e|n|t|lich)\b", r"\bpardon\b", r"\bschäme\w*\b", r"beschämt", r"\bapolog", r"\bregret\b", r"\bforgive\b",
    r"\bashamed\b", r"\bschade\b", r"\bto my shame\b",
)  # fmt: skip

PRIVATE_WAY = _any(
    r"\bdms?\b", r"direktnachricht", r"\bdirekt\b", r"private? nachricht", r"\bprivat\b", r"persönliche nachricht", r"\bpn\b",
    r"\bdirect(?:ly)?\b", r"private(?:ly)? ", r"\bprivate\b", r"\be-?mail\b", r"@\w+[\w.-]*\.\w+", r"\bmessage me\b", r"\binbox\b",
)  # fmt: skip

_PERSONAL = (
    r"(?:buchungs(?:code|nummer)|buchungsreferenz|telefonnummer|handynummer|rückrufnummer|geburtsdatum|kontonummer|iban|adresse|anschrift"
    r"|nachname|vollständigen? namen?|kundennummer|e-?mail-?adresse|ausweisnummer|passnummer|kreditkarte\w*|booking (?:reference|code|number)"
    r"|reservation number|confirmation (?:code|number)|phone number|mobile number|date of birth|home address|postal address|full name|account number"
    r"|e-?mail address|passport number|card (?:number|details)|\bpnr\b)"
)
ASKS_PERSONAL = _any(
    rf"\b(?:schick|schreib|nenn|teil|antwort|send|gib|geb|poste|hinterlass|post|reply|tell|give|share|provide|drop|leave|what(?:'s| is) your)\w*\b[^.!?]{{0,80}}{_PERSONAL}",
    rf"{_PERSONAL}[^.!?]{{0,50}}\b(?:mitteilen|nennen|schicken|schreiben|posten|angeben|mit)\b",
)  # fmt: skip
IN_PUBLIC = _any(
    r"\beinfach hier\b", r"\bhier (?:im|in den|als|unten)? ?(?:kommentar|antwort|thread)", r"\buns hier\b", r"\bmir hier\b",
    r"\bantworte\w*(?: \w+)? hier\b", r"\bin den kommentaren\b", r"\böffentlich\b", r"\b(?:reply|comment|post|answer|right) here\b",
    r"\bin the comments\b", r"\bbelow\b", r"\bin a reply\b", r"\bunder this (?:post|tweet)\b",
)  # fmt: skip

#: Money: no figure stands in a public reply.
AMOUNT = _any(
    r"[€£$]\s?\d[\d.,]*", r"\b\d[\d.,]*\s?(?:€|£|\$|euros?\b|eur\b|pounds?\b|gbp\b|dollars?\b|usd\b|chf\b|franken\b|quid\b|cent\b|pence\b)",
    r"\b(?:EUR|GBP|USD|CHF)\s?\d[\d.,]*", r"\b\d[\d.,]*\s?(?:meilen|miles|punkte|points)\b", r"\b\d{1,3}\s?(?:%|prozent|percent)(?=\s(?:rabatt|nachlass|off|discount|gutschein|voucher))",
    r"\b(?:zehn|zwanzig|dreißig|vierzig|fünfzig|hundert|zweihundert|tausend|ten|twenty|thirty|forty|fifty|(?:a|one|two) hundred)\s(?:euros?|franken|pounds?|dollars?|quid)\b",
)  # fmt: skip

#: Rule → the wordings that break it.
WORDINGS: dict[str, re.Pattern[str]] = {
    "blame_shift": _any(
        r"\bwenden sie sich\b(?![^.!?]*\b(?:an mich|an uns|direkt an uns|per|unter)\b)", r"\bwende dich\b(?![^.!?]*\b(?:an mich|an uns|per|unter)\b)",
        r"\b(?:nicht|kein\w*)\s(?:\w+\s){0,2}(?:zuständig|verantwortlich)\b", r"\ballein (?:die|der|das)\b[^.!?]{0,60}\bzuständig\b",
        r"\b(?:ist|sind|sei)\s(?:\w+\s){0,6}(?:der|die|das)\s(?:flughafen|partner|betreiber|dienstleister|bundespolizei|hersteller|zoll)\b[^.!?]{0,40}\b(?:zuständig|verantwortlich)",
        r"\b(?:zuständig|verantwortlich) (?:ist|sind|dafür)\b[^.!?]{0,60}\b(?:flughafen|partner|betreiber|dienstleister|bundespolizei|hersteller|reisebüro|airport)",
        r"\bkeinen einfluss\b", r"\bliegt nicht (?:in|bei) un", r"\b(?:bitte|daher) dort (?:melden|nachfragen|an)", r"\bfragen sie bitte dort\b", r"\bfrag(?:e)? bitte dort\b",
        r"\brichten sie (?:ihre|die) beschwerde\b", r"\bdas (?:war|ist) (?:die|eine) (?:entscheidung|sache|aufgabe) (?:des|der|vom|von)\b(?! uns)",
        r"\bbetreibt die firma\b", r"\b(?:stellt|stellen) der \w*dienstleister", r"\b(?:können|kann) (?:wir|ich) (?:da |hier |leider )*nichts (?:tun|machen)\b",
        r"\b(?:take|raise|bring) (?:it|this|that|the [\w ]+?) up with\b", r"\braise (?:it|this|the [\w ]+?) with\b", r"\b(?:is|are) (?:run|operated|handled|carried out|licensed|managed|provided) by\b",
        r"\bnot (?:us|our (?:fault|responsibility|department|problem|decision))\b", r"\bout of our (?:hands|control)\b", r"\bbeyond our control\b", r"\bnothing we can do\b",
        r"\b(?:contact|speak to|ask) the (?:airport|airline|operator|police|partner|manufacturer|agency)\b", r"\b(?:is|are) down to the\b", r"\bwe(?:'re| are) not (?:responsible|liable)\b",
        r"\b(?:the )?airport'?s? (?:fault|responsibility)\b",
    ),
    "denies_claim_right": _any(
        r"\bkein\w*\s(?:\w+\s)?(?:rechts)?anspruch\b", r"\b(?:anspruch|erstattung|entschädigung|rückzahlung)\w*\b[^.!?]{0,40}\b(?:ausgeschlossen|nicht (?:möglich|vorgesehen|zu))", r"\b(?:haben|hast) (?:sie|du) (?:\w+\s)?kein recht\b",
        r"\bsteht (?:ihnen|dir) (?:leider )?(?:nicht|keine?\w*)\b", r"\bnot entitled\b", r"\bno entitlement\b", r"\bno (?:compensation|refund)s? (?:is|are|will be) (?:payable|due|possible|given)", r"\bat our discretion\b",
        r"\b(?:not|aren't|isn't) (?:be )?(?:eligible|owed|due)\b", r"\byou have no (?:right|claim)\b", r"\bno claim\b",
    ),
    "legal_admission": _any(
        r"\b(?:wir|ich) haften?\b", r"\bhaften (?:wir|ihnen)\b", r"\bschuldhaft", r"\bfahrlässig", r"\b(?:betreuungs|sorgfalts|fürsorge|verkehrssicherungs|aufklärungs)pflicht", r"\bvertragsbruch\b", r"\bvertrag\w* (?:gebrochen|verletzt)\b",
        r"\b(?:rechtlich|gesetzlich) verpflichtet\b", r"\b(?:ganz |allein |klar )?unsere (?:alleinige |volle )?schuld\b", r"\bübernehmen (?:die )?(?:volle )?haftung\b", r"\b(?:das )?verschulden liegt\b", r"\b(?:schadensersatz|schadenersatz)pflichtig\b",
        r"\bliab(?:le|ility)\b", r"\bnegligen", r"\b(?:in |a )?breach(?:ed)? (?:of )?(?:our |the |your )?(?:contract|duty)?", r"\blegally (?:obliged|bound|required|responsible)\b", r"\bat fault\b", r"\b(?:entirely |all |completely )?our (?:own )?fault\b", r"\bwe broke the law\b",
    ),
    "over_promise": _any(
        r"\bgarantier", r"\bgarantie\b", r"\bversprochen\b", r"\bverspreche\b", r"\bversprechen (?:wir|ihnen|dir|,)", r"\bnie wieder\b", r"\bpassiert (?:\w+\s){0,4}nicht (?:mehr|noch einmal|wieder)\b", r"\bauf jeden fall\b[^.!?]{0,40}\b(?:erstatt|zurück|bekomm)",
        r"\b(?:komplett|vollständig|voll) erstatte", r"\b(?:du bekommst|sie bekommen|sie erhalten|du erhältst) (?:\w+\s){0,4}(?:geld|erstattung|gutschein|entschädigung)\b",
        r"\bguarantee", r"\bi promise\b", r"\bwe promise\b", r"(?<!no )\bpromised?\b(?! (?:you|us|me|to))", r"\b(?:won't|will not|will never|never) (?:ever )?happen again\b", r"\b100 ?% ", r"\bevery penny\b", r"\byou(?:'ll| will) (?:definitely|certainly|be (?:fully )?refunded|get your money|receive (?:a |full )?(?:refund|voucher|compensation))", r"\bin full\b[^.!?]{0,20}\b(?:refund|back)", r"\brefund(?:ed)? (?:\w+\s)?in full\b",
    ),
    "asserts_unverified_cause": _any(
        r"\b(?:wegen|aufgrund|infolge)\s(?:\w+\s){0,2}(?:gewitters?|wetters?|unwetters?|schnee\w*|nebels?|sturms?|streiks?|technisch\w*|defekt\w*|überlast\w*|personalmangels?|krankheit|überbuchung|störung|slots?|vogelschlags?|computer\w*|software\w*|systemfehlers?)",
        r"\bverursacht (?:durch|von|wurde)\b", r"\b(?:der )?grund (?:dafür |hierfür )?(?:war|ist|sind)\b", r"\bdie ursache (?:war|ist)\b", r"\blag (?:daran|an (?:einem|einer|der|dem))\b",
        r"\b(?:due to|because of|owing to|caused by|thanks to)\s(?:\w+\s){0,3}(?:weather|storms?|thunderstorms?|snow|fog|wind|strikes?|technical|maintenance|crew|staff(?:ing)?|shortages?|fault|outage|air traffic|overbooking|bird|computer|system|software|security|engine|mechanical)",
        r"\b(?:problem|fault|issue|failure|strike|storm|outage)\s(?:\w+\s){0,2}(?:held up|delayed|caused|grounded|meant)\b", r"\bthe (?:cause|reason) (?:was|is|being)\b", r"\bwas down to\b",
    ),
    "generic_boilerplate": _any(
        r"unannehmlichkeit", r"\b(?:vielen dank|danke) für (?:ihr|dein|das)\w*\s(?:\w+\s)?(?:feedback|rückmeldung|verständnis|geduld|kommentar|hinweis)", r"\b(?:danke|vielen dank) für (?:ihre|deine|die) (?:nachricht|anfrage|mitteilung)", r"kundenzufriedenheit", r"\b(?:ihre|deine) (?:zufriedenheit|meinung)\b[^.!?]{0,40}\b(?:wichtig|herzen|stelle|hilft)",
        r"\bstets bestrebt\b", r"zuständige\w* (?:fach)?abteilung", r"\bstetig\w* (?:zu )?(?:verbesser|optimier)", r"\bwichtiges anliegen\b", r"\bmit hochdruck\b", r"\bqualitätssicherung\b", r"\bvollste\w* zufriedenheit\b", r"\bjede rückmeldung zum anlass\b", r"\bein stückchen besser\b", r"\bunternehmenswerte\b", r"\bintern (?:aufarbeiten|weiterleiten|weitergegeben|weitergeleitet)\b", r"\bsteht bei uns an erster stelle\b", r"\bhat bei uns (?:höchste|oberste) priorität\b", r"\bbitte um verständnis\b", r"\bbitten (?:wir )?um (?:ihr |dein )?verständnis\b",
        r"\binconvenience", r"\b(?:thank you|thanks) for (?:reaching out|your (?:feedback|patience|understanding|continued|loyalty|message|comment)|riding with|contacting|bringing this|letting us know|sharing)", r"\bappreciate your (?:patience|feedback|understanding|loyalty)", r"\b(?:did|does) not meet (?:your )?expectations\b", r"\btake (?:all |your )?(?:feedback|this|these matters|complaints)\s(?:very )?seriously\b[^.!?]{0,40}\bstrive\b", r"\btake all feedback\b", r"\bstrive to\b", r"\bwe understand how important\b", r"\balways looking for ways\b", r"\bvalued (?:customer|guest|passenger)", r"\bworking (?:hard|diligently)\b", r"\bcan take up to \d+\b", r"\bhave a (?:great|nice) day\b", r"\bcustomer satisfaction\b", r"\brelevant (?:team|department)\b", r"\bpassed (?:on )?your (?:feedback|comments)\b",
    ),
    "marketing": _any(
        r"\bentdecke\w*\b[^.!?]{0,40}\b(?:unser|jetzt|neu)|\bjetzt entdecken\b", r"\bjetzt (?:buchen|sichern|bestellen|upgraden|herunterladen)\b", r"\bsicher\w* (?:dir|sie sich|sich)\b", r"\bnewsletter\b", r"\bexklusiv\w* (?:vorteile|angebot)", r"\b(?:unsere?[rnm]?|mit) neue[nrms]?\s[\w-]*\s?[\w+-]*(?:box|app|tarif|option|linie|welt|premium\w*|kollektion|paket)\b", r"\bunser\w* tarif\b", r"\btarif \w+plus\b", r"\bpremium(?:option|paket|tarif|kunden)", r"\bgenießer-paket\b", r"\bbuch(?:en sie|e) (?:noch |jetzt |gleich )", r"\bund sparen sie\b", r"\binklusive prosecco\b", r"\bam besten mit (?:unser|\w+\+)", r"#\w*(?:sale|deal|angebot)",
        r"\bupgrade (?:in|now|today|to)\b", r"\blink in bio\b", r"\bbook (?:now|today|your next)\b", r"\bcheck out our\b", r"\bdiscover (?:our|the)\b", r"\bour (?:brand[- ]?new|fresh new|new|latest) (?:app|line|menu|lounge|fare|range|collection|seat)", r"\b(?:line|collection|range) just dropped\b", r"\btreat yourself\b", r"\bcustomers skip the queue\b", r"\bsubscribe\b", r"\bdon't miss\b", r"\bexclusive (?:offer|deal|benefit)", r"\bnext (?:trip|flight|booking) with us\b", r"\bdid you know\b", r"\bwhile you wait:",
    ),
    "defensive": _any(
        r"\blaut (?:unseren |den )?(?:agb|\w*bedingungen|tarif)", r"\b(?:du hättest|sie hätten)\b[^.!?]{0,80}\b(?:können|sollen|müssen|nutzen|lesen|vorher)\b", r"\bsollte (?:ihnen|dir) bekannt sein\b", r"\b(?:steht|stand|ist|war)\b[^.!?]{0,40}\b(?:deutlich|eindeutig|ausdrücklich|ersichtlich|nachzulesen)\b", r"\blesen sie\b[^.!?]{0,40}\b(?:vorher|bitte|genau)\b", r"\brechtzeitiger blick\b", r"\bverständnis aufbringen\b", r"\bkönnen sie (?:jederzeit )?(?:in|auf|unter)\b[^.!?]{0,40}\beinsehen\b", r"\bgeschäftsbedingungen\b", r"\bbeförderungsbedingungen\b", r"\bda(?:s|rauf) (?:haben|hatten) wir (?:\w+\s)?(?:deutlich |ausdrücklich )?hingewiesen\b", r"\bunser personal ist (?:verpflichtet|angehalten|geschult)\b", r"\bdient ihrer (?:eigenen )?sicherheit\b", r"\bselbst schuld\b", r"\b(?:du musst|sie müssen) (?:dein|ihr|vor|das)\w*\b[^.!?]{0,60}\b(?:vor (?:der|dem|fahrtantritt|abflug|abfahrt)|steht in)\b", r"\bkann ich (?:so )?nicht (?:bestätigen|nachvollziehen)\b", r"\büber(?:treib|empfindlich)", r"\bwie (?:sie|du) (?:unseren|den)\b[^.!?]{0,60}\bentnehmen\b",
        r"\bin (?:all )?fairness\b", r"\byou (?:might|could|should) have\b(?! (?:been|had|got|heard|at least|never|reached|arrived))", r"\bconditions of (?:carriage|travel|sale)\b", r"\bnational conditions\b", r"\bas our (?:conditions|terms|policy)\b", r"\byou (?:accepted|agreed to)\b", r"\bwhich you accepted\b", r"\b(?:clearly|plainly) (?:stated|set out|marked|says|shown)\b", r"\bset out clearly\b", r"\bguests are (?:advised|asked|reminded)\b", r"\bpassengers are (?:responsible|advised|reminded|required)\b", r"\bworth a read\b", r"\bwas,? however,? (?:announced|communicated|published)\b", r"\bread (?:all |the )?(?:notices|terms|conditions)\b", r"\bour (?:records|logs) show\b", r"\bas per (?:our|the)\b", r"\bcancellations happen\b", r"\bdelays happen\b", r"\bto be fair\b", r"\bpolicy (?:states|is clear)\b",
    ),
    "flippant": _any(
        r"[😉😜😝😛🤪😂🤣😅😄😆🙃😏😎🤭🥳🎉🎩💅🧘🏊🕵🥐🤡🍿✨]", r"\bhaha\w*\b|\bhihi\b|\bhehe\b|\blol\b|\brofl\b|\blmao\b", r"\btadaa?\b", r"\bpsst\b", r"^zugabe\b", r"\bupsi?\b|\boopsie\b|\bwhoopsie", r"\bspaß muss sein\b", r"\bnimm'?s? (?:es )?mit humor\b|\bnehmen sie(?: es|'s) mit humor\b", r"\bwe call that\b", r"\bdas nennen wir\b", r"\bganz ohne aufpreis\b", r"\bsome (?:folks|people) pay\b", r"\bandere zahlen (?:dafür|für)\b", r"\b(?:is|are) just individualists\b", r"\blook on the bright side\b|\bsieh(?:s| es|t'?s)? (?:mal )?positiv\b|\bsehen sie'?s? (?:es )?positiv\b", r"\bpositiv gesehen\b", r"\bimmerhin (?:haben sie|hast du)\b", r"\bat least you (?:got|had|didn't)\b",
    ),
}  # fmt: skip

#: What to do instead, one sentence a rule.
ADVICE: dict[str, str] = {
    "flippant": "This jokes about a complaint; take up what happened and answer it earnestly.",
    "marketing": "This sells in reply to a complaint; leave the offer out and say what is done for this person.",
    "blame_shift": "This passes the author on or puts it on others; take it on and say what we do next.",
    "over_promise": "This promises what nobody can be sure of; say what you will look into and when you report back.",
    "legal_admission": "This admits legal fault; apologise for the experience instead and leave fault to the legal team.",
    "personal_data": "Personal data must not stand in a public reply; leave it out and use a private message.",
    "no_apology": "There is no apology; say sorry for what the author went through.",
    "generic_boilerplate": "This is an empty phrase; name what happened to this author in plain words.",
    "wrong_language": "The reply is not in the author's language; write it in theirs.",
    "too_long": "The reply is too long for this channel with its sign-off; shorten it.",
    "denies_claim_right": "This denies a right the author may have; leave claims out and offer to look into it in private.",
    "defensive": "This defends us instead of hearing the author; leave rules and reproaches out and apologise.",
    "asks_public_personal_data": "This asks for personal data in public; ask for it by private message.",
    "amount_in_public": "No amount stands in a public reply; name the wish to make it good and settle figures in private.",
    "asserts_unverified_cause": "This states a cause that nobody has confirmed; leave it out or say that you will find out.",
}

GERMAN_WORDS = frozenset(
    [
        "der",
        "die",
        "das",
        "und",
        "ist",
        "nicht",
        "ich",
        "sie",
        "wir",
        "mir",
        "mich",
        "dir",
        "dich",
        "es",
        "ein",
        "eine",
        "mit",
        "für",
        "auf",
        "zu",
        "den",
        "dem",
        "des",
        "im",
        "von",
        "bitte",
        "uns",
        "ihnen",
        "ihre",
        "dein",
        "deine",
        "tut",
        "leid",
        "per",
        "dass",
        "wie",
        "was",
        "haben",
        "hat",
        "sind",
        "bei",
        "noch",
        "auch",
    ]
)
ENGLISH_WORDS = frozenset(
    [
        "the",
        "and",
        "is",
        "not",
        "i",
        "you",
        "we",
        "me",
        "us",
        "it",
        "a",
        "an",
        "with",
        "for",
        "on",
        "to",
        "of",
        "in",
        "please",
        "sorry",
        "your",
        "our",
        "this",
        "that",
        "was",
        "have",
        "has",
        "are",
        "be",
        "by",
        "at",
        "so",
        "and",
        "but",
        "what",
        "i'm",
        "i'll",
        "my",
    ]
)
