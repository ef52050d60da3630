"""Slack in: each listener turns one payload into one command."""
