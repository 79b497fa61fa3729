"""Labelled sets against the model: the figures, and a report with every mistake in it."""
