"""The interface in German and English: texts from the catalogues, dates and numbers by Babel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel import negotiate_locale
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent
from babel.support import NullTranslations, Translations
from fastapi import Request

from triage.remedy import Money

Code = Literal["de", "en"]
CODES: tuple[Code, ...] = ("de", "en")
LANGUAGE_COOKIE = "kulanz_language"

_LOCALES = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Words:
    """One language at one place's time."""

    code: Code
    catalogue: NullTranslations
    zone: ZoneInfo

    def __call__(self, text: str, **values: Any) -> str:
        translated: str = self.catalogue.gettext(text)
        return translated % values if values else translated

    def moment(self, at: datetime) -> str:
        """Day and time, the day in words."""
        form = "d. MMM y, HH:mm" if self.code == "de" else "d MMM y, HH:mm"
        return format_datetime(at, form, tzinfo=self.zone, locale=self.code)

    def time(self, at: datetime) -> str:
        return format_time(at, "HH:mm", tzinfo=self.zone, locale=self.code)

    def second(self, at: datetime) -> str:
        return format_time(at, "HH:mm:ss", tzinfo=self.zone, locale=self.code)

    def day(self, at: datetime) -> str:
        return format_date(at.astimezone(self.zone), "d. MMM" if self.code == "de" else "d MMM",
                           locale=self.code)  # fmt: skip

    def month(self, month: str) -> str:
        """`November 2026` for `2026-11`."""
        return format_date(date.fromisoformat(f"{month}-01"), "LLLL y", locale=self.code)

    def span(self, seconds: float) -> str:
        """A length of time in its largest unit: `12 min`, `3 h`."""
        return format_timedelta(
            timedelta(seconds=abs(seconds)), threshold=1.5, format="short", locale=self.code
        )

    def ago(self, seconds: float) -> str:
        """`3 minutes ago`, `in 2 hours`."""
        return format_timedelta(
            timedelta(seconds=-seconds), threshold=1.5, add_direction=True, locale=self.code
        )

    def percent(self, share: float) -> str:
        return format_percent(share, format="#,##0 %" if self.code == "de" else "#,##0%",
                              locale=self.code)  # fmt: skip

    def number(self, number: float) -> str:
        return format_decimal(number, locale=self.code)

    def money(self, money: Money) -> str:
        return self.sum(money.amount, money.currency)

    def sum(self, amount: Decimal, currency: str) -> str:
        whole = amount == amount.to_integral_value()
        digits = "#,##0" if whole else "#,##0.00"
        form = f"{digits} ¤" if self.code == "de" else f"¤{digits}"
        return format_currency(amount, currency, form, locale=self.code, currency_digits=False)


def words_for(request: Request, zone: str) -> Words:
    """In the language the person chose, else in the browser's."""
    return Words(code := chosen_code(request), translations(code), ZoneInfo(zone))


def chosen_code(request: Request) -> Code:
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen not in CODES:
        chosen = negotiate_locale(_accepted(request), [*CODES], sep="-")
    return "de" if chosen == "de" else "en"


def _accepted(request: Request) -> list[str]:
    """Most wanted first: `de-AT,en;q=0.8` gives de, en."""
    weighted = []
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighted.append((float(weight or 1), tag.partition("-")[0].lower()))
        except ValueError:
            continue
    return [tag for weight, tag in sorted(weighted, key=lambda w: -w[0]) if weight > 0 and tag]


@cache
def translations(code: Code) -> NullTranslations:
    return read_catalogue(_LOCALES / f"{code}.po", code)


def read_catalogue(path: Path, code: Code) -> NullTranslations:
    if not path.exists():
        # English is what stands in the code.
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return Translations(compiled)
