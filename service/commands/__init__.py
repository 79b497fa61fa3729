"""What the command line does, one file a command; loaded only when called."""
