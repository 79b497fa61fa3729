"""Tables, migrations and queries: one step, one transaction, committed at the edge."""
