"""Tests that use pages as people do, in a real browser."""
