"""The domain: what a complaint is and how it is answered. Standard library only."""
