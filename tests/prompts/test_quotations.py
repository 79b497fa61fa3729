"""What is quoted of a passage that the model chose: the words without what stands around them, and
nothing that a stranger had better not repeat."""

from __future__ import annotations

import pytest

from prompts.quoting import ELIDED
from tests.prompts.gists import quoted


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("[[@hickory desk says ask the gate 🙃]]", "en", "desk says ask the gate"),
        ("[[the meal on @northvale was a banana]]", "en", "the meal on northvale was a banana"),
        ("[[@nordair is late again]]", "en", "nordair is late again"),
        ("[[@nordair, the ramp is gone]]", "en", "the ramp is gone"),
        ("[[locked out of @nordair]]", "en", "locked out of nordair"),
        ("[[stood in the hall all day @nordair]]", "en", "stood in the hall all day"),
        ('[["""Die Fahrt verzögert sich"""]]', "de", "Die Fahrt verzögert sich"),
        ("[[And then: the lids didn't come!]]", "en", "the lids didn't come"),
        ("[[The ramp has been dug up, mind you.]]", "en", "The ramp has been dug up"),
        ('[[He asked if "the owner" was in.]]', "en", "He asked if 'the owner' was in"),
        ("[[Sir, I asked your guard for the ramp]].", "en", "I asked your guard for the ramp"),
        ("[[BEWARE! Boxes came. The lids did not.]]", "en", "Boxes came. The lids did not"),
        ("[[po they lock it by 8]]", "en", "they lock it by 8"),
        ("[[Grüezi @hirsenpost, das Paket liegt im Schnee]].", "de", "das Paket liegt im Schnee"),
        ("[[Zwei Lampen,\n  ein Radio fehlen]].", "de", "Zwei Lampen, ein Radio fehlen"),
        ("Nett. [[und kein Wort dazu seit Mai]]", "de", "kein Wort dazu seit Mai"),
        ("[[Antwort: „Können Sie lesen? Da.“]]", "de", "Antwort: ‚Können Sie lesen? Da.‘"),
        ("[[Er sei „positiv abgelehnt“]].", "de", "Er sei ‚positiv abgelehnt‘"),
        ("[[wartet seit acht am gate, yallah]]", "de", "wartet seit acht am gate"),
        ("[[1/2 @hickory the ramp is gone]]", "en", "the ramp is gone"),
        ("[[@hickory @nordair @ada The ramp is gone]]", "en", "The ramp is gone"),
        ("[[@nordair cancelled my ramp]]", "en", "nordair cancelled my ramp"),
        ("[[stood there with 30 people]] #fail", "en", "stood there with 30 people"),
        ("[[nothing works, people]]", "en", "nothing works"),
        ("[[the door won't open, mate]]", "en", "the door won't open"),
        ("[[They shoved my best mate]]", "en", "They shoved my best mate"),
        ("[[3/4 of the lamps are dead]]", "en", "3/4 of the lamps are dead"),
        ("[[@bahn hat es nicht geschafft]]", "de", "bahn hat es nicht geschafft"),
        ("[[@nordair has you wait in the rain]]", "en", "nordair has you wait in the rain"),
        ("[[Nobody cares if you miss the lamp]] and nobody helps.", "en",
         "Nobody cares if you miss the lamp"),
        ("[[Die Tür klemmt, sobald es regnet]], und keiner hilft.", "de",
         "Die Tür klemmt, sobald es regnet"),
        ("[[Gutschein bezahlt aber nie erhalten]]", "de", "Gutschein bezahlt aber nie erhalten"),
        ("[[Gute zwei Stunden gewartet, aber kein Bus]]", "de",
         "Gute zwei Stunden gewartet, aber kein Bus"),
        ("[[a *loud* bang at the gate]]", "en", "a loud bang at the gate"),
        ("[[Good tea on board but the lamp was dead]]", "en", "the lamp was dead"),
        ("[[Heute mind. 20 Lampen kaputt]]", "de", "Heute mind. 20 Lampen kaputt"),
        ("[[THE TELEPHONE WAS DEAD]]", "en", "THE TELEPHONE WAS DEAD"),
        ("[[no lamp since May 💀 6 rooms dark]]", "en", "no lamp since May … 6 rooms dark"),
        ("[[No lamp. 💀 Six rooms are dark]]", "en", "No lamp. Six rooms are dark"),
        ("[[abgelegt = im Regen vor der Tür]]", "de", "abgelegt = im Regen vor der Tür"),
        ("[[Lift Nord: außer Betrieb. Lift Ost: weg]]", "de",
         "Lift Nord: außer Betrieb. Lift Ost: weg"),
        ("[[Die Lampe ist 3 u. 4 Mal kaputt]]", "de", "Die Lampe ist 3 u. 4 Mal kaputt"),
        ("[[the lamp was off @alborada.air]]", "en", "the lamp was off"),
        ("[[Don't fly with @nordair the lamp was off]]", "en", "the lamp was off"),
        ("[[Lampe nass. @hirsenpost lehnt ab]]", "de", "Lampe nass. hirsenpost lehnt ab"),
        ("[[the lamp is out, @nordair. Nobody came]]", "en", "the lamp is out. Nobody came"),
        ("[[#Lampe seit Mai aus]] #nordair #licht", "de", "Lampe seit Mai aus"),
        ("[[die App zeigt die Lampe nicht mehr an]]. Seit Mai.", "de",
         "die App zeigt die Lampe nicht mehr an"),
        ("[[took unpaid leave for that]]", "en", "took unpaid leave for that"),
        ("[[Der 6.34 ab Sursee kam um 7.10]]", "de", "Der 6.34 ab Sursee kam um 7.10"),
        ("[[card dead, 'enjoy your tea' banner alive]]", "en",
         "card dead, 'enjoy your tea' banner alive"),
        ("[[Moin Lampenhof. 40 Lampen bestellt, 4 da]]", "de", "40 Lampen bestellt, 4 da"),
        ("[[Sehr geehrter Hr. Ott, die Lampe fehlt]]", "de", "die Lampe fehlt"),
        ("[[Mo bis Fr. Gekommen ist keine Lampe]]", "de", "Mo bis Fr. Gekommen ist keine Lampe"),
        ("[[Ambrose Mutual's man says the lamp is fine]]", "en",
         "Ambrose Mutual's man says the lamp is fine"),
        ("[[na toll, die Lampe ist wieder kaputt]]", "de", "die Lampe ist wieder kaputt"),
        ("[[Lamps broken since May. Lovely view though]]", "en", "Lamps broken since May"),
        ("[[Sehr nettes Haus. Die Lampe war kaputt]]", "de", "Die Lampe war kaputt"),
        ("[[Great lamp. Great box]]", "en", "Great lamp. Great box"),
        # What stands behind one of the family is hardly a name in small letters.
        ("[[They left my husband too]]", "en", "They left my husband too"),
    ],
)  # fmt: skip
def test_what_stands_around_the_words_is_left_out(text: str, lang: str, words: str) -> None:
    assert quoted(text, lang) == words


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("[[They sent me a $412 bill for a dead meter]]!", "en", "They sent me a bill for a dead"),
        ("[[Lamps, $80, were left in the rain]].", "en", "Lamps, were left in the rain"),
        ("[[Let me turn 9,000 points into one (1) mug]].", "en", "Let me turn points into one (1)"),
        ("[[I paid 3500 for it in May]].", "en", f"I paid {ELIDED} for it in May"),
        ("[[You charged me 1200 instead of 120 in May]].", "en",
         f"You charged me {ELIDED} instead of {ELIDED} in May"),
        ("[[Die Kaution von 350 wurde einbehalten]].", "de",
         f"Die Kaution von {ELIDED} wurde einbehalten"),
        ("[[They charged us for three instead of 120 minutes]].", "en",
         "They charged us for three instead of 120 minutes"),
        ("[[Your app rejects my PIN 4831 every time]].", "en",
         f"Your app rejects my PIN {ELIDED} every time"),
        ("[[Das Passwort sommer26 aus dem Brief geht nicht]].", "de",
         f"Das Passwort {ELIDED} aus dem Brief geht nicht"),
        ("[[The parcel was left at flat 3b in the rain]].", "en",
         f"The parcel was left at {ELIDED} in the rain"),
        ("[[die Rechnung ist um 12.- gestiegen]]", "de", f"die Rechnung ist um {ELIDED} gestiegen"),
        ("[[Ein Bett, 900 Kronen, und wir lagen im Flur]].", "de", "Ein Bett, und wir lagen"),
        ("[[I paid the aisle for Pa after his hip surgery]].", "en", "I paid the aisle for Pa"),
        ("[[Ein Platz, 9 Euro. Darauf: Paletten]].", "de", "Ein Platz. Darauf: Paletten"),
        ("[[We paid it, £3,270 for beds]].", "en", f"We paid it, {ELIDED} for beds"),
        ("[[it rose from $96 to $311 in May]]", "en", f"it rose {ELIDED} in May"),
        ("[[der Abschlag stieg von 96 auf 311 Euro]]", "de", f"der Abschlag stieg {ELIDED}"),
        ("[[They took £412 in place of £91 in May]]", "en",
         f"They took {ELIDED} in place of {ELIDED} in May"),
        ("[[My £45 never came and nobody answers]]", "en", f"My {ELIDED} never came and nobody"),
        ("[[It cost me two hundred and fifty euros a lamp]]", "en", f"It cost me {ELIDED} a lamp"),
        ("[[Flight 4U12 at €20 was late]]", "en", f"Flight 4U12 at {ELIDED} was late"),
        ("[[They took 40 AED for a lamp]]", "en", f"They took {ELIDED} for a lamp"),
        ("[[Thirty tries, and the lamp is dark]]", "en", "Thirty tries, and the lamp is dark"),
        ("[[Der Abschlag stieg von 71,50 auf 219,80 im Mai]]", "de",
         f"Der Abschlag stieg {ELIDED} im Mai"),
        ("[[Der Abschlag wurde von 92 auf 168 hochgesetzt]]", "de",
         f"Der Abschlag wurde {ELIDED} hochgesetzt"),
        ("[[Der Preis ist um 17.20 gestiegen]]", "de", f"Der Preis ist um {ELIDED} gestiegen"),
        ("[[Der Zug fuhr von 9.15 auf 10.45 verlegt]]", "de", "Der Zug fuhr von 9.15 auf 10.45"),
        ("[[We waited another 45, then nothing]]", "en", "We waited another 45, then nothing"),
        ("[[Es geht um 45 Euro, und keiner antwortet]]", "de", f"Es geht um {ELIDED}, und keiner"),
        ("[[My payment of 12 March never showed up]]", "en", "My payment of 12 March never"),
        ("[[Super slow, and the lamp was broken]]", "en", "Super slow, and the lamp was broken"),
        ("[[eine Lampe und 1,50 gutschrift]]", "de", f"eine Lampe und {ELIDED} gutschrift"),
        ("[[Der Zug fährt um 19.20 statt um 22.05]]", "de", "Der Zug fährt um 19.20 statt um"),
        ("[[I've a tenner on the meter, it says so]]", "en", f"I've {ELIDED} on the meter"),
        ("[[I paid twice, another 168. No lamp]]", "en", f"I paid twice, another {ELIDED}. No"),
        ("[[They offered 1000$ to 17 of us]].", "en", f"They offered {ELIDED} to 17 of us"),
        ("[[Es kostet nun 12,90 im Monat]].", "de", f"Es kostet nun {ELIDED} im Monat"),
        ("[[The rider arrives since 8.10]].", "en", "The rider arrives since 8.10"),
        ("[[We walked 5 miles in the rain]].", "en", "We walked 5 miles in the rain"),
        ("[[Es tropft in der Fliederstraße 3 bis 9]].", "de", f"Es tropft in der {ELIDED}"),
    ],
)  # fmt: skip
def test_nor_are_sums_and_illnesses_repeated(text: str, lang: str, words: str) -> None:
    assert (quoted(text, lang) or "").startswith(words)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("[[Mr Chan's invoice came twice]]", "en"),
        ("[[my daughter Maya was left at the gate]]", "en"),
        ("[[my friend Ava was left at the gate]]", "en"),
        ("[[my friend ava (in a chair) was left at the gate]]", "en"),
        ("[[We were promised it by a Tracey, who left]]", "en"),
        ("[[promised it by a Tracey for today and it is lost]]", "en"),
        ("[[eine gewisse Sabine hat aufgelegt]]", "de"),
        ("[[mein Kumpel Timo stand draußen]]", "de"),
        ("We sat in the hall, [[where two of three lamps are out]].", "en"),
        ("[[write to a.b@post.example about it]]", "en"),
        ("[[$8 for water]]", "en"),
        ("[[your bloody desk was shut]]", "en"),
        ("[[is unfair. No lamp came]]", "en"),
        ("[[Fare difference $3 change fee $200]]", "en"),
        ("[[the lamp has been]] 💩", "en"),
        ("[[The surcharge was 12.50 and no lamp came]]", "en"),
        ("[[Fr 12.50 für eine Lampe ohne Licht]]", "de"),
        ("[[The guard said 'people like you don't belong here' to my kids]]", "en"),
        ("[[The driver @kevin_huber_82 shouted at us]]", "en"),
        ("[[Your driver #KevinHuber shouted at us]]", "en"),
        ("[[Warte bis Fr. Huber endlich zurückruft]]", "de"),
        ("[[Anna Court's lamp was dead]]", "en"),
        ("[[Lamps at £5 plus £6 plus £7]]", "en"),
        ("[[Room 12.80 charged for a dead lamp at 3 × 23,90 €]]", "en"),
        ("[[Der Mann sagte ‚du alte Kuh‘ zu mir]]", "de"),
        ("[[where is it]]?", "en"),
        ("[[Are the lamps]] and the lifts down today?", "en"),
        ("[[@nordair will you be moving any lamps today]]", "en"),
        ("[[We love it but if the lamp goes out]], we leave", "en"),
        ("[[Besser wäre, wenn man die Lampe fände]]…", "de"),
        ("[[What ***** lamps you have]]", "en"),
        ("[[Can you find my bag]]?", "en"),
        ("[[Why does your bloody lift stand still]]?", "en"),
        ("[[why does nobody answer]]", "en"),
        ("[[stuck in the hall all the way down to the end of " + "a long " * 19 + "pier]]", "en"),
        ("[[Banana]].", "en"),
        ("[[The pole leans on Ada Quirk's roof]].", "en"),
        ("[[locked out of]] @nordair", "en"),
        ("[[Update on my move]].", "en"),
        ('It said "[[we are very]] sorry', "en"),
        ("[[Herr Huber hat aufgelegt]]", "de"),
        ("[[ihr Betrüger bucht weiter ab]]", "de"),
        ("[[Warum kommt da keiner]]", "de"),
        ("[[Weil ich einen Bon wollte]].", "de"),
        ("[[sie hatte Krebs und musste stehen]]", "de"),
    ],
)
def test_what_is_not_fit_is_not_quoted(text: str, lang: str) -> None:
    assert quoted(text, lang) is None


