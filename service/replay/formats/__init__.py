"""What past conversations come in: one module a format, known by what is in the file."""
