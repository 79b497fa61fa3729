"""One file an inbox: verify what comes in, parse it, publish what was approved."""