def test_of_several_passages_the_first_that_is_fit_is_quoted() -> None:
    text = "[[your bloody desk]]. We had tea. [[The lift was out]]. [[We walked]]."
    assert quoted(text, "en") == "The lift was out"


def test_what_is_praised_before_the_turn_is_not_quoted() -> None:
    text = "[[The ride was lovely and the tea was hot. Only the lamp over my seat was dead]]."
    assert quoted(text, "en") == "Only the lamp over my seat was dead"
    text = "[[Our bags came a day late. The lady was kind. But the bus was full]]."
    assert "Our bags came a day late" in (quoted(text, "en") or "")
    text = "[[A lovely driver, he saw my kids. Only the lamp was dead]]."
    assert quoted(text, "en") == "Only the lamp was dead"
    text = "[[Die Lampe kam pünktlich, tolles Haus]]. [[Aber das Glas war zerbrochen]]."
    assert quoted(text, "de") == "das Glas war zerbrochen"


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("[[The man says he rang]]. I was in. Nobody rang.", "en",
         "The man says he rang. I was in. Nobody rang"),
        ("[[My lamp is on its way]]. Nobody knows where.", "en",
         "My lamp is on its way. Nobody knows where"),
        ("[[The lamp was broken]]. Nobody rang.", "en", "The lamp was broken"),
        ("[[Three lamps came]]. Nobody rang.", "en", "Three lamps came"),
        ("[[Die Lampe ist da]]. Schön hell. Sehr gern.", "de", "Die Lampe ist da"),
    ],
)  # fmt: skip
def test_where_no_fault_is_named_the_next_sentence_may_name_it(
    text: str, lang: str, words: str
) -> None:
    assert quoted(text, lang) == words


