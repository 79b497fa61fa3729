"""What a replay found, as pages for those who manage: one file each that needs no network."""
