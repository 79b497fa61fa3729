"""The console: the pages on which people read cases and decide."""
