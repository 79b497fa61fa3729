"""Why a reply is not out, in the reader's language: what we, or the inbox, said of it."""

from __future__ import annotations

from service.console.marking import N_
from service.console.sentences import in_words
from service.console.words import Words

SENTENCES = (
    N_(
        "Replies go out over https only. For a try on one machine,"
        " KULANZ_ALLOW_PRIVATE_ADDRESSES=true allows http."
    ),
    N_("The inbox's address is no http(s) address."),
    N_(
        "The inbox's address lies in a private network. KULANZ_ALLOW_PRIVATE_ADDRESSES=true"
        " allows that."
    ),
    N_("The inbox's host name can't be one."),
    N_("The inbox's host name is not known."),
    N_("This inbox has no address for replies."),
    N_("The inbox could not be reached (%(kind)s)."),
    N_("The inbox gave no answer (%(kind)s)."),
    N_("The inbox refused the reply (%(status)s)."),
    N_("The inbox answered %(status)s: redirects are not followed."),
    N_("The inbox answered %(status)s."),
    N_("The inbox's look-up answered %(status)s."),
    N_("The program stopped while the reply was being sent."),
    N_("Another process is sending this reply."),
)


def why_not_out(words: Words, said: str) -> str:
    return in_words(words, SENTENCES, said)
