"""Past conversations through the whole desk: nothing is published, and a report comes out."""
