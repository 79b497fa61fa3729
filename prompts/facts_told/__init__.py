"""The first facts an author states, as a reply may name them where no sentence of ours does."""
