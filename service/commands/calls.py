"""Wrong calls, and the settings a call works with."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.bootstrap import Kulanz
    from service.settings import Settings


#: The exit code of a call that is wrong.
WRONG_CALL = 2


class WrongCall(Exception):
    """The call itself is wrong; the message is one sentence that says what to do."""


def read_settings(given: Namespace) -> Settings:
    """The settings, with the options of this call before the variables. Raises WrongCall."""
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    from service.settings import Settings

    options = {
        name: value
        for name, value in vars(given).items()
        if name in Settings.model_fields and value is not None
    }
    try:
        settings = Settings(**options)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        variable = f"KULANZ_{first['loc'][0]}".upper() if first["loc"] else "The settings"
        reason = first["msg"].removeprefix("Value error, ")
        raise WrongCall(f"{variable}: {reason}.") from error
    except SettingsError as error:
        raise WrongCall(f"{error}.") from error
    if not settings.resolved_database_url.startswith(
        ("sqlite+pysqlite3://", "postgresql+psycopg:")
    ):
        raise WrongCall("KULANZ_DATABASE_URL must begin with postgresql:// or sqlite:///.")
    return settings


def build_kulanz(settings: Settings) -> Kulanz:
    """Everything connected. Raises WrongCall, or a TriageError for a file that can't be used."""
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError

    from service.bootstrap import build

    try:
        return build(settings)
    except ValueError as error:
        raise WrongCall(str(error)) from error
    except (SQLAlchemyError, ArgumentError, OSError) as error:
        reason = type(error).__name__
        raise WrongCall(
            f"The database can't be reached ({reason}): see KULANZ_DATABASE_URL."
        ) from error
