"""The clock: a tick that asks what is due, waiting for the rounds that it will open."""