def test_a_few_words_go_behind_what_says_more() -> None:
    text = "[[Three days]]. We had tea. [[The lift was out on every floor]]."
    assert quoted(text, "en") == "The lift was out on every floor"
    assert quoted("[[Three days]]. We had tea. [[The lift was out]].", "en") == "Three days"


def test_a_second_passage_is_quoted_where_there_is_room() -> None:
    filler = "We had taken the early train and walked along the river for a while."
    text = f"[[Nobody came to the desk]]. {filler} [[The lift was out]]. [[We walked]]."
    assert quoted(text, "en") == "Nobody came to the desk … The lift was out"
    assert quoted(text, "en", has_little_room=True) == "Nobody came to the desk … The lift was out"
    long = "Nobody came to the desk of the old terminal right beside the fish market at the pier"
    out = "The lift was out on every one of the floors, down and up, and so were the lamps"
    text = f"[[{long}]]. {filler} [[{out}]]."
    assert quoted(text, "en") == f"{long} … {out}"
    assert quoted(text, "en", has_little_room=True) == long


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("[[Two stars. No light in the hall]].", "en", "No light in the hall"),
        ("[[Only one star: no light in the hall]].", "en", "no light in the hall"),
        ("[[Null Sterne. Kein Licht im Saal]].", "de", "Kein Licht im Saal"),
        ("[[2 von 5. Kein Licht im Saal]].", "de", "Kein Licht im Saal"),
        ("Pros: tea. [[Cons: no light in the hall]].", "en", "no light in the hall"),
        ("[[No light in the hall. Pros: the tea]].", "en", "No light in the hall"),
        ("[[No light in the hall. Plus: no door]].", "en", "No light in the hall. Plus: no door"),
        ("[[Two stars were out in the hall]].", "en", "Two stars were out in the hall"),
        ("[[Kein Licht im Saal. Drei Punkte von fünf. LG Uwe]].", "de", "Kein Licht im Saal"),
        ("[[No light in the hall. Love Jean x]]", "en", "No light in the hall"),
        ("[[Kein Licht im Saal. Mit freundlichen Grüßen Uwe Fink]]", "de", "Kein Licht im Saal"),
        ("[[Defekt ist das Bild, LG Oled]]", "de", "Defekt ist das Bild, LG Oled"),
        ("[[Zero stars. No light in the hall]]", "en", "No light in the hall"),
        ("[[Sehr geehrte Damen und Herren der Lux AG, es fehlt das Licht]].", "de",
         "es fehlt das Licht"),
    ],
)  # fmt: skip
def test_how_it_is_rated_is_not_quoted(text: str, lang: str, words: str) -> None:
    assert quoted(text, lang) == words


