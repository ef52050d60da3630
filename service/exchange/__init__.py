"""Files in and out: CSV of reflections, JSONL of every kind."""
