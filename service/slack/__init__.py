"""Slack as a place to decide: the card, the clicks on it, and the set-up."""
