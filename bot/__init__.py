"""The Slack bot: one payload in, one command; it follows the log to speak."""
