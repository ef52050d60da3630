"""Digests: what was learned, drafted from the log, read by places first, and sent for good."""
