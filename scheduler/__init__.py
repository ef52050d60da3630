"""The clock: a tick in every replica, and what is due at that moment, each thing once."""
