"""The database alone, for commands that need nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from service.commands.calls import WrongCall
from service.settings import Settings
from service.store.database import Database


@contextmanager
def opened_database(settings: Settings) -> Iterator[Database]:
    """Raises WrongCall if it can't be reached."""
    try:
        database = Database(settings.resolved_database_url)
        try:
            database.migrate()
            yield database
        finally:
            database.dispose()
    except SQLAlchemyError as error:
        reason = type(error).__name__
        raise WrongCall(
            f"The database can't be used ({reason}): see KULANZ_DATABASE_URL."
        ) from error
