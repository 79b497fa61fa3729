"""The author's own plainest sentence, told back as what happened."""
