"""The product on one's own machine: sample mentions in, approved replies out to our own page."""