def test_what_ends_with_the_number_of_a_point_is_not_quoted() -> None:
    text = "[[There is no seat unless I 1]]) pay more or 2) wait. [[The lift was out]]."
    assert quoted(text, "en") == "The lift was out"
    assert quoted("[[No seat at gate 1]], 2) no lift.", "en") == "No seat at gate 1"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[The lift was out. Time to find another inn]].", "The lift was out"),
        ("[[The lift was out. Next time be honest]].", "The lift was out"),
        ("[[The lift was out . My bed was wet]].", "The lift was out. My bed was wet"),
        ("[[Thanks for the stairs. The lift was out]].", "The lift was out"),
        ("[['s lift was out]].", "lift was out"),
        ("[[Any reason that the lift was out]].", "the lift was out"),
        ("[[Any reason that you give is wrong]].", "Any reason that you give is wrong"),
        (
            "[[Thanks for losing my lamp. The lift was out]].",
            "Thanks for losing my lamp. The lift was out",
        ),
        (
            "[[If it rains the roof leaks. The bed was wet]].",
            "If it rains the roof leaks. The bed was wet",
        ),
        ("[[Come on. Time to find another inn]].", "Come on. Time to find another inn"),
        ("[[Watch out for the desk. The lift was out]].", "The lift was out"),
    ],
)
def test_asides_before_and_behind_are_left_out(text: str, words: str) -> None:
    assert quoted(text, "en") == words


def test_sentences_side_by_side_stay_sentences() -> None:
    told = "[[Der Bote hat mich gesehen]]. [[Er ist weitergefahren]]!"
    text = f"{told} Es war ein Tag mit Sonne, und im Garten blühte der Flieder."
    assert quoted(text, "de") == "Der Bote hat mich gesehen. Er ist weitergefahren"


def test_a_short_text_is_not_quoted_twice() -> None:
    assert quoted("[[The lift was out]]. [[We walked]].", "en") == "The lift was out"
