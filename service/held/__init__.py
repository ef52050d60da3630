"""Held: what is kept about somebody, as a text to read and as a file for programs."""
