"""Views: pure functions from what is known to Block Kit; no view asks or changes anything."""
