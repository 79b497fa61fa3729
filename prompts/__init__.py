"""Words, as data, for people who do not program; and the code that reads them."""
