"""The training loop: decisions become examples, examples a candidate, and a person promotes it."""
