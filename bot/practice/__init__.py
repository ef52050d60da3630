"""Practice Slack: a local Slack that unmodified Slack clients talk to, with a page to use it on."""
