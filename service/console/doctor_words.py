"""What the doctor says, in the reader's language."""

from __future__ import annotations

from service.console.delivery_words import SENTENCES
from service.console.marking import N_
from service.console.sentences import in_words
from service.console.words import Words

_DETAILS = (
    N_("%(count)s at work"),
    N_("SQLite %(version)s, slower journal: too old for WAL"),
    N_("No address for replies: %(names)s."),
    N_("The database can't be reached (%(reason)s): KULANZ_DATABASE_URL."),
    N_("%(trouble)s Until it can be used, %(model)s is."),
    N_("%(trouble)s Until then cases are decided in the console only."),
    N_("No click gets here: set KULANZ_SLACK_APP_TOKEN or KULANZ_SLACK_SIGNING_SECRET."),
    N_("Set KULANZ_SLACK_BOT_TOKEN: no cards without it."),
    N_("Not set up: the console is the only place to decide."),
    N_("Set up"),
    N_("None at work: start `kulanz work`."),
    N_("None at work: start `kulanz serve`."),
    N_("No reply goes out to %(name)s: %(trouble)s"),
    *SENTENCES,
    N_("None configured: set KULANZ_INBOX_<NAME>_SECRET."),
    N_("Searched in memory."),
    N_("Searched in PostgreSQL, by pgvector."),
    N_("Searched in memory: this PostgreSQL has no pgvector (postgresql-NN-pgvector)."),
    N_("Searched in memory: the pgvector of this PostgreSQL is older than 0.8."),
    N_(
        "Searched in memory: for pgvector an administrator has to run `CREATE EXTENSION"
        " vector` in this database."
    ),
)


def detail(words: Words, said: str) -> str:
    """A check's detail; names, and what Slack or a model says, stay as they are."""
    return in_words(words, _DETAILS, said)
