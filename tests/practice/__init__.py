"""Tests of practice Slack: the world, its wire, its limits and its page."""
