"""What money is counted in, as people write it behind or before a number: alternatives of a
pattern that is blind to case."""

from __future__ import annotations

#: By three letters; without HUF, SEK and TRY, which are words beside numbers („Huf 2“, „30 Sek“).
CODES = "aed|aud|cad|chf|czk|dkk|eur|gbp|hkd|inr|kes|ngn|nok|nzd|php|pln|qar|sar|sgd|thb|usd|zar"
#: By name.
NAMES = (
    r"euros?|franken|francs?|fränkli|stutz|dollars?|pounds?|quid|bucks|bux|kronen|kroner?|krona|kronor"
    r"|rupees?|lakhs?|naira|pesos?|rand|z[łl]oty|forint|dirhams?|shillings?|lira|ri[yai]als?"
    r"|ringgit|baht|yuan|dinars?|shekels?|taka|cedis?|birr|kwacha|soles|reais|yen"
)
