"""The product around the domain: inboxes, store, engine, console, Slack, command line."""
